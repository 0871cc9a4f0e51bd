//! TRACE and CONTROL.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::StreamDescriptor;
use crate::error::FailureType;

/// An error, a stream's status, an estimate or an analytics event: the part that `type` names is there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteTraceMessage {
    /// Which part is there.
    #[serde(rename = "type")]
    pub trace_type: TraceType,
    /// When, in milliseconds since 1970.
    pub emitted_at: f64,
    /// An error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<AirbyteErrorTraceMessage>,
    /// How much there is to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<AirbyteEstimateTraceMessage>,
    /// A stream's status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream_status: Option<AirbyteStreamStatusTraceMessage>,
    /// An event for statistics about connectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analytics: Option<AirbyteAnalyticsTraceMessage>,
}

/// The kinds of trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TraceType {
    /// An error.
    Error,
    /// How much there is to read.
    Estimate,
    /// A stream's status.
    StreamStatus,
    /// An event for statistics.
    Analytics,
}

/// An error: what the platform shows, and to whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteErrorTraceMessage {
    /// One sentence for the user.
    pub message: String,
    /// Everything for the developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_message: Option<String>,
    /// Where in the program it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_trace: Option<String>,
    /// Who can mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_type: Option<FailureType>,
    /// The stream that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream_descriptor: Option<StreamDescriptor>,
}

/// How much there is to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteEstimateTraceMessage {
    /// The stream.
    pub name: String,
    /// For the stream or for the whole sync.
    #[serde(rename = "type")]
    pub estimate_type: EstimateType,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_estimate: Option<i64>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byte_estimate: Option<i64>,
}

/// What an estimate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EstimateType {
    /// One stream.
    Stream,
    /// The whole sync.
    Sync,
}

/// A stream's status.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStreamStatusTraceMessage {
    /// The stream.
    pub stream_descriptor: StreamDescriptor,
    /// Its status.
    pub status: AirbyteStreamStatus,
    /// Why it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<AirbyteStreamStatusReason>>,
}

/// STARTED, RUNNING with the first record, then COMPLETE or INCOMPLETE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AirbyteStreamStatus {
    /// Begun, nothing read yet.
    Started,
    /// The first record is there.
    Running,
    /// Read to its end.
    Complete,
    /// Stopped by an interruption or an error.
    Incomplete,
}

/// Why a stream waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStreamStatusReason {
    /// The kind of reason.
    #[serde(rename = "type")]
    pub reason_type: AirbyteStreamStatusReasonType,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limited: Option<RateLimited>,
}

/// The kinds of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AirbyteStreamStatusReasonType {
    /// The API asks us to wait.
    RateLimited,
}

/// Until when the API asks us to wait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RateLimited {
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota_reset: Option<i64>,
}

/// An event for statistics about connectors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteAnalyticsTraceMessage {
    /// What happened; a fixed name.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A request to the platform.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteControlMessage {
    /// Always `CONNECTOR_CONFIG`.
    #[serde(rename = "type")]
    pub control_type: String,
    /// When, in milliseconds since 1970.
    pub emitted_at: f64,
    /// The config to keep from now on.
    #[serde(rename = "connectorConfig", default, skip_serializing_if = "Option::is_none")]
    pub connector_config: Option<AirbyteControlConnectorConfigMessage>,
}

/// The config to keep from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteControlConnectorConfigMessage {
    /// The whole config.
    pub config: Map<String, Value>,
}
