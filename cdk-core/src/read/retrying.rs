//! What a stream hears and decides of attempts: its rules and functions about them, and what is told.

use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::plan::{Plan, Run};
use crate::client::{Notice, RequestObserver};
use crate::decode::lossy;
use crate::http::Response;
use crate::http::url::redacted;
use crate::protocol::Level;
use crate::retry::{AttemptHook, Hooks, Lookup, ResponseRules, Ruling};
use crate::stream::scope::{PageScope, Scope, Slice};
use crate::stream::{Erased, Rule};
use crate::writer::Output;

impl<C: 'static> Plan<C> {
    /// What the stream says about the attempts of a request of this slice.
    pub(crate) fn hooks(self: &Rc<Self>, run: &Rc<Run<C>>, slice: &Rc<Slice>, token: Option<&Value>) -> Hooks {
        let should_retry = self.definition.nearest(|level| level.should_retry.clone());
        let backoff_time = self.definition.nearest(|level| level.backoff_time.clone());
        let hooks = Bound { plan: self, run, slice, token, is_beside: false };
        Hooks {
            judge: hooks.judge(self.definition.rules()),
            should_retry: should_retry.map(|hook| hooks.ask(hook)),
            backoff_time: backoff_time.map(|hook| hooks.ask(hook)),
        }
    }

    /// What holds for a request beside the pages: the stream's rules, and the functions of the source, since a stream's own are
    /// about a slice.
    pub(crate) fn hooks_beside(self: &Rc<Self>, run: &Rc<Run<C>>) -> Hooks {
        let inherited = &self.definition.inherited;
        let hooks = Bound { plan: self, run, slice: &Rc::default(), token: None, is_beside: true };
        Hooks {
            judge: hooks.judge(self.definition.rules()),
            should_retry: inherited.should_retry.clone().map(|hook| hooks.ask(hook)),
            backoff_time: inherited.backoff_time.clone().map(|hook| hooks.ask(hook)),
        }
    }
}

/// What a function sees beside the attempt.
struct Bound<'a, C> {
    plan: &'a Rc<Plan<C>>,
    run: &'a Rc<Run<C>>,
    slice: &'a Rc<Slice>,
    token: Option<&'a Value>,
    /// Whether no slice is known.
    is_beside: bool,
}

impl<C: 'static> Bound<'_, C> {
    fn ask<T: 'static>(&self, hook: Erased<C, T>) -> AttemptHook<T> {
        let (plan, run, slice) = (self.plan.clone(), self.run.clone(), self.slice.clone());
        let token = self.token.cloned();
        Box::new(move |attempt| {
            hook(&Scope { attempt: Some(attempt), ..plan.scope(&run, &slice, token.as_ref(), None) })
        })
    }

    fn judge<'r>(&self, rules: impl Iterator<Item = &'r Rc<Rule<C>>>) -> Option<ResponseRules> {
        let rules: Vec<Rc<Rule<C>>> = rules.cloned().collect();
        if rules.is_empty() {
            return None;
        }
        let (plan, run, slice) = (self.plan.clone(), self.run.clone(), self.slice.clone());
        let (token, is_beside) = (self.token.cloned(), self.is_beside);
        Some(Box::new(move |response| {
            let body = Lookup::new(&response.body);
            let rule = rules.iter().find(|rule| rule.conditions.hold(response, &body));
            let Some(rule) = rule else { return Ok(None) };
            let page = page_of(response);
            let scope = plan.scope(&run, &slice, token.as_ref(), Some(&page));
            let message = rule.message.as_ref().map(|message| message.sentence(&scope, !is_beside)).transpose()?;
            Ok(Some(Ruling { action: rule.action, message }))
        }))
    }
}

/// An answer, as a rule's sentence sees it.
fn page_of(response: &Response) -> PageScope {
    let envelope = lossy(&response.body).unwrap_or(Value::Null);
    let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
    PageScope { response, envelope: envelope.into(), last: None, has_response: false }
}

/// Tells of what happens to requests, as a sign of life; `who` begins the sentence, `stream` is the one that waits, where one is
/// read.
pub(crate) fn teller(who: String, output: Rc<Output>, stream: String) -> RequestObserver {
    Box::new(move |notice| match notice {
        Notice::Retry { request, what, attempt, tries, wait, is_poll, is_rate_limit, until } => {
            let (method, url, wait) = (&request.method, redacted(&request.url), wait.as_secs_f64());
            let next = attempt + 1;
            let level = if *is_poll { Level::Info } else { Level::Warn };
            output.log(level, &format!("{who}: {method} {url}: {what}; try {next} of {tries} in {wait:.1} s"));
            if *is_rate_limit {
                output.rate_limited(&stream, *until);
            }
        }
        Notice::Renews { request, status } => {
            let summary = request.summary();
            let message =
                format!("{who}: {summary}: the API refuses the credentials (HTTP {status}): once more with new ones");
            output.log(Level::Info, &message);
        }
        Notice::Rests { wait, until } => {
            let wait = wait.as_secs_f64();
            output.log(Level::Warn, &format!("{who}: every token is rate-limited; the first is free in {wait:.1} s"));
            output.rate_limited(&stream, Some(*until));
        }
        Notice::GaveUp { request, attempts } => {
            output.log(Level::Debug, &format!("{who}: {}: attempts: {attempts}", request.summary()));
        }
        Notice::Circuit { origin, failures, what } => {
            let message = format!(
                "{origin} failed {failures} requests in a row (the last: {what}): the rest fails at once, and one every 30 s asks \
                 whether it is well again"
            );
            output.log(Level::Warn, &message);
        }
    })
}

/// The moment that lies so far ahead.
pub(super) fn ahead(output: &Output, wait: Duration) -> Timestamp {
    let now = output.now();
    now.checked_add(wait).unwrap_or(now)
}

impl<C: 'static> Plan<C> {
    /// A slice ended early, by the connector's word.
    pub(super) fn note_ignored(&self, what: &str, output: &Output) {
        /// Those that are told one by one.
        const MOST_TOLD: u64 = 10;
        let count = self.ignored.get() + 1;
        self.ignored.set(count);
        let name = &self.definition.name;
        if count <= MOST_TOLD {
            output.log(Level::Warn, &format!("stream `{name}`: ignored, and the slice ends here: {what}"));
        } else if count == MOST_TOLD + 1 {
            output.log(Level::Warn, &format!("stream `{name}`: further ignored answers are counted only"));
        }
    }
}
