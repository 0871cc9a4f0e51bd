//! STATE messages, and the state file for `read`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How far the streams are read.
///
/// Old files may have no `type`, which means LEGACY. The key `global_`, which some clients write, is ignored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteStateMessage {
    /// The kind of state: which of the next three fields is used.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) state_type: Option<AirbyteStateType>,
    /// State of one stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream: Option<AirbyteStreamState>,
    /// State of all streams in one message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) global: Option<AirbyteGlobalState>,
    /// LEGACY: one object of stream states by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Value>,
    /// Counts of the source.
    #[serde(rename = "sourceStats", default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_stats: Option<AirbyteStateStats>,
}

impl AirbyteStateMessage {
    /// The kind of state: which of the next three fields is used.
    pub fn state_type(&self) -> Option<AirbyteStateType> {
        self.state_type
    }

    /// State of one stream.
    pub fn stream(&self) -> Option<&AirbyteStreamState> {
        self.stream.as_ref()
    }

    /// State of all streams in one message.
    pub fn global(&self) -> Option<&AirbyteGlobalState> {
        self.global.as_ref()
    }

    /// LEGACY: one object of stream states by name.
    pub fn data(&self) -> Option<&Value> {
        self.data.as_ref()
    }

    /// Counts of the source.
    pub fn source_stats(&self) -> Option<&AirbyteStateStats> {
        self.source_stats.as_ref()
    }
}

/// The kind of a state message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AirbyteStateType {
    /// All streams in one message.
    Global,
    /// One stream.
    Stream,
    /// The oldest form, without stream descriptors.
    Legacy,
}

/// State of one stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStreamState {
    /// The stream of the state.
    pub(crate) stream_descriptor: StreamDescriptor,
    /// The state as an object. Each stream defines its keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream_state: Option<Map<String, Value>>,
}

impl AirbyteStreamState {
    /// The stream of the state.
    pub fn stream_descriptor(&self) -> &StreamDescriptor {
        &self.stream_descriptor
    }

    /// The state as an object. Each stream defines its keys.
    pub fn stream_state(&self) -> Option<&Map<String, Value>> {
        self.stream_state.as_ref()
    }
}

/// State of all streams in one message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteGlobalState {
    /// The state that all streams share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shared_state: Option<Map<String, Value>>,
    /// One entry per stream.
    pub(crate) stream_states: Vec<AirbyteStreamState>,
}

impl AirbyteGlobalState {
    /// The state that all streams share.
    pub fn shared_state(&self) -> Option<&Map<String, Value>> {
        self.shared_state.as_ref()
    }

    /// One entry per stream.
    pub fn stream_states(&self) -> &[AirbyteStreamState] {
        &self.stream_states
    }
}

/// The name and the namespace of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreamDescriptor {
    /// The stream's name.
    pub(crate) name: String,
    /// Namespace of the stream. `None`: the stream has no namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
}

impl StreamDescriptor {
    /// The stream's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Namespace of the stream. `None`: the stream has no namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

/// Counts of the source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteStateStats {
    /// Records of this stream since its last STATE. The protocol requires a float.
    #[serde(rename = "recordCount", default, skip_serializing_if = "Option::is_none")]
    pub(crate) record_count: Option<f64>,
}

impl AirbyteStateStats {
    /// Records of this stream since its last STATE. The protocol requires a float.
    pub fn record_count(&self) -> Option<f64> {
        self.record_count
    }
}
