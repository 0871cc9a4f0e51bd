//! Asking: requests that a connector's function makes by itself, beside those for pages.
//!
//! In: the plan of the stream that the function belongs to (or of the source itself, for `streams = f`). Out: what a
//! `SliceContext` and a `StreamsCx` ask for: requests with the plan's defaults and credentials, records of other streams.
//! Default: `url_base`, `params` and `headers` as far as they can be told before a slice is known, the rules of `on`, and
//! `retry`; a stream's own hooks and its body are about a slice, and left out.
//! Not here: when a function is asked (see `given`, and `source::streams`).

use std::any::Any;
use std::fmt::Display;
use std::rc::Rc;

use http::{HeaderMap, Method};
use jiff::Timestamp;
use url::Url;

use super::parent_records::ParentRecords;
use super::plan::{Plan, Run};
use crate::auth::LocalFuture;
use crate::client::{Sending, Tries};
use crate::error::{Error, Result};
use crate::hook_log::{HookLog, LogLevel};
use crate::http::url::joined;
use crate::http::{Request, Response};
use crate::stream::scope::{Scope, Slice};
use crate::stream::{Definition, NextRecord, Params, SourceApi, judge_one, judge_parents, parents, texts};

/// Asks the API for a function.
pub(crate) struct Asking<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    sending: Rc<Sending>,
    /// The slice that is about to be read: the stream's own rules and functions about attempts hold, and its `params`, which
    /// are for its pages, do not.
    slice: Option<Rc<Slice>>,
}

impl<C: 'static> Asking<C> {
    /// `sending`: how its requests are told of and counted.
    pub(crate) fn new(plan: Rc<Plan<C>>, run: Rc<Run<C>>, sending: Rc<Sending>) -> Self {
        Self { plan, run, sending, slice: None }
    }

    /// For what is done before a slice.
    pub(super) fn of_slice(mut self, slice: Rc<Slice>) -> Self {
        self.slice = Some(slice);
        self
    }
}

impl<C: 'static> SourceApi<C> for Asking<C> {
    fn now(&self) -> Timestamp {
        self.run.output.now()
    }

    fn log(&self, level: LogLevel, message: &dyn Display) {
        self.run.output.hook_log(level, &self.sending.label, message);
    }

    fn request(&self, method: Method, path: &str) -> Result<Request> {
        // A fragment is for browsers, and never sent.
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let slice = Slice::default();
        self.plan.request_beside(&self.plan.scope(&self.run, &slice, None, None), method, path, self.slice.is_none())
    }

    fn send(&self, mut request: Request) -> LocalFuture<'_, Result<Response>> {
        Box::pin(async move {
            let slice = Slice::default();
            let base = self.plan.base_beside(&self.plan.scope(&self.run, &slice, None, None))?;
            let base = base.map(|base| joined(&base, "")).transpose()?;
            request.url = self.plan.origins.resolve(base.as_ref(), request.url, "the request goes to")?;
            let hooks = match &self.slice {
                Some(slice) => self.plan.hooks(&self.run, slice, None),
                None => self.plan.hooks_beside(&self.run),
            };
            let pass = self.plan.passing.of(&request, base.as_ref());
            let is_graphql = self.plan.definition.asks_graphql(&request);
            let tries = Tries::new(self.run.client.clone(), self.sending.clone(), request);
            tries.with_pass(pass).with_hooks(hooks).graphql(is_graphql).send_beside().await
        })
    }

    fn read(&self, mut definition: Definition<C>) -> Result<Box<dyn NextRecord>> {
        let name = definition.name.clone();
        let at = |error: Error| error.with_context("records of", &name);
        let above = parents(&definition).map_err(at)?;
        if above.iter().chain([&definition]).any(|read| read.name == self.plan.definition.name) {
            return Err(at(Error::system("the stream that asks for its slices cannot be read for them")));
        }
        judge_parents(&definition).map_err(at)?;
        judge_one(&mut definition).map_err(at)?;
        let plan = Rc::new(Plan::new(definition, &self.run).map_err(at)?);
        Ok(Box::new(Typed { records: ParentRecords::new(&plan, &self.run, None), name }))
    }
}

impl<C: 'static> Plan<C> {
    /// The nearest `url_base` that can be told without a slice.
    fn base_beside(&self, scope: &Scope<'_, C>) -> Result<Option<String>> {
        let own = self.definition.own.url_base.as_ref().filter(|base| base.is_of_config_alone());
        own.or(self.definition.inherited.url_base.as_ref()).map(|base| base.base(scope)).transpose()
    }

    fn request_beside(&self, scope: &Scope<'_, C>, method: Method, path: &str, has_params: bool) -> Result<Request> {
        let base = self.base_beside(scope)?;
        let mut url = match &base {
            Some(base) => joined(base, path)?,
            None => Url::parse(path).map_err(|_| {
                let why = match self.definition.own.url_base {
                    Some(_) => "`url_base` names a slice",
                    None => "there is no url_base, neither the stream's nor the source's",
                };
                Error::system(format!("{why}, so `{path}` must be a whole URL of a declared origin"))
            })?,
        };
        let (own, inherited) = (&self.definition.own, &self.definition.inherited);

        let mut params = texts("param", &inherited.params, scope)?;
        let mut said = Params::new();
        for (name, value) in url.query_pairs() {
            said.append(&name, value.into_owned());
        }
        params.merge(said);
        for entry in own.params.iter().filter(|(_, node)| has_params && node.is_of_config_alone()) {
            params.merge(texts("param", std::slice::from_ref(entry), scope)?);
        }
        if let Some(hook) = &inherited.request_params {
            params.merge(hook(scope)?);
        }
        url.set_query(None);
        if params.pairs.iter().any(|(_, values)| !values.is_empty()) {
            let mut query = url.query_pairs_mut();
            for (name, values) in &params.pairs {
                query.extend_pairs(values.iter().map(|value| (name, value)));
            }
        }

        let mut headers = texts("header", &inherited.headers, scope)?;
        for entry in own.headers.iter().filter(|(_, node)| node.is_of_config_alone()) {
            headers.merge(texts("header", std::slice::from_ref(entry), scope)?);
        }
        if let Some(hook) = &inherited.request_headers {
            headers.merge(hook(scope)?);
        }
        let base = base.map(|base| joined(&base, "")).transpose()?;
        let url = self.origins.resolve(base.as_ref(), url, "the request goes to")?;
        let mut request = Request { method, url, headers: HeaderMap::new(), body: None };
        for (name, values) in headers.pairs.iter().filter(|(_, values)| !values.is_empty()) {
            self.set_header(&mut request, name, &values.join(", "))?;
        }
        Ok(request)
    }
}

/// The records of a stream, as the slices of another would see them.
struct Typed<C> {
    records: ParentRecords<C>,
    name: String,
}

impl<C: 'static> NextRecord for Typed<C> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>> {
        Box::pin(
            async move { self.records.typed().await.map_err(|error| error.with_context("records of", &self.name)) },
        )
    }
}
