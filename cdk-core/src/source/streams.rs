//! Streams that only the API knows: the function of `streams = f` is asked, and what it gives is judged.
//!
//! In: a session. Out: the streams by name, each with its definition or with what is wrong with it.
//! Default: none, where the source has no such function.
//! Not here: which command asks (see `discover`, `check`, `catalog`).

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Instant;

use super::Session;
use super::session::named_twice;
use crate::client::{Sending, Stats};
use crate::error::{Error, Result};
use crate::http::Requester;
use crate::protocol::Level;
use crate::read::{Asking, Plan, Run, teller};
use crate::stream::{
    Definition, DynRecord, Paginate, Source, SourceContext, StreamDef, judge_one, judge_parents, parents,
};

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
        let at = |error: Error| error.in_hook("streams");
        let (api, stats) = asking::<S>(&self.run).map_err(at)?;
        let streams = match function.call(SourceContext::new(&self.run.config, &api)).await {
            Ok(streams) => streams,
            Err(error) => return Ok(Err(at(error))),
        };
        let (count, requests, seconds) = (streams.len(), stats.requests.get(), started.elapsed().as_secs_f64());
        self.run.output.log(Level::Info, &format!("{WHO}: {count} streams, {requests} requests, {seconds:.1} s"));

        if count > MOST_STREAMS {
            return Err(at(Error::system(format!(
                "the function returned {count} streams; the maximum is {MOST_STREAMS}"
            ))));
        }
        let mut names: BTreeSet<String> = self.definitions.iter().map(|listed| listed.name.clone()).collect();
        let mut found = Vec::new();
        for stream in streams {
            let definition = stream.0;
            let name = definition.name.clone();
            if name.trim().is_empty() {
                return Err(at(Error::system("the name of a stream is empty")));
            }
            if !names.insert(name.clone()) {
                return Err(at(named_twice(&name)));
            }
            parents(&definition).map_err(at)?;
            let definition = judged(definition).map_err(|error| at(error.in_stream(&name)));
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

/// The source as a stream that has no records: its defaults make the requests.
fn asking<S: Source>(run: &Rc<Run<S::Config>>) -> Result<(Asking<S::Config>, Rc<Stats>)> {
    let definition = StreamDef::<DynRecord, S::Config>::new("streams").source::<S>().paginate(Paginate::none());
    let plan = Rc::new(Plan::new(definition.into_definition(), run)?);
    let stats = Rc::new(Stats::default());
    let sending = Sending {
        who: WHO.to_owned(),
        label: WHO.to_owned(),
        requester: Requester::Stream,
        signer: plan.sending.signer.clone(),
        retry: plan.sending.retry.clone(),
        pass: plan.sending.pass.clone(),
        circuit: plan.sending.circuit,
        observer: Some(teller(WHO.to_owned(), run.output.clone(), WHO.to_owned())),
        stats: stats.clone(),
        ..Sending::default()
    };
    Ok((Asking::new(plan, run.clone(), Rc::new(sending)), stats))
}
