//! Credentials that the API refuses, and others in their place.

use std::time::Duration;

use tokio::time::Instant;

use super::tries::after;
use super::{Notice, Tries};
use crate::error::{Error, Result};
use crate::http::{Quota, Response};
use crate::retry::{Action, Failure, in_seconds, in_words};

impl Tries {
    /// Whether the request is to be sent once more, at once, with other credentials: where the API does not accept these, by
    /// its status or a rule's word, and there are others. It is no try that failed.
    pub(super) fn renews(&mut self, response: Option<&Response>, action: Option<Action>) -> bool {
        let Some(status) = response.map(|response| response.status) else { return false };
        let is_refused = match action {
            Some(Action::RefreshToken) => true,
            // A sentence about a 401 is for the credentials that cannot be mended.
            None | Some(Action::Fail(_)) => status == 401,
            Some(Action::Retry | Action::Ignore | Action::ResetPagination) => false,
        };
        let (Some(signer), Some(credentials)) = (&self.sending.signer, &self.credentials) else { return false };
        // Of several tokens each is refused by itself, and no more.
        if !is_refused || (self.was_renewed && !signer.has_several()) || !signer.refused(credentials) {
            return false;
        }
        self.was_renewed = true;
        self.attempt = self.attempt.saturating_sub(1);
        (self.share, self.coming) = (None, None);
        self.attempts.ended(&format!("HTTP {status}, the credentials are refused and renewed"));
        self.tell(&Notice::Renews { request: &self.request, status });
        true
    }

    /// Lets the token of a refused answer rest, where there are several; then nobody else is to wait for it.
    pub(super) fn rests_token(&mut self, refused: Option<Duration>) -> bool {
        let signer = self.sending.signer.as_ref();
        let wait = signer.zip(self.credentials.as_ref()).zip(refused);
        self.other_token = wait.and_then(|((signer, credentials), wait)| signer.limited(credentials, wait));
        self.other_token == Some(Duration::ZERO)
    }

    /// What a quota says of all requests: nothing where it is that of one of several tokens, which rests where it is used up.
    pub(super) fn of_all_tokens(&self, quota: Option<Quota>) -> Option<Quota> {
        let signer = self.sending.signer.as_ref().filter(|signer| signer.has_several());
        let Some((signer, credentials)) = signer.zip(self.credentials.as_ref()) else { return quota };
        if let Some(Quota { left: Some(..1.0), reset: Some(reset), .. }) = quota {
            signer.limited(credentials, reset);
        }
        None
    }

    /// How long each of several tokens rests; a recording has nothing to wait for.
    pub(super) fn rest(&self) -> Option<Duration> {
        let moment = self.sending.signer.as_ref().filter(|_| self.client.transport.waits())?.rests_until()?;
        Some(moment.saturating_duration_since(Instant::now())).filter(|wait| !wait.is_zero())
    }

    /// Waits for the first token that is free, where each of several rests. Nothing is held meanwhile that others wait for.
    ///
    /// # Errors
    /// Where that takes longer than anything may.
    pub(super) async fn rested(&self) -> Result<()> {
        while let Some(wait) = self.rest() {
            let until = after(self.client.now(), wait);
            let most = self.sending.retry.longest_wait();
            if wait > most {
                let (until, most) = (in_seconds(until), in_words(most));
                let message = format!(
                    "every token is rate-limited, the first until {until}, a longer wait than `max_wait` ({most})"
                );
                return Err(Error::transient(message).with_detail(self.request.summary()));
            }
            self.tell(&Notice::Rests { wait, until });
            self.sending.stats.limited.add(Instant::now(), Instant::now() + wait);
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    /// Whether the request is to be sent once more, at once, with another of several tokens. It is no try that failed.
    pub(super) fn takes_another_token(&mut self, failure: &Failure) -> bool {
        /// As many tries as anybody can have.
        const MOST_TAKEN: u32 = 100;
        if self.other_token != Some(Duration::ZERO) || self.taken >= MOST_TAKEN {
            return false;
        }
        self.taken += 1;
        self.attempt = self.attempt.saturating_sub(1);
        self.attempts.ended(&format!("{}, the next token is taken", failure.reason()));
        true
    }
}
