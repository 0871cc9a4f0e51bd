//! All attempts of one request.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::attempts::Attempts;
use super::sending::{Answer, Sending};
use super::{Client, Notice};
use crate::auth::Credentials;
use crate::budget::{Pass, Permit, QuotaReport, TooLong};
use crate::cache::{At, Key};
use crate::error::{Error, ErrorKind, Result};
use crate::http::room::Share;
use crate::http::{Coming, Outgoing, Quota, Request, Response, TransportError};
use crate::retry::{Action, Failure, GraphQlErrors, Hooks, Ruling, Schedule, in_seconds, in_words};

/// All attempts of one request: they share one count, whatever fails.
pub(crate) struct Tries {
    pub(super) client: Rc<Client>,
    pub(super) sending: Rc<Sending>,
    pub(super) request: Request,
    pub(super) attempt: u32,
    /// Where the last success is kept.
    pub(super) kept: Option<(Key, At)>,
    /// The budgets that it is of, in place of those of its stream.
    pass: Option<Pass>,
    pub(super) hooks: Hooks,
    pub(super) schedule: Schedule,
    /// What became of each attempt.
    pub(super) attempts: Attempts,
    /// When the first attempt was sent.
    pub(super) started: Option<Instant>,
    /// What the attempts and the schedule's waits took.
    pub(super) spent: Duration,
    /// Whether it is a GraphQL query, and the errors of its last response.
    is_graphql: bool,
    pub(super) graphql: Option<GraphQlErrors>,
    /// Whether it is for a page: what a function asks for beside may well be answered by nothing.
    pub(super) is_of_page: bool,
    /// What the answer holds of the run's memory.
    pub(super) share: Option<Share>,
    /// Whether the body of a success is to be read as it comes, and where it comes.
    is_streamed: bool,
    pub(super) coming: Option<(Coming, Option<Permit>)>,
    /// Whether the server said once that no wait is needed, which was wrong.
    pub(super) was_hurried: bool,
    /// What the last attempt was signed with.
    pub(super) credentials: Option<Credentials>,
    /// Whether other credentials were taken in place of refused ones.
    pub(super) was_renewed: bool,
    /// Where several tokens take turns and this one must rest: when the first of them is free.
    pub(super) other_token: Option<Duration>,
    /// How often another token was taken.
    pub(super) taken: u32,
}

impl Tries {
    pub(crate) fn new(client: Rc<Client>, sending: Rc<Sending>, request: Request) -> Self {
        let (schedule, hooks, attempts) = (Schedule::new(&sending.retry), Hooks::default(), Attempts::default());
        Self {
            client,
            sending,
            request,
            attempt: 0,
            kept: None,
            pass: None,
            hooks,
            schedule,
            attempts,
            started: None,
            spent: Duration::ZERO,
            is_graphql: false,
            graphql: None,
            is_of_page: true,
            share: None,
            is_streamed: false,
            coming: None,
            was_hurried: false,
            credentials: None,
            was_renewed: false,
            other_token: None,
            taken: 0,
        }
    }

    /// With what this request shows at the gate, where that depends on it.
    pub(crate) fn with_pass(mut self, pass: Option<Pass>) -> Self {
        self.pass = pass;
        self
    }

    /// Whether the request is a GraphQL query, whose response may have errors in a 200.
    pub(crate) fn graphql(mut self, is_graphql: bool) -> Self {
        self.is_graphql = is_graphql;
        self
    }

    /// The errors of a response to a GraphQL query.
    pub(super) fn errors_of(&self, response: &Response) -> Option<GraphQlErrors> {
        self.is_graphql.then(|| GraphQlErrors::of(response)).flatten()
    }

    /// With bodies that are read as they come, where nobody needs the whole.
    pub(crate) fn streamed(mut self, is_streamed: bool) -> Self {
        self.is_streamed = is_streamed && !self.keeps();
        self
    }

    /// The body of the last success, where it is still coming, with its place among the requests in flight.
    pub(crate) fn take_coming(&mut self) -> Option<(Coming, Option<Permit>)> {
        self.coming.take()
    }

