//! SPEC and CONNECTION_STATUS.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the connector is and which config it takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConnectorSpecification {
    /// The page that explains the connector.
    #[serde(rename = "documentationUrl", default, skip_serializing_if = "Option::is_none")]
    pub documentation_url: Option<String>,
    /// JSON Schema of the config.
    #[serde(rename = "connectionSpecification")]
    pub connection_specification: Value,
    /// How the platform signs a user in: an object of its own making.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advanced_auth: Option<Value>,
    /// Whether any stream can be read incrementally.
    #[serde(rename = "supportsIncremental", default, skip_serializing_if = "Option::is_none")]
    pub supports_incremental: Option<bool>,
    /// The version of the protocol that the connector speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<String>,
}

/// Whether a config works.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteConnectionStatus {
    /// The verdict.
    pub status: Status,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The verdict of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// The config works.
    Succeeded,
    /// It does not.
    Failed,
}
