//! Retries, as a stream hears and decides of them: its functions about attempts, and what is told of each wait.

use std::rc::Rc;

use serde_json::Value;

use super::plan::{Plan, Run};
use crate::client::{OnRetry, RetryNotice};
use crate::http::url::redacted;
use crate::protocol::Level;
use crate::retry::{Ask, Hooks};
use crate::stream::Erased;
use crate::stream::scope::{Scope, Slice};
use crate::writer::Output;

impl<C: 'static> Plan<C> {
    /// The stream's functions about the attempts of a request of this slice.
    pub(crate) fn hooks(self: &Rc<Self>, run: &Rc<Run<C>>, slice: &Rc<Slice>, token: Option<&Value>) -> Hooks {
        let should_retry = self.definition.nearest(|level| level.should_retry.clone());
        let backoff_time = self.definition.nearest(|level| level.backoff_time.clone());
        let hooks = Bound { plan: self, run, slice, token };
        Hooks {
            should_retry: should_retry.map(|hook| hooks.ask(hook)),
            backoff_time: backoff_time.map(|hook| hooks.ask(hook)),
        }
    }

    /// Those for a request beside the pages: the source's, since a stream's own are about a slice.
    pub(crate) fn hooks_beside(self: &Rc<Self>, run: &Rc<Run<C>>) -> Hooks {
        let inherited = &self.definition.inherited;
        let hooks = Bound { plan: self, run, slice: &Rc::default(), token: None };
        Hooks {
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
}

impl<C: 'static> Bound<'_, C> {
    fn ask<T: 'static>(&self, hook: Erased<C, T>) -> Ask<T> {
        let (plan, run, slice) = (self.plan.clone(), self.run.clone(), self.slice.clone());
        let token = self.token.cloned();
        Box::new(move |attempt| {
            hook(&Scope { attempt: Some(attempt), ..plan.scope(&run, &slice, token.as_ref(), None) })
        })
    }
}

/// Tells of retries, as a sign of life; `who` begins the sentence, `stream` is the one that waits, where one is read.
pub(crate) fn teller(who: String, output: Rc<Output>, stream: String) -> OnRetry {
    Box::new(move |notice| {
        let RetryNotice { request, what, attempt, tries, wait, .. } = notice;
        let (method, url, wait) = (&request.method, redacted(&request.url), wait.as_secs_f64());
        let next = attempt + 1;
        output.log(Level::Warn, &format!("{who}: {method} {url}: {what}; try {next} of {tries} in {wait:.1} s"));
        if notice.is_rate_limit {
            output.rate_limited(&stream, notice.until);
        }
    })
}
