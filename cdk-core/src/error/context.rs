//! Where an error happened.

use std::fmt;

/// One place of an error. [`Error`](super::Error)'s message begins with its places, from the outside in.
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
    /// A parent stream; `key`: the record of it, as in ` (id = 7)`, or nothing.
    Parent {
        /// The name of the parent stream.
        stream: String,
        /// The record of the parent stream, as in ` (id = 7)`. Empty for none.
        key: String,
    },
    /// The records of a stream that a function reads.
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
    /// A function of the connector, by the attribute that names it.
    Hook(String),
    /// An attribute.
    Attribute(String),
    /// A kind of authentication.
    Auth(String),
    /// Any sentence about the error as a whole.
    Note(String),
}

impl ErrorContext {
    /// Whether an error that has `other` is in such a place already. Parents may have parents again.
    pub(super) fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Parent { .. } | Self::Note(_), _) => false,
            (Self::Slice(_) | Self::SliceNumber(_), Self::Slice(_) | Self::SliceNumber(_)) => true,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// A number reads as `page 3`, a name as "stream `charges`", a record with its key as `record 2 (id = 7)`.
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
            Self::Attribute(name) => write!(f, "word `{name}`"),
            Self::Auth(kind) => write!(f, "auth `{kind}`"),
            Self::Note(sentence) => f.write_str(sentence),
        }
    }
}
