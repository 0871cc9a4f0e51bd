//! Credentials that the API refuses, and others in their place.

use std::time::Duration;

use super::{Notice, Tries};
use crate::http::Response;
use crate::retry::{Action, Failure};

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
        if !is_refused || self.was_renewed {
            return false;
        }
        let (Some(signer), Some(credentials)) = (&self.sending.signer, &self.credentials) else { return false };
        if !signer.refused(credentials) {
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
