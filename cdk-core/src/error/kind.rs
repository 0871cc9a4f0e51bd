//! Error kind: what failed, for programs.

use super::failure_type::FailureType;

/// What failed. For decisions in code; people read the message.
///
/// ```
/// use cdk_core::{Error, ErrorKind};
///
/// fn may_be_skipped(error: &Error) -> bool {
///     matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Permission)
/// }
/// assert!(!may_be_skipped(&Error::config("`start_date` is in the future")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The config, the catalog, the state or an argument is invalid.
    Config,
    /// The API or the token endpoint rejected the credentials (HTTP 401, OAuth's `invalid_grant`).
    Credentials,
    /// The credentials do not have a permission (HTTP 403, OAuth's `access_denied`).
    Permission,
    /// The API does not have what was requested (HTTP 404).
    NotFound,
    /// Too many requests: the rate limit is exceeded (HTTP 429, or an error that says so).
    RateLimit,
    /// The server did not respond in time, or it reported a request timeout (HTTP 408).
    Timeout,
    /// The connection failed or was lost. Includes TLS and certificates.
    Connection,
    /// The circuit breaker stopped the request, because its host only fails.
    CircuitOpen,
    /// Server error (HTTP 5XX).
    Server,
    /// The API rejected the request for another reason (any other HTTP 4XX).
    Request,
    /// The response cannot be used: it is damaged, empty, in an unexpected form, or contains errors.
    Response,
    /// Any other failure that a later retry may resolve.
    Transient,
    /// Any other failure: a bug in the connector, or an API that does not keep to its contract.
    Internal,
}

impl From<FailureType> for ErrorKind {
    /// The default kind of an error of this type.
    fn from(failure_type: FailureType) -> Self {
        match failure_type {
            FailureType::ConfigError => Self::Config,
            FailureType::TransientError => Self::Transient,
            FailureType::SystemError => Self::Internal,
        }
    }
}
