//! All attempts of one request.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::Client;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::cache::{At, Cache, Key};
use crate::error::{Error, Result};
use crate::http::{Asker, Outgoing, Request, Response, TransportError};
use crate::retry::{Attempt, Failed, Failure, Hooks, Retry, Schedule};

/// How a stream sends: with which credentials, how often, and who hears of it.
#[derive(Default)]
pub(crate) struct Sending {
    /// The stream's name, or what stands in for one.
    pub(crate) who: String,
    pub(crate) asker: Asker,
    pub(crate) signer: Option<Rc<dyn Signer>>,
    /// Shown at the gate; what is sent without one, such as a login, goes beside the request that waits for it.
    pub(crate) pass: Option<Pass>,
    pub(crate) retry: Retry,
    /// Which answers are kept for the run, where any are.
    pub(crate) cache: Option<Cache>,
    pub(crate) stats: Rc<Stats>,
    pub(crate) on_retry: Option<OnRetry>,
}

/// Hears of retries.
pub(crate) type OnRetry = Box<dyn Fn(&RetryNotice<'_>)>;

/// What a stream's requests came to so far.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    pub(crate) requests: Cell<u64>,
    pub(crate) retries: Cell<u64>,
    /// Answers that were kept, or under way for somebody else, and so cost no request.
    pub(crate) cache_hits: Cell<u64>,
    /// Bytes of bodies, inflated.
    pub(crate) bytes: Cell<u64>,
}

/// An attempt failed and another follows.
pub(crate) struct RetryNotice<'a> {
    pub(crate) request: &'a Request,
    pub(crate) what: String,
    /// The attempt that failed, from 1.
    pub(crate) attempt: u32,
    pub(crate) tries: u32,
    pub(crate) wait: Duration,
    /// Whether the server asks for fewer requests.
    pub(crate) is_rate_limit: bool,
    /// When the wait is over, where it was named by the server or by the stream's own function.
    pub(crate) until: Option<Timestamp>,
}

/// All attempts of one request: they share one count, whatever fails.
pub(crate) struct Tries {
    pub(super) client: Rc<Client>,
    pub(super) sending: Rc<Sending>,
    pub(super) request: Request,
    pub(super) attempt: u32,
    /// Where the last success is kept.
    pub(super) kept: Option<(Key, At)>,
    hooks: Hooks,
    schedule: Schedule,
    /// When the first attempt was sent.
    started: Option<Instant>,
    /// What the attempts and the schedule's waits took.
    spent: Duration,
}

impl Tries {
    pub(crate) fn new(client: Rc<Client>, sending: Rc<Sending>, request: Request) -> Self {
        let (schedule, hooks) = (Schedule::new(&sending.retry), Hooks::default());
        let (attempt, kept, started, spent) = (0, None, None, Duration::ZERO);
        Self { client, sending, request, attempt, kept, hooks, schedule, started, spent }
    }

    /// With the stream's own functions about attempts.
    pub(crate) fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    /// A success, after as many attempts as it takes and the policy allows.
    /// A success that is kept from before is one, too.
    pub(crate) async fn send(&mut self) -> Result<Response> {
        if self.keeps() { self.kept_or_fetched().await } else { self.fetched().await }
    }

    fn keeps(&self) -> bool {
        self.sending.cache.is_some_and(|cache| cache.keeps(&self.request.method))
    }

    /// A success by the server.
    pub(super) async fn fetched(&mut self) -> Result<Response> {
        loop {
            let outcome = self.attempt().await?;
            let failure = match judged(outcome) {
                Ok(response) if !self.asked_again(Ok(&response), false)? => return Ok(response),
                Ok(response) => (Failure::Status(response), true),
                Err(failure) => {
                    let may_pass = self.asked_again(Err(&failure), failure.may_pass())?;
                    (*failure, may_pass)
                }
            };
            self.failed(failure.0, failure.1).await?;
        }
    }

