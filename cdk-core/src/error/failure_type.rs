//! Failure type: who can fix a failure.

/// Who can fix a failure. The platform uses it to decide on a retry and on whom to notify.
///
/// Source: `AirbyteErrorTraceMessage.failure_type` of the Airbyte protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureType {
    /// The user must change the configuration, the credentials or permissions.
    ConfigError,
    /// The failure may resolve without a change: a network problem, a rate limit, a server error.
    TransientError,
    /// A bug in the connector, or an API that does not keep to its contract.
    SystemError,
}
