//! Who can mend a failure.

/// Who can mend a failure. The platform decides by it whether to try again and whom to tell.
///
/// Source: `AirbyteErrorTraceMessage.failure_type` of the Airbyte protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureType {
    /// The user's configuration, credentials or permissions must change.
    ConfigError,
    /// It may pass by itself: the network, a rate limit, a server in trouble.
    TransientError,
    /// A defect of the connector or an API that broke its word.
    SystemError,
}
