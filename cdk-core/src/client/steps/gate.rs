//! Gate: the wait for a place in flight and for the budgets of the request.

use tokio::time::Instant;

use crate::budget::{Permit, WaitTooLong};
use crate::client::call::Call;
use crate::client::shared::after;
use crate::error::{Error, ErrorKind, Result};
use crate::retry::{in_seconds, in_words};

/// Enters the gate.
pub(in crate::client) struct GateEntry<'a> {
    pub(in crate::client) call: &'a Call,
}

impl GateEntry<'_> {
    /// A permit; none for a request that goes beside the one that waits for it, such as a login.
    ///
    /// # Errors
    /// If a budget allows the request only after a longer wait than it may take.
    pub(in crate::client) async fn enter(&self) -> Result<Option<Permit>> {
        let Some(pass) = self.call.pass.as_ref().or(self.call.sending.pass.as_ref()) else { return Ok(None) };
        self.call.client.gate.enter(pass).await.map(Some).map_err(|why| self.too_long(&why))
    }

    /// Counts the time in which the request waited for a budget alone.
    pub(in crate::client) fn record_wait(&self, permit: Option<&Permit>) {
        if let Some(since) = permit.and_then(|permit| permit.held_since) {
            self.call.sending.stats.limited.add(since, Instant::now());
        }
    }

    fn too_long(&self, why: &WaitTooLong) -> Error {
        let WaitTooLong { wait, most, budget } = why;
        let until = in_seconds(after(self.call.client.now(), *wait));
        let most = in_words(*most);
        let message = format!(
            "the rate limit {budget} allows another request at {until}, a longer wait than `max_wait` ({most})"
        );
        Error::transient(message).with_kind(ErrorKind::RateLimit).with_detail(self.call.request.summary())
    }
}
