//! Dynamic streams: calls the function of `streams = f` and checks its result.
//!
//! In: a session. Out: the streams by name, each with its definition or its error.
//! Default: none, without `streams = f`.
//! Not here: the commands that need the streams (see `discover`, `check`, `catalog`).

use std::collections::BTreeSet;
use std::time::Instant;

use super::Session;
use super::session::named_twice;
use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::read::source_function_api;
use crate::stream::{Definition, DynRecord, Paginate, StreamDef, StreamsCx, judge_one, judge_parents, parents};

/// Limit of dynamic streams. Each costs a schema and a compiled decoder.
const MOST_STREAMS: usize = 10_000;
/// Prefix of every message about the function.
const WHO: &str = "hook `streams`";

/// A stream that the function returned.
pub(crate) struct FoundStream<C> {
    pub(super) name: String,
    /// An error here matters only if the stream is selected.
    pub(super) definition: Result<Definition<C>>,
}

impl<C: 'static> Session<C> {
    /// Calls the function. The inner error is the function's, usually an error of the API.
    ///
    /// # Errors
    /// If two streams have the same name, or parents form a cycle.
    pub(super) async fn found(&mut self) -> Result<Result<Vec<FoundStream<C>>>> {
        let Some(function) = self.streams_fn.clone() else { return Ok(Ok(Vec::new())) };
        let started = Instant::now();
        let at = |error: Error| error.in_hook("streams");
        // The source as a stream without records: the requests use its defaults.
        let inherited = std::mem::take(&mut self.inherited);
        let source = StreamDef::<DynRecord, C>::new("streams").inheriting(inherited).paginate(Paginate::none());
        let (api, stats) = source_function_api(source.into_definition(), WHO, &self.run).map_err(at)?;
        let streams = match function.call(StreamsCx::new(&self.run.config, &api)).await {
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
            found.push(FoundStream { name, definition });
        }
        Ok(Ok(found))
    }
}

fn judged<C: 'static>(mut definition: Definition<C>) -> Result<Definition<C>> {
    judge_parents(&definition)?;
    judge_one(&mut definition)?;
    Ok(definition)
}