    /// A piece of it came.
    pub(crate) fn came(&self, bytes: usize) {
        let all = &self.sending.stats.bytes;
        all.set(all.get() + bytes as u64);
    }

    /// With the stream's own functions about attempts.
    pub(crate) fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    /// An answer that is no failure, after as many attempts as it takes and the policy allows; one that is kept from before
    /// is one, too.
    pub(crate) async fn send(&mut self) -> Result<Answer> {
        if self.keeps() { self.kept_or_fetched().await } else { self.fetched().await }
    }

    /// The answer to a request that is for no page: one that is ignored is looked at by who asked. A success whose body is JSON
    /// that breaks off is none: who asked could only fail by it.
    pub(crate) async fn send_beside(&mut self) -> Result<Response> {
        self.is_of_page = false;
        loop {
            match self.send().await? {
                Answer::Success(response) => match response.cut_short() {
                    Some(what) => self.body_failed(what).await?,
                    None => {
                        self.is_well();
                        return Ok(response);
                    }
                },
                Answer::Ignored(response, _) => return Ok(response),
                Answer::Reset(what) => {
                    let message = format!("`reset_pagination` is about pages, and this request is for none ({what})");
                    return Err(Error::system(message).with_detail(self.request.summary()));
                }
            }
        }
    }

    fn keeps(&self) -> bool {
        self.sending.cache.is_some_and(|cache| cache.keeps(&self.request.method))
    }

    /// An answer by the server.
    pub(super) async fn fetched(&mut self) -> Result<Answer> {
        loop {
            let outcome = self.attempt().await?;
            let outcome = self.judged(outcome);
            let response = outcome.as_ref().map_or_else(|failure| failure.response(), Some);
            let ruling = response.map(|response| self.ruling(response)).transpose()?.flatten();
            let by_default = match &ruling {
                Some(ruling) => ruling.action == Action::Retry,
                None => outcome.as_ref().is_err_and(|failure| failure.may_pass()),
            };
            let is_again = self.asked_again(outcome.as_ref().map_err(|failure| &**failure), by_default)?;
            let action = ruling.as_ref().map(|ruling| ruling.action).filter(|_| !is_again);
            if self.renews(response, ruling.as_ref().map(|ruling| ruling.action)) {
                continue;
            }
            let failure = match outcome {
                Ok(response) if ruling.is_none() && !is_again => return Ok(Answer::Success(response)),
                Ok(response) => Failure::Status(response),
                Err(failure) => *failure,
            };
            if action.is_some() {
                self.coming = None;
            }
            match action {
                Some(Action::Ignore) => return Ok(self.ignored(failure, ruling)),
                Some(Action::ResetPagination) => {
                    return Ok(Answer::Reset(told(&self.client.quotable(failure), ruling)));
                }
                _ => self.failed(failure, is_again, ruling).await?,
            }
        }
    }

    fn ignored(&self, failure: Failure, ruling: Option<Ruling>) -> Answer {
        self.is_well();
        let response = failure.response().cloned().unwrap_or_default();
        Answer::Ignored(response, told(&self.client.quotable(failure), ruling))
    }

    /// The last success was none: its body is empty or ends too early. Waits where another attempt is due; then call
    /// [`Self::send`] again.
    pub(crate) async fn body_failed(&mut self, what: String) -> Result<()> {
        self.forget();
        let failure = Failure::Body(what);
        let may_pass = self.asked_again(Err(&failure), failure.may_pass())?;
        self.failed(failure, may_pass, None).await
    }

    /// The host has answered as it should. What was kept says nothing of it.
    pub(crate) fn is_well(&self) {
        if self.started.is_some() {
            self.client.circuits.is_well(&self.origin());
        }
    }

    pub(super) fn origin(&self) -> String {
        self.request.url.origin().ascii_serialization()
    }

