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
    /// What the source counted.
    #[serde(rename = "sourceStats", default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_stats: Option<AirbyteStateStats>,
}

impl AirbyteStateMessage {
    /// Which of the parts below is meant.
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

    /// What the source counted.
    pub fn source_stats(&self) -> Option<&AirbyteStateStats> {
        self.source_stats.as_ref()
    }
}

/// Which part of a state message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
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
    pub(crate) stream_descriptor: StreamDescriptor,
    /// The state itself; its shape is the stream's own business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream_state: Option<Map<String, Value>>,
}

impl AirbyteStreamState {
    /// Whose state it is.
    pub fn stream_descriptor(&self) -> &StreamDescriptor {
        &self.stream_descriptor
    }

    /// The state itself; its shape is the stream's own business.
    pub fn stream_state(&self) -> Option<&Map<String, Value>> {
        self.stream_state.as_ref()
    }
}

/// State of all streams in one message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteGlobalState {
    /// What they share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shared_state: Option<Map<String, Value>>,
    /// One entry a stream.
    pub(crate) stream_states: Vec<AirbyteStreamState>,
}

impl AirbyteGlobalState {
    /// What they share.
    pub fn shared_state(&self) -> Option<&Map<String, Value>> {
        self.shared_state.as_ref()
    }

    /// One entry a stream.
    pub fn stream_states(&self) -> &[AirbyteStreamState] {
        &self.stream_states
    }
}

/// A stream's name, and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreamDescriptor {
    /// The stream's name.
    pub(crate) name: String,
    /// A name above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
}

impl StreamDescriptor {
    /// The stream's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A name above it.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

/// What the source counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteStateStats {
    /// Records of this stream since its last STATE. A float, written with a decimal point, as the protocol demands.
    #[serde(rename = "recordCount", default, skip_serializing_if = "Option::is_none")]
    pub(crate) record_count: Option<f64>,
}

impl AirbyteStateStats {
    /// Records of this stream since its last STATE. A float, written with a decimal point, as the protocol demands.
    pub fn record_count(&self) -> Option<f64> {
        self.record_count
    }
}
