//! Failure type: who can fix an error.

/// Who can fix an error. The platform uses it to decide about retries and notifications.
///
/// Source: `AirbyteErrorTraceMessage.failure_type` of the Airbyte protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureType {
    /// The user must change the configuration, the credentials or permissions.
    ConfigError,
    /// Temporary: the network, a rate limit, a server error. A retry may succeed.
    TransientError,
    /// A bug in the connector, or an API that does not keep to its contract.
    SystemError,
}
