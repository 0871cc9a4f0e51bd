//! Error context: the place where an error happened.

use std::fmt;

/// One place of an error. The message of an [`Error`](super::Error) begins with its places, outermost first.
///
/// ```
/// use cdk_core::{Error, ErrorContext};
///
/// let error = Error::system("no `id`").with_context(ErrorContext::Page(3));
/// assert_eq!(error.to_string(), "page 3: no `id`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorContext {
    /// A stream, by its name.
    Stream(String),
    /// A parent stream, with the parent record if it is known.
    Parent {
        /// The name of the parent stream.
        stream: String,
        /// The key of the parent record, as in ` (id = 7)`. Empty if it is not known.
        key: String,
    },
    /// The records of another stream that a hook reads.
    RecordsOf(String),
    /// A slice, by its partition.
    Slice(String),
    /// A slice, by its number, from 1.
    SliceNumber(u64),
    /// A page, by its number, from 1.
    Page(u64),
    /// A line of a body, by its number, from 1.
    Line(u64),
    /// A record.
    Record {
        /// Its number in the page, from 1; `None` if the page is not known.
        number: Option<u64>,
        /// Its primary key, as in ` (id = 7)`. Empty for none.
        key: String,
    },
    /// A field, by its path.
    Field(String),
    /// A list inside of the records of another stream, by its path.
    EmbeddedList(String),
    /// A hook of the connector, by its attribute.
    Hook(String),
    /// An attribute.
    Attribute(String),
    /// A kind of authentication, such as `oauth2`.
    Auth(String),
    /// A remark about the error as a whole.
    Note(String),
}

impl ErrorContext {
    /// Whether a place of the same kind as `other` is already known. Parents may be repeated, because parents have
    /// parents.
    pub(super) fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Parent { .. } | Self::Note(_), _) => false,
            (Self::Slice(_) | Self::SliceNumber(_), Self::Slice(_) | Self::SliceNumber(_)) => true,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Shows `page 3`, "stream `charges`" or `record 2 (id = 7)`.
impl fmt::Display for ErrorContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(name) => write!(f, "stream `{name}`"),
            Self::Parent { stream, key } if key.is_empty() => write!(f, "parent `{stream}`"),
            Self::Parent { stream, key } => write!(f, "parent {stream}{key}"),
            Self::RecordsOf(name) => write!(f, "records of `{name}`"),
            Self::Slice(partition) => write!(f, "slice `{partition}`"),
            Self::SliceNumber(number) => write!(f, "slice {number}"),
            Self::Page(number) => write!(f, "page {number}"),
            Self::Line(number) => write!(f, "line {number}"),
            Self::Record { number: Some(number), key } => write!(f, "record {number}{key}"),
            Self::Record { number: None, key } => write!(f, "record{key}"),
            Self::Field(path) => write!(f, "field `{path}`"),
            Self::EmbeddedList(path) => write!(f, "embedded list `{path}`"),
            Self::Hook(name) => write!(f, "hook `{name}`"),
            Self::Attribute(name) => write!(f, "attribute `{name}`"),
            Self::Auth(kind) => write!(f, "auth `{kind}`"),
            Self::Note(sentence) => f.write_str(sentence),
        }
    }
}
