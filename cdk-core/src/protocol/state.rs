//! STATE, and the state file that `read` takes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What has been read so far.
///
/// The field `type` may be absent in old files (LEGACY then). A client that writes `"global_": null`, even twice, is
/// understood: the key is not looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteStateMessage {
    /// Which of the parts below is meant.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub state_type: Option<AirbyteStateType>,
    /// State of one stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<AirbyteStreamState>,
    /// State of all streams in one message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global: Option<AirbyteGlobalState>,
    /// LEGACY: one object of stream states by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// What the source counted.
    #[serde(rename = "sourceStats", default, skip_serializing_if = "Option::is_none")]
    pub source_stats: Option<AirbyteStateStats>,
}

/// Which part of a state message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AirbyteStateType {
    /// All streams at once.
    Global,
    /// One stream.
    Stream,
    /// The oldest form.
    Legacy,
}

/// State of one stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStreamState {
    /// Whose state it is.
    pub stream_descriptor: StreamDescriptor,
    /// The state itself; its shape is the stream's own business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream_state: Option<Map<String, Value>>,
}

/// State of all streams in one message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteGlobalState {
    /// What they share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_state: Option<Map<String, Value>>,
    /// One entry a stream.
    pub stream_states: Vec<AirbyteStreamState>,
}

/// A stream's name, and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreamDescriptor {
    /// The stream's name.
    pub name: String,
    /// A name above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What the source counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteStateStats {
    /// Records of this stream since its last STATE. A float, written with a decimal point, as the protocol demands.
    #[serde(rename = "recordCount", default, skip_serializing_if = "Option::is_none")]
    pub record_count: Option<f64>,
}
