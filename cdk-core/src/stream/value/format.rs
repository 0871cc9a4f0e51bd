//! The form of a response's body, and how records leave.

use crate::decode::Form;

/// How records leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Emit {
    /// As the bytes that came, checked. The default where serde would write what it read.
    #[default]
    Raw,
    /// Decoded into the struct and written by serde.
    Typed,
}

/// The form of a response's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decoder {
    /// One JSON document, read whole: its records lie at `records`.
    #[default]
    Json,
    /// One JSON array of records, which may be larger than memory: they are read as they come.
    JsonStream,
    /// JSON Lines: each line a record. They are read as they come.
    JsonLines,
}

impl Decoder {
    /// How records are found in bodies that are read as they come.
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
