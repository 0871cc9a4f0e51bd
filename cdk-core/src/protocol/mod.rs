//! Protocol: the messages of the Airbyte Protocol 0.3.2 as plain structs, one family a file.
//!
//! In and out: JSON, one message a line. Everything optional accepts `null` for absent, unknown keys are ignored, since
//! platforms and clients send both (`global_` twice in a state, `null` for every unset key of a catalog).
//! Default: what is `None` is not written.
//! Not here: when a message is sent (see `read`, `source`), in which order it leaves (see `writer`). RECORD lines are
//! put together from the record's own bytes (see `record`); the struct here is for who reads them.

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
    /// What has been read so far, handed back by the platform at the next run.
    State {
        /// The state.
        state: AirbyteStateMessage,
    },
    /// A line for people.
    Log {
        /// The line.
        log: AirbyteLogMessage,
    },
    /// What the connector is and which config it takes.
    Spec {
        /// The specification.
        spec: ConnectorSpecification,
    },
    /// Whether a config works.
    ConnectionStatus {
        /// The verdict.
        #[serde(rename = "connectionStatus")]
        connection_status: AirbyteConnectionStatus,
    },
    /// Which streams there are.
    Catalog {
        /// The streams.
        catalog: AirbyteCatalog,
    },
    /// An error, a stream's status, an estimate or an analytics event.
    Trace {
        /// The trace.
        trace: AirbyteTraceMessage,
    },
    /// A request to the platform, such as keeping a new config.
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
