//! Retrying: after a failed attempt, decides on a retry and its wait or on the final error, and counts and logs it.

use jiff::Timestamp;
use tokio::time::Instant;

use super::attempt_hooks::AttemptHooks;
use super::call::Call;
use super::notice::Notice;
use super::pasted_keys::with_blanks;
use super::progress::AttemptProgress;
use super::shared::after;
use super::token_turn::TokenTurn;
use crate::error::{Error, Result};
use crate::http::{Response, WaitReason};
use crate::retry::{
    Action, FailedAttempt, Failure, LastAttempt, RetryEnd, Ruling, Wait, reports_failure, request_error,
};

/// Handles a failed attempt.
pub(super) struct Retrying<'a> {
    pub(super) call: &'a Call,
    pub(super) progress: &'a mut AttemptProgress,
    pub(super) tokens: &'a mut TokenTurn,
}

/// What is known about a failed attempt, in addition to its failure.
#[derive(Clone, Copy)]
struct Circumstances {
    /// Whether a rule retries a success that is not ready yet. It is not a failure.
    is_poll: bool,
    /// Whether the failure is a rate limit.
    is_rate_limit: bool,
    /// Maximum number of attempts.
    tries: u32,
    /// Time of the failure by the clock of the run.
    now: Timestamp,
}

impl Retrying<'_> {
    /// Waits, if the request is retried.
    ///
    /// # Errors
    /// If the request is not retried.
    pub(super) async fn retry(mut self, failure: Failure, may_pass: bool, ruling: Option<Ruling>) -> Result<()> {
        let (sending, attempt, now) = (&self.call.sending, self.progress.attempt, self.call.client.now());
        let is_brief = self.call.client.is_brief() && failure.is_unreachable();
        let tries = if is_brief { sending.retry.brief_tries() } else { sending.retry.most_tries() };
        let hooks = AttemptHooks { call: self.call, progress: self.progress };
        let named = if may_pass && attempt < tries { hooks.named_wait(&failure, now)? } else { None };
        if may_pass && self.tokens.take_another(self.progress, &failure) {
            return Ok(());
        }
        let named = self.tokens.other_token.filter(|_| named.is_some()).or(named);
        let failed = FailedAttempt { may_pass, attempt, spent: self.progress.spent, named };
        let verdict = match is_brief {
            true => sending.retry.brief_verdict(failed),
            false => sending.retry.verdict(failed, &mut self.progress.schedule),
        };
        self.progress.was_hurried |= named.is_some_and(|wait| wait.is_zero());
        let (is_poll, is_rate_limit) = poll_or_rate_limit(&failure, ruling.as_ref(), named.is_some());
        let circumstances = Circumstances { is_poll, is_rate_limit, tries, now };
        let failure = self.call.client.quotable(failure);
        self.progress.attempts.ended(&failure.what());
        match verdict {
            Ok(wait) => {
                self.wait(&failure, wait, circumstances).await;
                Ok(())
            }
            Err(end) => Err(self.give_up(&failure, end, ruling, circumstances)),
        }
    }

    /// The error that ends the request.
    fn give_up(self, failure: &Failure, end: RetryEnd, ruling: Option<Ruling>, circumstances: Circumstances) -> Error {
        let Self { call, progress, tokens } = self;
        match failure.is_of_the_host() && !circumstances.is_poll {
            true => call.client.circuits.report_problem(&call.origin(), &failure.what(), Instant::now()),
            false => call.client.circuits.mark_success(&call.origin()),
        }
        call.notify(&Notice::GaveUp { request: &call.request, attempts: &progress.attempts });
        let is_unauthorized = failure.response().is_some_and(|response| response.status == 401);
        let (number, now) = (progress.attempt, circumstances.now);
        let error = request_error(failure, LastAttempt { request: &call.request, number, end, ruling, now });
        if is_unauthorized {
            return with_blanks(error, &call.client, &call.request, tokens.credentials.as_ref());
        }
        error
    }

    /// Counts and logs the failed attempt, then waits. A replay does not wait.
    async fn wait(&mut self, failure: &Failure, wait: Wait, circumstances: Circumstances) {
        let Circumstances { is_poll, is_rate_limit, tries, now } = circumstances;
        let (client, stats) = (&self.call.client, &self.call.sending.stats);
        if !wait.is_named {
            self.progress.spent += wait.time;
        }
        self.progress.attempts.waits(wait.time);
        match is_poll {
            true => stats.polls.set(stats.polls.get() + 1),
            false => stats.count_retry(&failure.reason()),
        }
        self.call.notify(&Notice::Retry {
            request: &self.call.request,
            what: failure.what(),
            attempt: self.progress.attempt,
            tries,
            wait: wait.time,
            is_poll,
            is_rate_limit,
            until: wait.is_named.then(|| after(now, wait.time)),
        });
        if client.transport.waits() {
            if is_rate_limit {
                let begins = Instant::now();
                stats.limited.add(begins, begins + wait.time);
            }
            tokio::time::sleep(wait.time).await;
            let reason = if wait.is_named { WaitReason::RetryAfter } else { WaitReason::Backoff };
            self.progress.note_wait(reason, wait.time);
        }
    }
}

/// Whether the attempt was a poll, and whether the failure is a rate limit.
fn poll_or_rate_limit(failure: &Failure, ruling: Option<&Ruling>, has_named_wait: bool) -> (bool, bool) {
    let is_by_rule = ruling.is_some_and(|ruling| ruling.action == Action::Retry);
    // A rule may detect an error in a 200 by its message. A success without such a message is not ready yet.
    let is_refused = failure.response().is_some_and(|response| response.is_success() && reports_failure(response));
    let is_poll = is_by_rule && !is_refused && failure.response().is_some_and(Response::is_success);
    (is_poll, failure.is_rate_limit() || (is_by_rule && is_refused && has_named_wait))
}
