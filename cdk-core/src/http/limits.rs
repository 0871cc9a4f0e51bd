//! Limits: the timeouts and the maximum body size of one attempt.
//!
//! Defaults: connect timeout 30 s, read timeout 60 s without data, 10 min for the whole attempt, body size 128 MiB.
//! Not here: the memory that all responses share (see `memory`), the number of attempts (see `retry`).

use std::time::Duration;

/// Timeouts and maximum body size of one attempt.
///
/// ```
/// use std::time::Duration;
/// use cdk_core::http::Limits;
///
/// let limits = Limits::new().with_read_timeout(Duration::from_secs(90)).with_max_body_bytes(32 << 20);
/// assert_eq!(limits.read_timeout().as_secs(), 90);
/// assert_eq!(limits.connect_timeout().as_secs(), 30);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    connect_timeout: Duration,
    read_timeout: Duration,
    attempt_timeout: Duration,
    max_body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(30),
            read_timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(600),
            max_body_bytes: 128 << 20,
        }
    }
}

impl Limits {
    /// The default limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Connect timeout: name lookup, TCP connection and TLS handshake. Default: 30 s.
    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// Read timeout: the longest time without data, before the response headers and between two pieces of the body.
    ///
    /// The time before the headers includes the connection. Default: 60 s; `--read-timeout` replaces it.
    pub fn read_timeout(&self) -> Duration {
        self.read_timeout
    }

    /// Timeout of the whole attempt. Default: 10 min.
    pub fn attempt_timeout(&self) -> Duration {
        self.attempt_timeout
    }

    /// Maximum size of a body in bytes, decompressed. Default: 128 MiB; `--max-body` replaces it.
    pub fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }

    /// Sets [`Self::connect_timeout`].
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets [`Self::read_timeout`].
    pub fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets [`Self::attempt_timeout`].
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets [`Self::max_body_bytes`].
    pub fn with_max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }
}
