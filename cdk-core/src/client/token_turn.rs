//! Token turn: the credentials of the last attempt, and their replacement if the API rejects or limits them.

use std::time::Duration;

use super::call::Call;
use super::notice::Notice;
use super::progress::AttemptProgress;
use crate::auth::Credentials;
use crate::http::{Quota, Response};
use crate::retry::{Action, Failure};

/// Maximum number of replacements per request, the same as the maximum number of attempts.
const MOST_TAKEN: u32 = 100;

/// The credentials of a request's attempts.
#[derive(Default)]
pub(super) struct TokenTurn {
    /// The credentials of the last attempt.
    pub(super) credentials: Option<Credentials>,
    /// Whether rejected credentials were already renewed.
    was_renewed: bool,
    /// If this token of several must rest: the wait until another one is usable.
    pub(super) other_token: Option<Duration>,
    /// Number of times another token was used.
    taken: u32,
}

impl TokenTurn {
    /// Renews the credentials if the API rejected them, by its status or a rule. Returns whether it has new ones.
    ///
    /// The request is then sent again at once, and the attempt does not count as failed.
    pub(super) fn renew(
        &mut self,
        call: &Call,
        progress: &mut AttemptProgress,
        response: Option<&Response>,
        action: Option<Action>,
    ) -> bool {
        let Some(status) = response.map(|response| response.status) else { return false };
        let is_refused = match action {
            Some(Action::RefreshToken) => true,
            // A message for a 401 is only shown if new credentials do not help.
            None | Some(Action::Fail(_)) => status == 401,
            Some(Action::Retry | Action::Ignore | Action::ResetPagination) => false,
        };
        let (Some(signer), Some(credentials)) = (call.signer(), &self.credentials) else { return false };
        // Each of several tokens can be rejected separately.
        if !is_refused || (self.was_renewed && !signer.has_several()) || !signer.refused(credentials) {
            return false;
        }
        self.was_renewed = true;
        progress.discount(&format!("HTTP {status}, credentials rejected and renewed"));
        call.notify(&Notice::Renews { request: &call.request, status });
        true
    }

    /// Lets the token of a rate-limited request rest, if there are several. Returns whether another one is usable now,
    /// so other requests need not wait.
    pub(super) fn rest(&mut self, call: &Call, refused: Option<Duration>) -> bool {
        let wait = call.signer().zip(self.credentials.as_ref()).zip(refused);
        self.other_token = wait.and_then(|((signer, credentials), wait)| signer.limited(credentials, wait));
        self.has_free_token()
    }

    /// The part of a quota that is valid for all requests. `None` if it is the quota of one of several tokens.
    pub(super) fn shared_quota(&self, call: &Call, quota: Option<Quota>) -> Option<Quota> {
        let Some((signer, credentials)) = call.token_pool().zip(self.credentials.as_ref()) else { return quota };
        if let Some(Quota { left: Some(..1.0), reset: Some(reset), .. }) = quota {
            signer.limited(credentials, reset);
        }
        None
    }

    /// A wait that is valid for all requests. `None` if it is the wait of one of several tokens, which then rests.
    pub(super) fn shared_wait(&self, call: &Call, wait: Duration) -> Option<Duration> {
        let Some((signer, credentials)) = call.token_pool().zip(self.credentials.as_ref()) else { return Some(wait) };
        signer.limited(credentials, wait);
        None
    }

    /// Uses another of several tokens, and returns whether there is one.
    ///
    /// The request is then sent again at once, and the attempt does not count as failed.
    pub(super) fn take_another(&mut self, progress: &mut AttemptProgress, failure: &Failure) -> bool {
        if !self.has_free_token() || self.taken >= MOST_TAKEN {
            return false;
        }
        self.taken += 1;
        progress.discount(&format!("{}, retry with the next token", failure.reason()));
        true
    }

    fn has_free_token(&self) -> bool {
        self.other_token == Some(Duration::ZERO)
    }
}
