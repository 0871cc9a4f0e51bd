//! RECORD, for who reads such lines; they are written by `record::line`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One record of a stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessage {
    /// The stream's name.
    pub(crate) stream: String,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// The record.
    pub(crate) data: Map<String, Value>,
    /// When it was read, in milliseconds since 1970.
    pub(crate) emitted_at: i64,
    /// What was changed on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) meta: Option<AirbyteRecordMessageMeta>,
}

impl AirbyteRecordMessage {
    /// The stream's name.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// A name above the stream's name.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The record.
    pub fn data(&self) -> &Map<String, Value> {
        &self.data
    }

    /// When it was read, in milliseconds since 1970.
    pub fn emitted_at(&self) -> i64 {
        self.emitted_at
    }

    /// What was changed on the way.
    pub fn meta(&self) -> Option<&AirbyteRecordMessageMeta> {
        self.meta.as_ref()
    }
}

/// What was changed on the way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMeta {
    /// One entry a changed field.
    #[serde(default)]
    pub(crate) changes: Vec<AirbyteRecordMessageMetaChange>,
}

impl AirbyteRecordMessageMeta {
    /// One entry a changed field.
    pub fn changes(&self) -> &[AirbyteRecordMessageMetaChange] {
        &self.changes
    }
}

/// One changed field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMetaChange {
    /// The field, as a dotted path.
    pub(crate) field: String,
    /// What happened to it.
    pub(crate) change: MetaChange,
    /// Why.
    pub(crate) reason: Reason,
}

impl AirbyteRecordMessageMetaChange {
    /// The field, as a dotted path.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What happened to it.
    pub fn change(&self) -> MetaChange {
        self.change
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

/// What happened to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MetaChange {
    /// Its value was replaced by null.
    Nulled,
    /// Its value was cut short.
    Truncated,
}

/// Why a field was changed: the reasons that a source has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Reason {
    /// The whole record was too large.
    SourceRecordSizeLimitation,
    /// The field was too large.
    SourceFieldSizeLimitation,
    /// The value does not fit the field.
    SourceSerializationError,
    /// The value could not be read.
    SourceRetrievalError,
}
