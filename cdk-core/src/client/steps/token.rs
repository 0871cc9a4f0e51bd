//! Token: waits for a usable token if all of several tokens are rate-limited.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::call::Call;
use crate::client::notice::Notice;
use crate::client::shared::after;
use crate::error::{Error, ErrorKind, Result};
use crate::retry::{in_seconds, in_words};

/// Waits for a token.
pub(in crate::client) struct TokenWait<'a> {
    pub(in crate::client) call: &'a Call,
}

impl TokenWait<'_> {
    /// Waits for the first usable token, without holding anything that other requests wait for.
    ///
    /// # Errors
    /// If the wait is longer than the maximum.
    pub(in crate::client) async fn wait(&self) -> Result<()> {
        let sending = &self.call.sending;
        while let Some(wait) = self.rest() {
            let until = after(self.call.client.now(), wait);
            let most = sending.retry.longest_wait();
            if wait > most {
                let (until, most) = (in_seconds(until), in_words(most));
                let message = format!(
                    "every token is rate-limited, the first until {until}, a longer wait than `max_wait` ({most})"
                );
                let error = Error::transient(message).with_kind(ErrorKind::RateLimit);
                return Err(error.with_detail(self.call.request.summary()));
            }
            self.call.notify(&Notice::Rests { wait, until });
            sending.stats.limited.add(Instant::now(), Instant::now() + wait);
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    /// Wait until the first of several tokens is usable; `None` in a replay.
    pub(in crate::client) fn rest(&self) -> Option<Duration> {
        let moment = self.call.signer().filter(|_| self.call.client.transport.waits())?.rests_until()?;
        Some(moment.saturating_duration_since(Instant::now())).filter(|wait| !wait.is_zero())
    }
}
