//! The format of a response's body, and of written records.

use crate::decode::Form;

/// How records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Emit {
    /// With the original bytes, after validation. The default, unless serde would change the record.
    #[default]
    Raw,
    /// Decoded as the struct and written by serde.
    Typed,
}

/// The format of a response's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decoder {
    /// One JSON document, read as a whole. The records are at the path `records`.
    #[default]
    Json,
    /// One JSON array of records, read as a stream: it may be larger than memory.
    JsonStream,
    /// JSON Lines: one record per line, read as a stream.
    JsonLines,
}

impl Decoder {
    /// The form of a body that is read as a stream.
    pub(crate) fn form(self) -> Option<Form> {
        match self {
            Self::Json => None,
            Self::JsonStream => Some(Form::Items),
            Self::JsonLines => Some(Form::Lines),
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonStream => "json_stream",
            Self::JsonLines => "jsonl",
        }
    }
}
