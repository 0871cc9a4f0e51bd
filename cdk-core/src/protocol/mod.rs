//! Protocol: the messages of the Airbyte Protocol 0.3.2 as plain structs.
//!
//! Messages are JSON, one per line. A parsed message may have null for an absent key, and unknown keys are ignored,
//! because platforms and clients send both. In a written message, `None` is left out.
//! The engine writes RECORD lines from the record's own bytes; the struct [`AirbyteRecordMessage`] is for readers.
//! Source: `airbyte_protocol.yaml` of the Airbyte Protocol.

mod catalog;
mod log;
mod record;
mod spec;
mod state;
mod trace;

pub use catalog::{
    AirbyteCatalog, AirbyteStream, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, SyncMode,
};
pub use log::{AirbyteLogMessage, Level};
pub use record::{AirbyteRecordMessage, AirbyteRecordMessageMeta, AirbyteRecordMessageMetaChange, MetaChange, Reason};
pub use spec::{AirbyteConnectionStatus, ConnectorSpecification, Status};
pub use state::{
    AirbyteGlobalState, AirbyteStateMessage, AirbyteStateStats, AirbyteStateType, AirbyteStreamState, StreamDescriptor,
};
pub use trace::{
    AirbyteAnalyticsTraceMessage, AirbyteControlConnectorConfigMessage, AirbyteControlMessage,
    AirbyteErrorTraceMessage, AirbyteEstimateTraceMessage, AirbyteStreamStatus, AirbyteStreamStatusReason,
    AirbyteStreamStatusReasonType, AirbyteStreamStatusTraceMessage, AirbyteTraceMessage, EstimateType, RateLimited,
    TraceType,
};

use serde::{Deserialize, Serialize};

/// One line of standard output.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AirbyteMessage {
    /// One record of a stream.
    Record {
        /// The record.
        record: AirbyteRecordMessage,
    },
    /// How far a stream is read. The platform passes it to the next run.
    State {
        /// The state.
        state: AirbyteStateMessage,
    },
    /// A log line.
    Log {
        /// The log line.
        log: AirbyteLogMessage,
    },
    /// The specification of the connector, with the schema of its config.
    Spec {
        /// The specification.
        spec: ConnectorSpecification,
    },
    /// The result of `check`.
    ConnectionStatus {
        /// The result.
        #[serde(rename = "connectionStatus")]
        connection_status: AirbyteConnectionStatus,
    },
    /// The catalog: the result of `discover`.
    Catalog {
        /// The catalog.
        catalog: AirbyteCatalog,
    },
    /// An error, a stream's status, an estimate or an analytics event.
    Trace {
        /// The trace.
        trace: AirbyteTraceMessage,
    },
    /// A request to the platform, such as storing a new config.
    Control {
        /// The request.
        control: AirbyteControlMessage,
    },
}

impl AirbyteMessage {
    /// The message as a line, with its line break.
    pub fn to_line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }
}
