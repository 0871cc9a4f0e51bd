//! All attempts of one request.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::Client;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::cache::{At, Cache, Key};
use crate::error::{Error, Result};
use crate::http::{Asker, Outgoing, Request, Response};
use crate::retry::{Failure, Policy, Schedule, Verdict};

/// How a stream sends: with which credentials, how often, and who hears of it.
#[derive(Default)]
pub(crate) struct Sending {
    /// The stream's name, or what stands in for one.
    pub(crate) who: String,
    pub(crate) asker: Asker,
    pub(crate) signer: Option<Rc<dyn Signer>>,
    /// Shown at the gate; what is sent without one, such as a login, goes beside the request that waits for it.
    pub(crate) pass: Option<Pass>,
    pub(crate) policy: Policy,
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
}

/// All attempts of one request: they share one count, whatever fails.
pub(crate) struct Tries {
    pub(super) client: Rc<Client>,
    pub(super) sending: Rc<Sending>,
    pub(super) request: Request,
    pub(super) attempt: u32,
    /// Where the last success is kept.
    pub(super) kept: Option<(Key, At)>,
    schedule: Schedule,
}

impl Tries {
    pub(crate) fn new(client: Rc<Client>, sending: Rc<Sending>, request: Request) -> Self {
        Self { client, sending, request, attempt: 0, kept: None, schedule: Schedule::new() }
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
            match self.attempt().await? {
                Ok(response) => return Ok(response),
                Err(failure) => self.failed(failure).await?,
            }
        }
    }

    /// The last success was none: its body is empty or ends too early. Waits where another attempt is due; then call
    /// [`Self::send`] again.
    pub(crate) async fn body_failed(&mut self, what: String) -> Result<()> {
        self.forget();
        self.failed(Failure::Body(what)).await
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    async fn attempt(&mut self) -> Result<Result<Response, Failure>> {
        self.attempt += 1;
        let stats = &self.sending.stats;
        stats.requests.set(stats.requests.get() + 1);
        let _permit = match &self.sending.pass {
            Some(pass) => Some(self.client.gate.enter(pass).await),
            None => None,
        };
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
        Ok(match outcome {
            Ok(response) => {
                stats.bytes.set(stats.bytes.get() + response.body.len() as u64);
                match response {
                    response if !response.is_success() => Err(Failure::Status(self.client.quotable(response))),
                    // 204 and 205 have no body by their definition.
                    response if response.body.is_empty() && !matches!(response.status, 204 | 205) => {
                        Err(Failure::Body(format!("HTTP {} with an empty body", response.status)))
                    }
                    response => Ok(response),
                }
            }
            Err(error) => Err(Failure::Transport(error)),
        })
    }

    async fn failed(&mut self, failure: Failure) -> Result<(), Error> {
        match self.sending.policy.verdict(&failure, self.attempt, &mut self.schedule) {
            Verdict::GiveUp => Err(failure.into_error(&self.request, self.attempt)),
            Verdict::RetryAfter(wait) => {
                self.sending.stats.retries.set(self.sending.stats.retries.get() + 1);
                if let Some(on_retry) = &self.sending.on_retry {
                    let (what, tries) = (failure.what(), self.sending.policy.tries);
                    on_retry(&RetryNotice { request: &self.request, what, attempt: self.attempt, tries, wait });
                }
                if self.client.transport.waits() {
                    tokio::time::sleep(wait).await;
                }
                Ok(())
            }
        }
    }
}
