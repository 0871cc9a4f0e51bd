//! RECORD messages, for readers. The engine writes them in `record::line`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One record of a stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessage {
    /// The stream's name.
    pub(crate) stream: String,
    /// Namespace of the stream. `None`: the stream has no namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// The data of the record.
    pub(crate) data: Map<String, Value>,
    /// Time at which it was read, in milliseconds since 1970.
    pub(crate) emitted_at: i64,
    /// Changes of the record's values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) meta: Option<AirbyteRecordMessageMeta>,
}

impl AirbyteRecordMessage {
    /// The stream's name.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// Namespace of the stream. `None`: the stream has no namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The data of the record.
    pub fn data(&self) -> &Map<String, Value> {
        &self.data
    }

    /// Time at which it was read, in milliseconds since 1970.
    pub fn emitted_at(&self) -> i64 {
        self.emitted_at
    }

    /// Changes of the record's values.
    pub fn meta(&self) -> Option<&AirbyteRecordMessageMeta> {
        self.meta.as_ref()
    }
}

/// Changes of the record's values.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMeta {
    /// One entry per changed field.
    #[serde(default)]
    pub(crate) changes: Vec<AirbyteRecordMessageMetaChange>,
}

impl AirbyteRecordMessageMeta {
    /// One entry per changed field.
    pub fn changes(&self) -> &[AirbyteRecordMessageMetaChange] {
        &self.changes
    }
}

/// One changed field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMetaChange {
    /// The field, as a dotted path.
    pub(crate) field: String,
    /// The kind of change.
    pub(crate) change: MetaChange,
    /// The reason.
    pub(crate) reason: Reason,
}

impl AirbyteRecordMessageMetaChange {
    /// The field, as a dotted path.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The kind of change.
    pub fn change(&self) -> MetaChange {
        self.change
    }

    /// The reason.
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MetaChange {
    /// The value was replaced by null.
    Nulled,
    /// A part of the value was removed or replaced.
    Truncated,
}

/// The reason for a change, as far as sources have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Reason {
    /// The whole record was too large.
    SourceRecordSizeLimitation,
    /// The field was too large.
    SourceFieldSizeLimitation,
    /// The value does not have the type of the field.
    SourceSerializationError,
    /// The value could not be decoded.
    SourceRetrievalError,
}
