//! Retry hooks: a stream's rules and functions about attempts, bound to the slice and the token of a request.

use std::rc::Rc;

use serde_json::Value;

use crate::decode::lossy;
use crate::http::Response;
use crate::json::JsonLookup;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::retry::{AttemptHook, Hooks, ResponseRules, Ruling};
use crate::stream::scope::{PageScope, Scope, Slice};
use crate::stream::{ErasedFn, Rule};

/// The stream's rules and functions for a request of this slice.
pub(crate) fn retry_hooks<C: 'static>(slice: &OpenSlice<C>, token: Option<&Value>) -> Hooks {
    let definition = &slice.stream.plan.definition;
    let should_retry = definition.nearest(|level| level.should_retry.clone());
    let backoff_time = definition.nearest(|level| level.backoff_time.clone());
    let bound = BoundHooks { slice, token, has_slice: true };
    Hooks {
        judge: bound.rules(definition.rules()),
        should_retry: should_retry.map(|hook| bound.hook(hook)),
        backoff_time: backoff_time.map(|hook| bound.hook(hook)),
    }
}

/// The stream's rules and the functions of the source for a request that is not a page: a stream's own functions need a
/// slice.
pub(crate) fn function_retry_hooks<C: 'static>(stream: &Rc<OpenStream<C>>) -> Hooks {
    let definition = &stream.plan.definition;
    let inherited = &definition.inherited;
    let no_slice = OpenSlice { stream: stream.clone(), slice: Rc::new(Slice::default()) };
    let bound = BoundHooks { slice: &no_slice, token: None, has_slice: false };
    Hooks {
        judge: bound.rules(definition.rules()),
        should_retry: inherited.should_retry.clone().map(|hook| bound.hook(hook)),
        backoff_time: inherited.backoff_time.clone().map(|hook| bound.hook(hook)),
    }
}

/// What a function sees in addition to the attempt.
struct BoundHooks<'a, C> {
    slice: &'a OpenSlice<C>,
    token: Option<&'a Value>,
    /// Whether the request is for a page, so that its slice is known.
    has_slice: bool,
}

impl<C: 'static> BoundHooks<'_, C> {
    fn hook<T: 'static>(&self, hook: ErasedFn<C, T>) -> AttemptHook<T> {
        let (bound, token) = (self.slice.clone(), self.token.cloned());
        Box::new(move |attempt| {
            let scope = bound.stream.scope(&bound.slice, token.as_ref(), None);
            hook(&Scope { attempt: Some(attempt), ..scope })
        })
    }

    fn rules<'r>(&self, rules: impl Iterator<Item = &'r Rc<Rule<C>>>) -> Option<ResponseRules> {
        let rules: Vec<Rc<Rule<C>>> = rules.cloned().collect();
        if rules.is_empty() {
            return None;
        }
        let (bound, token, has_slice) = (self.slice.clone(), self.token.cloned(), self.has_slice);
        Some(Box::new(move |response| {
            let body = JsonLookup::new(&response.body);
            let rule = rules.iter().find(|rule| rule.conditions.hold(response, &body));
            let Some(rule) = rule else { return Ok(None) };
            let page = page_of(response);
            let scope = bound.stream.scope(&bound.slice, token.as_ref(), Some(&page));
            let message = rule.message.as_ref().map(|message| message.sentence(&scope, has_slice));
            let message = message.transpose()?;
            Ok(Some(Ruling { action: rule.action, message }))
        }))
    }
}

/// A response, as a rule's sentence sees it.
fn page_of(response: &Response) -> PageScope {
    let envelope = lossy(&response.body).unwrap_or(Value::Null);
    let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
    PageScope { response, envelope: envelope.into(), last: None, records: None, has_response: false }
}
