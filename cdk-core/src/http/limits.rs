//! Limits: the timeouts and the size cap of one attempt.
//!
//! Defaults: 30 s to connect, 60 s without data, 10 min for the whole attempt, a body of 128 MiB.
//! Not here: how much memory all responses share (see `memory`), how often a request is sent (see `retry`).

use std::time::Duration;

/// Timeouts and caps of one attempt.
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
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Time until the connection is established, name lookup and TLS included. Default: 30 s.
    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// Longest time without data: until the head of the response is there, the connection included, and between any two
    /// pieces of its body. Default: 60 s; `--read-timeout` replaces it.
    pub fn read_timeout(&self) -> Duration {
        self.read_timeout
    }

    /// Time for the whole attempt. Default: 10 min.
    pub fn attempt_timeout(&self) -> Duration {
        self.attempt_timeout
    }

    /// Size of the largest body, inflated. Default: 128 MiB; `--max-body` replaces it.
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
