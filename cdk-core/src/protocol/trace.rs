//! TRACE and CONTROL messages.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::StreamDescriptor;
use crate::error::FailureType;

/// An error, a stream's status, an estimate or an analytics event. `type` says which of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteTraceMessage {
    /// The kind of trace: which of the other fields is used.
    #[serde(rename = "type")]
    pub(crate) trace_type: TraceType,
    /// Time of the message, in milliseconds since 1970.
    pub(crate) emitted_at: f64,
    /// An error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<AirbyteErrorTraceMessage>,
    /// An estimate of the records to read.
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
    /// The kind of trace: which of the other fields is used.
    pub fn trace_type(&self) -> TraceType {
        self.trace_type
    }

    /// Time of the message, in milliseconds since 1970.
    pub fn emitted_at(&self) -> f64 {
        self.emitted_at
    }

    /// An error.
    pub fn error(&self) -> Option<&AirbyteErrorTraceMessage> {
        self.error.as_ref()
    }

    /// An estimate of the records to read.
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
    /// An estimate of the records to read.
    Estimate,
    /// A stream's status.
    StreamStatus,
    /// An event for statistics.
    Analytics,
}

/// An error, with the person who can fix it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteErrorTraceMessage {
    /// One sentence for the user.
    pub(crate) message: String,
    /// The details for the developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) internal_message: Option<String>,
    /// Stack trace of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stack_trace: Option<String>,
    /// Who can fix it.
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

    /// The details for the developer.
    pub fn internal_message(&self) -> Option<&str> {
        self.internal_message.as_deref()
    }

    /// Stack trace of the program.
    pub fn stack_trace(&self) -> Option<&str> {
        self.stack_trace.as_deref()
    }

    /// Who can fix it.
    pub fn failure_type(&self) -> Option<FailureType> {
        self.failure_type
    }

    /// The stream that failed.
    pub fn stream_descriptor(&self) -> Option<&StreamDescriptor> {
        self.stream_descriptor.as_ref()
    }
}

/// An estimate of the records to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteEstimateTraceMessage {
    /// The stream.
    pub(crate) name: String,
    /// Whether it is for the stream or for the whole sync.
    #[serde(rename = "type")]
    pub(crate) estimate_type: EstimateType,
    /// Namespace of the stream. `None`: the stream has no namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// Number of records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) row_estimate: Option<i64>,
    /// Number of bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) byte_estimate: Option<i64>,
}

impl AirbyteEstimateTraceMessage {
    /// The stream.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is for the stream or for the whole sync.
    pub fn estimate_type(&self) -> EstimateType {
        self.estimate_type
    }

    /// Namespace of the stream. `None`: the stream has no namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Number of records.
    pub fn row_estimate(&self) -> Option<i64> {
        self.row_estimate
    }

    /// Number of bytes.
    pub fn byte_estimate(&self) -> Option<i64> {
        self.byte_estimate
    }
}

/// The scope of an estimate.
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
    /// The reasons of a wait.
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

    /// The reasons of a wait.
    pub fn reasons(&self) -> Option<&[AirbyteStreamStatusReason]> {
        self.reasons.as_deref()
    }
}

/// STARTED, RUNNING with the first record, then COMPLETE or INCOMPLETE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AirbyteStreamStatus {
    /// The stream begins.
    Started,
    /// The first record was read.
    Running,
    /// The stream was read to its end.
    Complete,
    /// Stopped by an interruption or an error.
    Incomplete,
}

/// The reason of a wait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStreamStatusReason {
    /// The kind of reason.
    #[serde(rename = "type")]
    pub(crate) reason_type: AirbyteStreamStatusReasonType,
    /// The end of a rate limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rate_limited: Option<RateLimited>,
}

impl AirbyteStreamStatusReason {
    /// The kind of reason.
    pub fn reason_type(&self) -> AirbyteStreamStatusReasonType {
        self.reason_type
    }

    /// The end of a rate limit.
    pub fn rate_limited(&self) -> Option<&RateLimited> {
        self.rate_limited.as_ref()
    }
}

/// The kinds of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AirbyteStreamStatusReasonType {
    /// The stream waits for a rate limit of the API.
    RateLimited,
}

/// The end of a rate limit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RateLimited {
    /// Time at which requests are allowed again, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quota_reset: Option<i64>,
}

impl RateLimited {
    /// Time at which requests are allowed again, in milliseconds since 1970.
    pub fn quota_reset(&self) -> Option<i64> {
        self.quota_reset
    }
}

/// An event for statistics about connectors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteAnalyticsTraceMessage {
    /// The name of the event.
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    /// The value of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

impl AirbyteAnalyticsTraceMessage {
    /// The name of the event.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// The value of the event.
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
    /// Time of the message, in milliseconds since 1970.
    pub(crate) emitted_at: f64,
    /// The new config, which the platform stores.
    #[serde(rename = "connectorConfig", default, skip_serializing_if = "Option::is_none")]
    pub(crate) connector_config: Option<AirbyteControlConnectorConfigMessage>,
}

impl AirbyteControlMessage {
    /// Always `CONNECTOR_CONFIG`.
    pub fn control_type(&self) -> &str {
        &self.control_type
    }

    /// Time of the message, in milliseconds since 1970.
    pub fn emitted_at(&self) -> f64 {
        self.emitted_at
    }

    /// The new config, which the platform stores.
    pub fn connector_config(&self) -> Option<&AirbyteControlConnectorConfigMessage> {
        self.connector_config.as_ref()
    }
}

/// The new config, which the platform stores.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteControlConnectorConfigMessage {
    /// The whole config, including its secrets.
    pub(crate) config: Map<String, Value>,
}

impl AirbyteControlConnectorConfigMessage {
    /// The whole config, including its secrets.
    pub fn config(&self) -> &Map<String, Value> {
        &self.config
    }
}
