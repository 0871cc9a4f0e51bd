//! Circuit breaker: stops requests to a host after many failures in a row.

use tokio::time::Instant;

use crate::client::call::Call;
use crate::client::notice::Notice;
use crate::error::{Error, ErrorKind, Result};

/// The circuit breaker of the request's host.
pub(in crate::client) struct CircuitBreaker<'a> {
    pub(in crate::client) call: &'a Call,
}

impl CircuitBreaker<'_> {
    /// # Errors
    /// If the circuit breaker of the host is open.
    pub(in crate::client) fn check_circuit(&self) -> Result<()> {
        let Some(most) = self.call.sending.circuit else { return Ok(()) };
        let origin = self.call.origin();
        self.call.client.circuits.check(&origin, most, Instant::now()).map_err(|open| {
            let failures = open.failures;
            if open.is_news {
                self.call.notify(&Notice::Circuit { origin: &origin, failures, what: &open.what });
            }
            let what = open.what;
            Error::transient(format!(
                "circuit breaker open: {origin} failed {failures} requests in a row ({what}); the request was not sent"
            ))
            .with_kind(ErrorKind::CircuitOpen)
            .with_detail(self.call.request.summary())
        })
    }
}
