//! Token turn: the credentials of the last attempt, and others in their place if the API refuses or limits them.

use std::time::Duration;

use super::call::Call;
use super::notice::Notice;
use super::progress::AttemptProgress;
use crate::auth::Credentials;
use crate::http::{Quota, Response};
use crate::retry::{Action, Failure};

/// As many attempts as anybody can have.
const MOST_TAKEN: u32 = 100;

/// Which credentials the attempts of one request were signed with.
#[derive(Default)]
pub(super) struct TokenTurn {
    /// What the last attempt was signed with.
    pub(super) credentials: Option<Credentials>,
    /// Whether other credentials were taken in place of refused ones.
    was_renewed: bool,
    /// If several tokens take turns and this one must rest: when the first of them is free.
    pub(super) other_token: Option<Duration>,
    /// How often another token was taken.
    taken: u32,
}

impl TokenTurn {
    /// Takes other credentials, and returns whether there are any, if the API does not accept these, by its status or a
    /// rule. The request is sent once more then, at once: no attempt has failed.
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
            // A sentence about a 401 is for the credentials that cannot be mended.
            None | Some(Action::Fail(_)) => status == 401,
            Some(Action::Retry | Action::Ignore | Action::ResetPagination) => false,
        };
        let (Some(signer), Some(credentials)) = (call.signer(), &self.credentials) else { return false };
        // Of several tokens each is refused alone.
        if !is_refused || (self.was_renewed && !signer.has_several()) || !signer.refused(credentials) {
            return false;
        }
        self.was_renewed = true;
        progress.discount(&format!("HTTP {status}, the credentials are refused and renewed"));
        call.notify(&Notice::Renews { request: &call.request, status });
        true
    }

    /// Lets the token of a refused request rest, if there are several. Returns whether another one is free at once: nobody
    /// else needs to wait then.
    pub(super) fn rest(&mut self, call: &Call, refused: Option<Duration>) -> bool {
        let wait = call.signer().zip(self.credentials.as_ref()).zip(refused);
        self.other_token = wait.and_then(|((signer, credentials), wait)| signer.limited(credentials, wait));
        self.has_free_token()
    }

    /// What a quota says of all requests. Nothing if it is that of one of several tokens, which rests once it is used up.
    pub(super) fn shared_quota(&self, call: &Call, quota: Option<Quota>) -> Option<Quota> {
        let Some((signer, credentials)) = call.token_pool().zip(self.credentials.as_ref()) else { return quota };
        if let Some(Quota { left: Some(..1.0), reset: Some(reset), .. }) = quota {
            signer.limited(credentials, reset);
        }
        None
    }

    /// A wait that holds for all requests. Nothing if it is that of one of several tokens, which rests that long.
    pub(super) fn shared_wait(&self, call: &Call, wait: Duration) -> Option<Duration> {
        let Some((signer, credentials)) = call.token_pool().zip(self.credentials.as_ref()) else { return Some(wait) };
        signer.limited(credentials, wait);
        None
    }

    /// Takes another of several tokens, and returns whether there is one. The request is sent once more then, at once: no
    /// attempt has failed.
    pub(super) fn take_another(&mut self, progress: &mut AttemptProgress, failure: &Failure) -> bool {
        if !self.has_free_token() || self.taken >= MOST_TAKEN {
            return false;
        }
        self.taken += 1;
        progress.discount(&format!("{}, the next token is taken", failure.reason()));
        true
    }

    fn has_free_token(&self) -> bool {
        self.other_token == Some(Duration::ZERO)
    }
}
