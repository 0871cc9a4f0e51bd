//! Gate: waits until the request may be in flight and its budgets allow it.

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
    /// Waits for a permit. `None` for a request without a pass, such as a login, because another request waits for it.
    ///
    /// # Errors
    /// If a budget requires a wait longer than its maximum.
    pub(in crate::client) async fn enter(&self) -> Result<Option<Permit>> {
        let Some(pass) = self.call.pass.as_ref().or(self.call.sending.pass.as_ref()) else { return Ok(None) };
        self.call.client.gate.enter(pass).await.map(Some).map_err(|why| self.too_long(&why))
    }

    /// Counts the time in which the request waited only for a budget.
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
            "rate limit ({budget}): the next request is allowed at {until}, a longer wait than `max_wait` ({most})"
        );
        Error::transient(message).with_kind(ErrorKind::RateLimit).with_detail(self.call.request.summary())
    }
}
