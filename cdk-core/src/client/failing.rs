//! A failed attempt: whether a retry follows, after which wait, and what is logged and counted.

use tokio::time::Instant;

use super::tries::after;
use super::{Notice, Tries};
use crate::error::Result;
use crate::http::Response;
use crate::retry::{Action, Failed, Failure, LastAttempt, Ruling, reports_failure, request_error};

impl Tries {
    pub(super) async fn failed(&mut self, failure: Failure, may_pass: bool, ruling: Option<Ruling>) -> Result<()> {
        (self.share, self.coming) = (None, None);
        let (attempt, spent, now) = (self.attempt, self.spent, self.client.now());
        let is_brief = self.client.is_brief() && failure.is_unreachable();
        let tries = if is_brief { self.sending.retry.brief_tries() } else { self.sending.retry.most_tries() };
        let named = if may_pass && attempt < tries { self.named_wait(&failure, now)? } else { None };
        if may_pass && self.takes_another_token(&failure) {
            return Ok(());
        }
        let named = self.other_token.filter(|_| named.is_some()).or(named);
        let failed = Failed { may_pass, attempt, spent, named };
        let verdict = match is_brief {
            true => self.sending.retry.brief_verdict(failed),
            false => self.sending.retry.verdict(failed, &mut self.schedule),
        };
        self.was_hurried |= named.is_some_and(|wait| wait.is_zero());
        let is_by_rule = ruling.as_ref().is_some_and(|ruling| ruling.action == Action::Retry);
        // A rule may know a refusal by its words, in a 200. A success without such words is one that is not ready yet.
        let is_refused = failure.response().is_some_and(|response| response.is_success() && reports_failure(response));
        let is_poll = is_by_rule && !is_refused && failure.response().is_some_and(Response::is_success);
        let is_rate_limit = failure.is_rate_limit() || (is_by_rule && is_refused && named.is_some());
        let failure = self.client.quotable(failure);
        let what = failure.what();
        self.attempts.ended(&what);
        let wait = match verdict {
            Ok(wait) => wait,
            Err(end) => {
                match failure.is_of_the_host() && !is_poll {
                    true => self.client.circuits.failed(&self.origin(), &what, Instant::now()),
                    false => self.is_well(),
                }
                self.tell(&Notice::GaveUp { request: &self.request, attempts: &self.attempts });
                let is_unauthorized = failure.response().is_some_and(|response| response.status == 401);
                let error =
                    request_error(&failure, LastAttempt { request: &self.request, number: attempt, end, ruling, now });
                return Err(self.with_blanks(error, is_unauthorized));
            }
        };
        if !wait.is_named {
            self.spent += wait.time;
        }
        self.attempts.waits(wait.time);
        let stats = &self.sending.stats;
        match is_poll {
            true => stats.polls.set(stats.polls.get() + 1),
            false => stats.count_retry(&failure.reason()),
        }
        self.tell(&Notice::Retry {
            request: &self.request,
            what,
            attempt,
            tries,
            wait: wait.time,
            is_poll,
            is_rate_limit,
            until: wait.is_named.then(|| after(now, wait.time)),
        });
        if self.client.transport.waits() {
            if is_rate_limit {
                let begins = Instant::now();
                self.sending.stats.limited.add(begins, begins + wait.time);
            }
            tokio::time::sleep(wait.time).await;
        }
        Ok(())
    }
}