    /// What the answer holds of the run's memory, for as long as it is read and its records wait to be written.
    pub(crate) fn take_share(&mut self) -> Option<Share> {
        self.share.take()
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    async fn attempt(&mut self) -> Result<Result<Response, TransportError>> {
        self.has_circuit()?;
        let stats = &self.sending.stats;
        let mut permit = loop {
            self.rested().await?;
            let permit = match self.pass.as_ref().or(self.sending.pass.as_ref()) {
                Some(pass) => Some(self.client.gate.enter(pass).await.map_err(|why| self.too_long(&why))?),
                None => None,
            };
            // Others may have used up the last token meanwhile.
            if self.rest().is_none() {
                break permit;
            }
        };
        if let Some(since) = permit.as_ref().and_then(|permit| permit.held_since) {
            stats.limited.add(since, Instant::now());
        }
        // Of a login nobody waits for memory: who holds some waits for it.
        self.share = None;
        if self.is_of_page {
            self.share = Some(self.client.room.share(stats.expected()).await);
        }
        let signed = self.signed().await?;
        let stats = &self.sending.stats;
        self.attempt += 1;
        stats.requests.set(stats.requests.get() + 1);
        // The waits for a permit and for credentials are nobody's failure.
        let begun = Instant::now();
        self.started.get_or_insert(begun);
        self.attempts.begin();
        let coming = RefCell::default();
        let outgoing = Outgoing {
            request: &self.request,
            signed: &signed,
            identity: self.sending.signer.as_ref().map(|signer| signer.identity()),
            who: &self.sending.who,
            asker: self.sending.asker,
            is_kept: self.keeps(),
            share: self.share.as_ref(),
            coming: self.is_streamed.then_some(&coming),
        };
        let outcome = self.client.transport.send(&outgoing).await;
        self.spent += begun.elapsed();
        if let Ok(response) = &outcome {
            stats.came(response.body.len());
            if let Some(share) = &self.share {
                share.arrived(response.body.capacity());
            }
        }
        let now = self.client.now();
        self.graphql = outcome.as_ref().ok().and_then(|response| self.errors_of(response));
        let response = outcome.as_ref().ok();
        let refused = response.and_then(|response| Failure::refused_for(response, self.graphql.as_ref(), now));
        let rests = self.rests_token(refused);
        match (&outcome, &mut permit) {
            (Ok(response), Some(permit)) => {
                let quota = if permit.has_budgets() { Quota::of(&response.headers, now) } else { None };
                let quota = self.of_all_tokens(quota);
                let refused = refused.filter(|_| !rests);
                let is_good = !matches!(response.status, 408 | 500..);
                permit.answered(QuotaReport { quota: quota.as_ref(), refused, is_good });
                permit.hold_back(|at| self.wait_at(at, response, now));
            }
            (Err(_), Some(permit)) => permit.failed(),
            (_, None) => {}
        }
        self.coming = coming.into_inner().map(|coming| (coming, permit));
        Ok(outcome)
    }

    /// # Errors
    /// Where the host has failed too often for another request.
    fn has_circuit(&self) -> Result<()> {
        let Some(most) = self.sending.circuit else { return Ok(()) };
        let origin = self.origin();
        self.client.circuits.check(&origin, most, Instant::now()).map_err(|open| {
            if open.is_news {
                self.tell(&Notice::Circuit { origin: &origin, failures: open.failures, what: &open.what });
            }
            let failures = open.failures;
            Error::transient(format!(
                "{origin} failed {failures} requests in a row, so it is not asked ({})",
                open.what
            ))
            .with_kind(ErrorKind::CircuitOpen)
            .with_detail(self.request.summary())
        })
    }

    /// The error of a budget's wait that nobody waits for.
    fn too_long(&self, why: &TooLong) -> Error {
        let TooLong { wait, most, budget } = why;
        let until = in_seconds(after(self.client.now(), *wait));
        let most = in_words(*most);
        let message = format!(
            "the rate limit {budget} allows another request at {until}, a longer wait than `max_wait` ({most})"
        );
        Error::transient(message).with_detail(self.request.summary())
    }

    pub(super) fn tell(&self, notice: &Notice<'_>) {
        if let Some(teller) = &self.sending.teller {
            teller(notice);
        }
    }
}

/// What was ignored, for a message: the connector's own sentence, and the answer.
fn told(failure: &Failure, ruling: Option<Ruling>) -> String {
    let what = failure.what();
    match ruling.and_then(|ruling| ruling.message) {
        Some(message) => format!("{message} ({what})"),
        None => what,
    }
}

pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}
