//! What kind of failure an error is, for programs that decide by it.

use super::failure_type::FailureType;

/// What failed. A program matches it; a person reads the message.
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
    /// The API or the token endpoint does not accept the credentials (HTTP 401, OAuth's `invalid_grant`).
    Credentials,
    /// The credentials do not have a permission (HTTP 403, OAuth's `access_denied`).
    Permission,
    /// The API does not have what was requested (HTTP 404).
    NotFound,
    /// Too many requests: the rate limit is exceeded (HTTP 429, or an error that says so).
    RateLimit,
    /// The server did not respond in time, or waited too long for the request (HTTP 408).
    Timeout,
    /// No connection, or it was lost; TLS and certificates included.
    Connection,
    /// The circuit breaker keeps requests from a host that only fails.
    CircuitOpen,
    /// Server error (HTTP 5XX).
    Server,
    /// The API refuses the request for another reason (any other HTTP 4XX).
    Request,
    /// A response that cannot be used: damaged, empty, in another form than expected, with errors in it.
    Response,
    /// Any other failure that may pass.
    Transient,
    /// Any other failure: a bug in the connector, or an API that does not keep to its contract.
    Internal,
}

impl From<FailureType> for ErrorKind {
    /// The kind of an error of which nothing else is known.
    fn from(failure_type: FailureType) -> Self {
        match failure_type {
            FailureType::ConfigError => Self::Config,
            FailureType::TransientError => Self::Transient,
            FailureType::SystemError => Self::Internal,
        }
    }
}
