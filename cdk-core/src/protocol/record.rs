//! RECORD, for who reads such lines; they are written by `record::line`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One record of a stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessage {
    /// The stream's name.
    pub stream: String,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The record.
    pub data: Map<String, Value>,
    /// When it was read, in milliseconds since 1970.
    pub emitted_at: i64,
    /// What was changed on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<AirbyteRecordMessageMeta>,
}

/// What was changed on the way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMeta {
    /// One entry a changed field.
    #[serde(default)]
    pub changes: Vec<AirbyteRecordMessageMetaChange>,
}

/// One changed field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteRecordMessageMetaChange {
    /// The field, as a dotted path.
    pub field: String,
    /// What happened to it.
    pub change: MetaChange,
    /// Why.
    pub reason: Reason,
}

/// What happened to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MetaChange {
    /// Its value was replaced by null.
    Nulled,
    /// Its value was cut short.
    Truncated,
}

/// Why a field was changed: the reasons that a source has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
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
