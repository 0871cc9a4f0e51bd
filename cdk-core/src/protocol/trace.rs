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
    pub(crate) trace_type: TraceType,
    /// When, in milliseconds since 1970.
    pub(crate) emitted_at: f64,
    /// An error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<AirbyteErrorTraceMessage>,
    /// How much there is to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) estimate: Option<AirbyteEstimateTraceMessage>,
    /// A stream's status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream_status: Option<AirbyteStreamStatusTraceMessage>,
    /// An event for statistics about connectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) analytics: Option<AirbyteAnalyticsTraceMessage>,
}

impl AirbyteTraceMessage {
    /// Which part is there.
    pub fn trace_type(&self) -> TraceType {
        self.trace_type
    }

    /// When, in milliseconds since 1970.
    pub fn emitted_at(&self) -> f64 {
        self.emitted_at
    }

    /// An error.
    pub fn error(&self) -> Option<&AirbyteErrorTraceMessage> {
        self.error.as_ref()
    }

    /// How much there is to read.
    pub fn estimate(&self) -> Option<&AirbyteEstimateTraceMessage> {
        self.estimate.as_ref()
    }

    /// A stream's status.
    pub fn stream_status(&self) -> Option<&AirbyteStreamStatusTraceMessage> {
        self.stream_status.as_ref()
    }

    /// An event for statistics about connectors.
    pub fn analytics(&self) -> Option<&AirbyteAnalyticsTraceMessage> {
        self.analytics.as_ref()
    }
}

/// The kinds of trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
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
    pub(crate) message: String,
    /// Everything for the developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) internal_message: Option<String>,
    /// Where in the program it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stack_trace: Option<String>,
    /// Who can mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure_type: Option<FailureType>,
    /// The stream that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream_descriptor: Option<StreamDescriptor>,
}

impl AirbyteErrorTraceMessage {
    /// One sentence for the user.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Everything for the developer.
    pub fn internal_message(&self) -> Option<&str> {
        self.internal_message.as_deref()
    }

    /// Where in the program it came from.
    pub fn stack_trace(&self) -> Option<&str> {
        self.stack_trace.as_deref()
    }

    /// Who can mend it.
    pub fn failure_type(&self) -> Option<FailureType> {
        self.failure_type
    }

    /// The stream that failed.
    pub fn stream_descriptor(&self) -> Option<&StreamDescriptor> {
        self.stream_descriptor.as_ref()
    }
}

/// How much there is to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteEstimateTraceMessage {
    /// The stream.
    pub(crate) name: String,
    /// For the stream or for the whole sync.
    #[serde(rename = "type")]
    pub(crate) estimate_type: EstimateType,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// Records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) row_estimate: Option<i64>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) byte_estimate: Option<i64>,
}

impl AirbyteEstimateTraceMessage {
    /// The stream.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For the stream or for the whole sync.
    pub fn estimate_type(&self) -> EstimateType {
        self.estimate_type
    }

    /// A name above the stream's name.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Records.
    pub fn row_estimate(&self) -> Option<i64> {
        self.row_estimate
    }

    /// Bytes.
    pub fn byte_estimate(&self) -> Option<i64> {
        self.byte_estimate
    }
}

/// What an estimate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
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
    pub(crate) stream_descriptor: StreamDescriptor,
    /// Its status.
    pub(crate) status: AirbyteStreamStatus,
    /// Why it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reasons: Option<Vec<AirbyteStreamStatusReason>>,
}

impl AirbyteStreamStatusTraceMessage {
    /// The stream.
    pub fn stream_descriptor(&self) -> &StreamDescriptor {
        &self.stream_descriptor
    }

    /// Its status.
    pub fn status(&self) -> AirbyteStreamStatus {
        self.status
    }

    /// Why it waits.
    pub fn reasons(&self) -> Option<&[AirbyteStreamStatusReason]> {
        self.reasons.as_deref()
    }
}

/// STARTED, RUNNING with the first record, then COMPLETE or INCOMPLETE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
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
    pub(crate) reason_type: AirbyteStreamStatusReasonType,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rate_limited: Option<RateLimited>,
}

impl AirbyteStreamStatusReason {
    /// The kind of reason.
    pub fn reason_type(&self) -> AirbyteStreamStatusReasonType {
        self.reason_type
    }

    /// Until when.
    pub fn rate_limited(&self) -> Option<&RateLimited> {
        self.rate_limited.as_ref()
    }
}

/// The kinds of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AirbyteStreamStatusReasonType {
    /// The API asks us to wait.
    RateLimited,
}

/// Until when the API asks us to wait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RateLimited {
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quota_reset: Option<i64>,
}

impl RateLimited {
    /// Milliseconds since 1970.
    pub fn quota_reset(&self) -> Option<i64> {
        self.quota_reset
    }
}

/// An event for statistics about connectors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteAnalyticsTraceMessage {
    /// What happened; a fixed name.
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    /// Its payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

impl AirbyteAnalyticsTraceMessage {
    /// What happened; a fixed name.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// Its payload.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// A request to the platform.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteControlMessage {
    /// Always `CONNECTOR_CONFIG`.
    #[serde(rename = "type")]
    pub(crate) control_type: String,
    /// When, in milliseconds since 1970.
    pub(crate) emitted_at: f64,
    /// The config to keep from now on.
    #[serde(rename = "connectorConfig", default, skip_serializing_if = "Option::is_none")]
    pub(crate) connector_config: Option<AirbyteControlConnectorConfigMessage>,
}

impl AirbyteControlMessage {
    /// Always `CONNECTOR_CONFIG`.
    pub fn control_type(&self) -> &str {
        &self.control_type
    }

    /// When, in milliseconds since 1970.
    pub fn emitted_at(&self) -> f64 {
        self.emitted_at
    }

    /// The config to keep from now on.
    pub fn connector_config(&self) -> Option<&AirbyteControlConnectorConfigMessage> {
        self.connector_config.as_ref()
    }
}

/// The config to keep from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteControlConnectorConfigMessage {
    /// The whole config.
    pub(crate) config: Map<String, Value>,
}

impl AirbyteControlConnectorConfigMessage {
    /// The whole config.
    pub fn config(&self) -> &Map<String, Value> {
        &self.config
    }
}