    /// The last success was none: its body is empty or ends too early. Waits where another attempt is due; then call
    /// [`Self::send`] again.
    pub(crate) async fn body_failed(&mut self, what: String) -> Result<()> {
        self.forget();
        let failure = Failure::Body(what);
        let may_pass = self.asked_again(Err(&failure), failure.may_pass())?;
        self.failed(failure, may_pass).await
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    async fn attempt(&mut self) -> Result<Result<Response, TransportError>> {
        self.attempt += 1;
        let stats = &self.sending.stats;
        stats.requests.set(stats.requests.get() + 1);
        let _permit = match &self.sending.pass {
            Some(pass) => Some(self.client.gate.enter(pass).await),
            None => None,
        };
        // The wait for a permit is nobody's failure.
        let begun = Instant::now();
        self.started.get_or_insert(begun);
        let mut signed = self.request.clone();
        if let Some(signer) = &self.sending.signer {
            let credentials = signer.credentials(&self.request, &self.client).await?;
            self.client.mask(&credentials);
            for (name, value) in &credentials.headers {
                // A line break behind a pasted token, most likely.
                signed
                    .set_header(name, value)
                    .map_err(|error| Error::config(format!("the credentials cannot be sent: {}", error.message())))?;
            }
            for (name, value) in &credentials.params {
                signed.set_param(name, value);
            }
        }
        let outgoing = Outgoing {
            request: &self.request,
            signed: &signed,
            identity: self.sending.signer.as_ref().map(|signer| signer.identity()),
            who: &self.sending.who,
            asker: self.sending.asker,
            is_kept: self.keeps(),
        };
        let outcome = self.client.transport.send(&outgoing).await;
        self.spent += begun.elapsed();
        if let Ok(response) = &outcome {
            stats.bytes.set(stats.bytes.get() + response.body.len() as u64);
        }
        Ok(outcome)
    }

    /// Whether there is to be another attempt, by the stream's own function or else by default.
    fn asked_again(&self, outcome: Result<&Response, &Failure>, by_default: bool) -> Result<bool> {
        let Some(should_retry) = &self.hooks.should_retry else { return Ok(by_default) };
        self.seen(outcome, by_default, |attempt| should_retry(attempt))
            .map_err(|error| error.with_context("hook", "should_retry").with_detail(self.request.summary()))
    }

    /// The wait that the stream's own function names, or else the server.
    fn named_wait(&self, failure: &Failure, now: Timestamp) -> Result<Option<Duration>> {
        let own = match &self.hooks.backoff_time {
            Some(backoff_time) => self
                .seen(Err(failure), true, |attempt| backoff_time(attempt))
                .map_err(|error| error.with_context("hook", "backoff_time").with_detail(self.request.summary()))?,
            None => None,
        };
        Ok(own.or_else(|| failure.named_wait(now)))
    }

    /// Shows the attempt to a function.
    fn seen<T>(
        &self,
        outcome: Result<&Response, &Failure>,
        is_retried: bool,
        ask: impl FnOnce(&Attempt<'_>) -> T,
    ) -> T {
        let response = outcome.map_or_else(Failure::response, Some);
        let trouble = outcome.err().filter(|failure| !matches!(failure, Failure::Status(_))).map(Failure::what);
        ask(&Attempt {
            request: &self.request,
            response,
            trouble: trouble.as_deref(),
            number: self.attempt,
            elapsed: self.started.map(|started| started.elapsed()).unwrap_or_default(),
            is_retried,
            now: self.client.now(),
        })
    }

    async fn failed(&mut self, failure: Failure, may_pass: bool) -> Result<()> {
        let (attempt, spent, now) = (self.attempt, self.spent, self.client.now());
        let tries = self.sending.retry.most_tries();
        let named = if may_pass && attempt < tries { self.named_wait(&failure, now)? } else { None };
        let verdict = self.sending.retry.verdict(Failed { may_pass, attempt, spent, named }, &mut self.schedule);
        let failure = self.client.quotable(failure);
        let wait = match verdict {
            Ok(wait) => wait,
            Err(end) => return Err(failure.into_error(&self.request, attempt, end, now)),
        };
        if !wait.is_named {
            self.spent += wait.time;
        }
        self.sending.stats.retries.set(self.sending.stats.retries.get() + 1);
        if let Some(on_retry) = &self.sending.on_retry {
            on_retry(&RetryNotice {
                request: &self.request,
                what: failure.what(),
                attempt,
                tries,
                wait: wait.time,
                is_rate_limit: failure.is_rate_limit(),
                until: wait.is_named.then(|| after(now, wait.time)),
            });
        }
        if self.client.transport.waits() {
            tokio::time::sleep(wait.time).await;
        }
        Ok(())
    }
}

/// A success, or what an attempt failed by.
fn judged(outcome: Result<Response, TransportError>) -> Result<Response, Box<Failure>> {
    let failure = match outcome {
        Ok(response) if !response.is_success() => Failure::Status(response),
        // 204 and 205 have no body by their definition.
        Ok(response) if response.body.is_empty() && !matches!(response.status, 204 | 205) => Failure::Empty(response),
        Ok(response) => return Ok(response),
        Err(error) => Failure::Transport(error),
    };
    Err(Box::new(failure))
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}
