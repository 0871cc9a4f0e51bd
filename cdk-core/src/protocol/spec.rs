//! SPEC and CONNECTION_STATUS messages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The specification of the connector.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConnectorSpecification {
    /// URL of the connector's documentation.
    #[serde(rename = "documentationUrl", default, skip_serializing_if = "Option::is_none")]
    pub(crate) documentation_url: Option<String>,
    /// JSON Schema of the config.
    #[serde(rename = "connectionSpecification")]
    pub(crate) connection_specification: Value,
    /// The platform's sign-in for OAuth, as an object of the protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) advanced_auth: Option<Value>,
    /// Whether a stream supports incremental reads.
    #[serde(rename = "supportsIncremental", default, skip_serializing_if = "Option::is_none")]
    pub(crate) supports_incremental: Option<bool>,
    /// Version of the Airbyte Protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) protocol_version: Option<String>,
}

impl ConnectorSpecification {
    /// URL of the connector's documentation.
    pub fn documentation_url(&self) -> Option<&str> {
        self.documentation_url.as_deref()
    }

    /// JSON Schema of the config.
    pub fn connection_specification(&self) -> &Value {
        &self.connection_specification
    }

    /// The platform's sign-in for OAuth, as an object of the protocol.
    pub fn advanced_auth(&self) -> Option<&Value> {
        self.advanced_auth.as_ref()
    }

    /// Whether a stream supports incremental reads.
    pub fn supports_incremental(&self) -> Option<bool> {
        self.supports_incremental
    }

    /// Version of the Airbyte Protocol.
    pub fn protocol_version(&self) -> Option<&str> {
        self.protocol_version.as_deref()
    }
}

/// The result of `check`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteConnectionStatus {
    /// The status.
    pub(crate) status: Status,
    /// The error of a failed check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
}

impl AirbyteConnectionStatus {
    /// The status.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The error of a failed check.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

/// The status of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Status {
    /// The config works.
    Succeeded,
    /// The config does not work.
    Failed,
}
