//! Session: the run and the source's streams, after the config was validated.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::ConfigStore;

use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::cassette::Recorder;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::http::MemoryBudget;
use crate::http::Transport;
use crate::protocol::Level;
use crate::read::{OncePerRun, ReadPurpose, RunContext, SharedSigners, request_observer};
use crate::secret::Pasted;
use crate::stream::scope::{Scope, Slice};
use crate::stream::{Definition, Inherited, SourceDef, StreamsFn, judge_one, judge_parents};
use crate::writer::RunOutput;

/// Default limit of requests in flight for the whole source.
const REQUESTS_IN_FLIGHT: usize = 4;

/// The resources of a run, independent of the source.
pub(crate) struct RunSetup {
    pub(crate) output: Rc<RunOutput>,
    /// Base URL of a test server that replaces the API (`CDK_URL_BASE`).
    pub(crate) stand_in: Option<Url>,
    pub(crate) transport: Rc<dyn Transport>,
    /// Limit of requests in flight set by the operator (`--concurrency`). Has precedence over the source's.
    pub(crate) max_in_flight: Option<usize>,
    /// Where responses are cached.
    pub(crate) cache: CacheLocation,
    /// The memory that responses may hold.
    pub(crate) room: Rc<MemoryBudget>,
    /// What the records are for.
    pub(crate) purpose: ReadPurpose,
    /// The config file, if new refresh tokens are written there.
    pub(crate) config_file: Option<PathBuf>,
    /// The recording of the run, if any.
    pub(crate) recorder: Option<Rc<Recorder>>,
}

/// A source with its config.
pub(crate) struct Session<C> {
    pub(crate) run: Rc<RunContext<C>>,
    pub(crate) definitions: Vec<Definition<C>>,
    pub(super) streams_fn: Option<Rc<dyn StreamsFn<C>>>,
    pub(super) check: Option<String>,
    /// What the requests of `streams_fn` inherit from the source. Taken when the function runs.
    pub(super) inherited: Inherited<C>,
}

impl<C: 'static> Session<C> {
    /// `value`: the config as the platform wrote it; `pasted`: its texts.
    ///
    /// # Errors
    /// If the source's definition is invalid.
    pub(crate) fn new(
        mut source: SourceDef<C>,
        (value, pasted, config): (Value, Pasted, C),
        setup: RunSetup,
    ) -> Result<Self> {
        let RunSetup { output, stand_in, transport, max_in_flight, cache, room, purpose, config_file, recorder } =
            setup;
        let mut definitions: Vec<_> = source.streams.iter().map(|listed| listed()).collect();
        let (check, streams_fn) = (source.check.clone(), source.streams_fn.clone());
        if streams_fn.is_none() {
            judge_source_added(&definitions)?;
        }
        judge(&mut definitions)?;
        // A source that is a value may have defaults that its streams did not inherit.
        if let Some(problem) = source.defaults.problems.drain(..).next() {
            return Err(problem);
        }
        let gate = Gate::new(max_in_flight.map_or_else(|| in_flight(&source, &config, &output), Ok)?);
        let (log, clock, signing_clock) = (output.clone(), output.clone(), output.clone());
        let store = Store::new(cache, Box::new(move |what| log.log(Level::Warn, what)));
        let config_updates = Rc::new(ConfigStore::new(value, pasted, output.clone(), config_file));
        let auth_teller = request_observer("auth".to_owned(), output.clone(), String::new());
        let client = Client::new(transport, gate, store, output.redactor.clone()).with_memory(room);
        let client = client.with_config_updates(config_updates.clone(), auth_teller);
        let client = client.with_clock(move || clock.now()).with_signing_clock(move || signing_clock.moving_now());
        let client = Rc::new(client);
        let (config, once_per_run, signers) = (Rc::new(config), OncePerRun::default(), SharedSigners::default());
        let began = output.now();
        let run = Rc::new(RunContext {
            config,
            client,
            output,
            stand_in,
            config_updates,
            once_per_run,
            signers,
            began,
            purpose,
            recorder,
        });
        Ok(Self { run, definitions, streams_fn, check, inherited: source.into_inherited() })
    }
}

/// The source's own limit of requests in flight.
fn in_flight<C>(source: &SourceDef<C>, config: &C, output: &RunOutput) -> Result<usize> {
    let (slice, now, log) = (Slice::default(), output.now(), output);
    let (stream, next_page_token, page, raw_record, record, attempt) = (&*source.name, None, None, None, None, None);
    let (slice, state) = (&slice, None);
    let scope = Scope { config, stream, slice, state, next_page_token, page, raw_record, record, attempt, now, log };
    Ok(source.defaults.concurrency(&scope)?.unwrap_or(REQUESTS_IN_FLIGHT))
}

/// Checks what the compiler cannot: duplicate names, keys in nested fields, cycles of parents.
fn judge<C: 'static>(definitions: &mut [Definition<C>]) -> Result<()> {
    let mut names = BTreeSet::new();
    for definition in definitions {
        let name = definition.name.clone();
        if !names.insert(name.clone()) {
            return Err(named_twice(&name));
        }
        judge_parents(definition)?;
        judge_one(definition).map_err(|error| error.in_stream(name))?;
    }
    Ok(())
}

/// A field that the source adds must be declared by a stream. Streams of `streams = f` may declare any field.
fn judge_source_added<C>(definitions: &[Definition<C>]) -> Result<()> {
    let left_over = |definition: &Definition<C>| -> BTreeSet<String> {
        definition.inherited.added.iter().map(|(field, _)| field.clone()).collect()
    };
    let nowhere = definitions.iter().map(left_over).reduce(|one, other| &one & &other).unwrap_or_default();
    match nowhere.first() {
        Some(field) => Err(Error::system(format!(
            "the source's `add` fills `{field}`, but none of its streams declares that field"
        ))),
        None => Ok(()),
    }
}

/// The error for two streams with the same name.
pub(super) fn named_twice(name: &str) -> Error {
    Error::system(format!("two streams are named `{name}`; give one of them another `name`"))
}
