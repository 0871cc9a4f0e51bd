//! Function API: the requests that a connector's function sends, and the streams that it reads.
//!
//! In: the stream that the function belongs to (or the source itself, for `streams = f`). Out: what a `ApiHandle` and a
//! `StreamsCx` offer: requests with the stream's defaults and credentials, records of other streams.
//! Default: the rules of `on`, and `retry`; a stream's own hooks are about a slice, and left out.
//! Not here: when a function is called (see `slice::function_values`, `prepare` and `source::streams`), what its
//! request holds (see `function_request`).

use std::any::Any;
use std::fmt::Display;
use std::rc::Rc;

use http::Method;
use jiff::Timestamp;

use super::function_request::{RequestOf, base_of_config, function_request};
use super::retry_hooks::{function_retry_hooks, retry_hooks};
use crate::auth::LocalFuture;
use crate::client::{Sending, Tries};
use crate::error::{Error, Result};
use crate::hook_log::{HookLog, LogLevel};
use crate::http::url::joined;
use crate::http::{Request, Response};
use crate::read::base::record_source::RecordQueue;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::stream::scope::Slice;
use crate::stream::{Definition, NextRecord, SourceApi, judge_one, judge_parents, parents};

/// Requests and records for a function.
pub(crate) struct FunctionApi<C> {
    stream: Rc<OpenStream<C>>,
    /// How its requests are sent, logged and counted.
    sending: Rc<Sending>,
    /// The slice that is about to be read: the stream's own rules and functions about attempts hold, and its `params`,
    /// which are for its pages, do not.
    slice: Option<Rc<Slice>>,
}

impl<C: 'static> FunctionApi<C> {
    /// For a function of the stream: its requests count as the stream's.
    pub(crate) fn of_stream(stream: &Rc<OpenStream<C>>) -> Self {
        Self { stream: stream.clone(), sending: stream.sending.clone(), slice: None }
    }

    /// For work before a slice.
    pub(crate) fn of_slice(slice: &OpenSlice<C>) -> Self {
        Self { slice: Some(slice.slice.clone()), ..Self::of_stream(&slice.stream) }
    }

    /// For a function whose requests are logged and counted separately.
    pub(crate) fn with_sending(stream: &Rc<OpenStream<C>>, sending: Sending) -> Self {
        Self { sending: Rc::new(sending), ..Self::of_stream(stream) }
    }
}

impl<C: 'static> SourceApi<C> for FunctionApi<C> {
    fn now(&self) -> Timestamp {
        self.stream.run.output.now()
    }

    fn log(&self, level: LogLevel, message: &dyn Display) {
        self.stream.run.output.hook_log(level, &self.sending.label, message);
    }

    fn request(&self, method: Method, path: &str) -> Result<Request> {
        // A fragment is for browsers, and never sent.
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let no_slice = Slice::default();
        let of = if self.slice.is_none() { RequestOf::Stream } else { RequestOf::Slice };
        let scope = self.stream.scope(&no_slice, None, None);
        function_request(&self.stream.plan.request, &scope, (method, path), of)
    }

    fn send(&self, mut request: Request) -> LocalFuture<'_, Result<Response>> {
        Box::pin(async move {
            let (plan, no_slice) = (&self.stream.plan.request, Slice::default());
            let base = base_of_config(plan, &self.stream.scope(&no_slice, None, None))?;
            let base = base.map(|base| joined(&base, "")).transpose()?;
            request.url = plan.origins.resolve(base.as_ref(), request.url, "the request goes to")?;
            let hooks = match &self.slice {
                Some(slice) => retry_hooks(&OpenSlice { stream: self.stream.clone(), slice: slice.clone() }, None),
                None => function_retry_hooks(&self.stream),
            };
            let pass = plan.passes.of(&request, base.as_ref());
            let is_graphql = plan.definition.asks_graphql(&request);
            let tries = Tries::new(self.stream.run.client.clone(), self.sending.clone(), request);
            tries.with_pass(pass).with_hooks(hooks).graphql(is_graphql).send_beside().await
        })
    }

    fn read(&self, mut definition: Definition<C>) -> Result<Box<dyn NextRecord>> {
        let name = definition.name.clone();
        let at = |error: Error| error.in_records_of(&name);
        let above = parents(&definition).map_err(at)?;
        if above.iter().chain([&definition]).any(|read| read.name == self.stream.name()) {
            return Err(at(Error::system("a stream cannot be read to list its own slices")));
        }
        judge_parents(&definition).map_err(at)?;
        judge_one(&mut definition).map_err(at)?;
        let open_records = self.stream.open_records;
        let stream = OpenStream::open(definition, &self.stream.run, open_records).map_err(at)?;
        Ok(Box::new(FunctionRecords { records: open_records(&stream, None), name }))
    }
}

/// The records of a stream, for a function that reads it.
struct FunctionRecords {
    records: RecordQueue,
    name: String,
}

impl NextRecord for FunctionRecords {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>> {
        Box::pin(async move { self.records.next_typed().await.map_err(|error| error.in_records_of(&self.name)) })
    }
}
