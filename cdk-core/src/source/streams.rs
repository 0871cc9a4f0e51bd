//! Streams that only the API knows: the function of `streams = f` is asked, and what it gives is judged.
//!
//! In: a session. Out: the streams by name, each with its definition or with what is wrong with it.
//! Default: none, where the source has no such function.
//! Not here: which command asks (see `discover`, `check`, `catalog`).

use std::any::Any;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Instant;

use http::Method;
use jiff::Timestamp;

use super::Session;
use super::session::{judge_one, judge_parents, named_twice, parents};
use crate::auth::LocalFuture;
use crate::client::{Sending, Stats, Tries};
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::protocol::Level;
use crate::read::{Parents, Plan, Run, teller};
use crate::stream::scope::Slice;
use crate::stream::{Definition, DynRecord, NextRecord, Paginate, Source, SourceApi, SourceContext, StreamDef};

/// More streams than any API has tables that somebody reads; each costs a schema and a compiled contract.
const MOST_STREAMS: usize = 10_000;
/// Begins every message about the function.
const WHO: &str = "hook `streams`";

/// A stream that the function gave.
pub(crate) struct Found<C> {
    pub(super) name: String,
    /// What is wrong with it by itself: of no concern where it is not selected.
    pub(super) definition: Result<Definition<C>>,
}

impl<S: Source> Session<S> {
    /// Asks the function. The inner error is its own: the API's, most likely.
    ///
    /// # Errors
    /// Where the streams cannot stand side by side: two of one name, parents in a circle.
    pub(super) async fn found(&self) -> Result<Result<Vec<Found<S::Config>>>> {
        let Some(function) = &self.streams_fn else { return Ok(Ok(Vec::new())) };
        let started = Instant::now();
        let at = |error: Error| error.with_context("hook", "streams");
        let api = Asking::new::<S>(&self.run).map_err(at)?;
        let streams = match function.call(SourceContext::new(&self.run.config, &api)).await {
            Ok(streams) => streams,
            Err(error) => return Ok(Err(at(error))),
        };
        let (count, requests, seconds) =
            (streams.len(), api.sending.stats.requests.get(), started.elapsed().as_secs_f64());
        self.run.output.log(Level::Info, &format!("{WHO}: {count} streams, {requests} requests, {seconds:.1} s"));

        if count > MOST_STREAMS {
            return Err(at(Error::system(format!("{count} streams, and at most {MOST_STREAMS} can be offered"))));
        }
        let mut names: BTreeSet<String> = self.definitions.iter().map(|listed| listed.name.clone()).collect();
        let mut found = Vec::new();
        for stream in streams {
            let definition = stream.0;
            let name = definition.name.clone();
            if name.trim().is_empty() {
                return Err(at(Error::system("a stream has no name")));
            }
            if !names.insert(name.clone()) {
                return Err(at(named_twice(&name)));
            }
            parents(&definition).map_err(at)?;
            let definition = judged(definition).map_err(|error| at(error.with_context("stream", &name)));
            found.push(Found { name, definition });
        }
        Ok(Ok(found))
    }
}

fn judged<C: 'static>(mut definition: Definition<C>) -> Result<Definition<C>> {
    judge_parents(&definition)?;
    judge_one(&mut definition)?;
    Ok(definition)
}

/// The source as a stream that has no records: its defaults make the requests, and the slice is the path.
struct Asking<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    sending: Rc<Sending>,
    no_slice: Rc<Slice>,
}

impl<C: 'static> Asking<C> {
    fn new<S: Source<Config = C>>(run: &Rc<Run<C>>) -> Result<Self> {
        let definition = StreamDef::<DynRecord, C, (), String>::new("streams")
            .source::<S>()
            .path_hook(|cx| Ok(cx.slice().clone()))
            .paginate(Paginate::none());
        let mut definition = definition.into_definition();
        if let Some(problem) = definition.take_problem() {
            return Err(problem);
        }
        let plan = Rc::new(Plan::new(definition, run)?);
        let sending = Sending {
            who: WHO.to_owned(),
            signer: plan.sending.signer.clone(),
            retry: plan.sending.retry.clone(),
            on_retry: Some(teller(WHO.to_owned(), run.output.clone(), WHO.to_owned())),
            stats: Rc::new(Stats::default()),
            ..Sending::default()
        };
        Ok(Self { plan, run: run.clone(), sending: Rc::new(sending), no_slice: Rc::default() })
    }
}

impl<C: 'static> SourceApi<C> for Asking<C> {
    fn now(&self) -> Timestamp {
        self.run.output.now()
    }

    fn request(&self, method: Method, path: &str) -> Result<Request> {
        // A fragment is for browsers, and never sent.
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let slice = Slice { given: vec![("slice".into(), Rc::new(path.to_owned()))], ..Slice::default() };
        let request = self.plan.request(&self.plan.scope(&self.run, &slice, None, None))?;
        Ok(Request { method, ..request })
    }

    fn send(&self, mut request: Request) -> LocalFuture<'_, Result<Response>> {
        Box::pin(async move {
            request.url = self.plan.origins.resolve(None, request.url, "the request goes to")?;
            let hooks = self.plan.hooks(&self.run, &self.no_slice, None);
            Tries::new(self.run.client.clone(), self.sending.clone(), request).with_hooks(hooks).send().await
        })
    }

    fn read(&self, mut definition: Definition<C>) -> Result<Box<dyn NextRecord>> {
        let name = definition.name.clone();
        let at = |error: Error| error.with_context("records of", &name);
        judge_parents(&definition).map_err(at)?;
        judge_one(&mut definition).map_err(at)?;
        let plan = Rc::new(Plan::new(definition, &self.run).map_err(at)?);
        Ok(Box::new(Typed { records: Parents::new(&self.plan, 0, &plan, &self.run), name }))
    }
}

/// The records of a stream, as the slices of another would see them.
struct Typed<C> {
    records: Parents<C>,
    name: String,
}

impl<C: 'static> NextRecord for Typed<C> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>> {
        Box::pin(async move {
            let record = self.records.record().await.map_err(|error| error.with_context("records of", &self.name))?;
            let Some(record) = record else { return Ok(None) };
            // Nothing else holds it: it has no children here.
            Ok(Rc::into_inner(record).map(|record| record.typed))
        })
    }
}
