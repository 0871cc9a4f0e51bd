//! SPEC and CONNECTION_STATUS.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the connector is and which config it takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConnectorSpecification {
    /// The page that explains the connector.
    #[serde(rename = "documentationUrl", default, skip_serializing_if = "Option::is_none")]
    pub(crate) documentation_url: Option<String>,
    /// JSON Schema of the config.
    #[serde(rename = "connectionSpecification")]
    pub(crate) connection_specification: Value,
    /// How the platform signs a user in: an object that the platform defines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) advanced_auth: Option<Value>,
    /// Whether any stream can be read incrementally.
    #[serde(rename = "supportsIncremental", default, skip_serializing_if = "Option::is_none")]
    pub(crate) supports_incremental: Option<bool>,
    /// The version of the protocol that the connector speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) protocol_version: Option<String>,
}

impl ConnectorSpecification {
    /// The page that explains the connector.
    pub fn documentation_url(&self) -> Option<&str> {
        self.documentation_url.as_deref()
    }

    /// JSON Schema of the config.
    pub fn connection_specification(&self) -> &Value {
        &self.connection_specification
    }

    /// How the platform signs a user in: an object that the platform defines.
    pub fn advanced_auth(&self) -> Option<&Value> {
        self.advanced_auth.as_ref()
    }

    /// Whether any stream can be read incrementally.
    pub fn supports_incremental(&self) -> Option<bool> {
        self.supports_incremental
    }

    /// The version of the protocol that the connector speaks.
    pub fn protocol_version(&self) -> Option<&str> {
        self.protocol_version.as_deref()
    }
}

/// Whether a config works.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteConnectionStatus {
    /// The verdict.
    pub(crate) status: Status,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
}

impl AirbyteConnectionStatus {
    /// The verdict.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Why not.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

/// The verdict of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Status {
    /// The config works.
    Succeeded,
    /// It does not.
    Failed,
}
