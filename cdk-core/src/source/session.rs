//! What a command works with once the config is judged: the run, and the source's streams.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::ConfigStore;

use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::http::MemoryBudget;
use crate::http::Transport;
use crate::protocol::Level;
use crate::read::{OncePerRun, RunContext, SharedSigners, request_observer};
use crate::secret::Pasted;
use crate::stream::scope::{Scope, Slice};
use crate::stream::{Definition, Inherited, SourceDef, StreamsFn, judge_one, judge_parents};
use crate::writer::RunOutput;

/// Requests in flight over all streams, where the source says nothing.
const REQUESTS_IN_FLIGHT: usize = 4;

/// What a run works with, whatever its source.
pub(crate) struct RunSetup {
    pub(crate) output: Rc<RunOutput>,
    /// The server in place of the API's.
    pub(crate) stand_in: Option<Url>,
    pub(crate) transport: Rc<dyn Transport>,
    /// Requests in flight by the operator's word, which goes over the source's.
    pub(crate) max_in_flight: Option<usize>,
    /// Where responses are kept.
    pub(crate) cache: CacheLocation,
    /// The memory that responses may hold.
    pub(crate) room: Rc<MemoryBudget>,
}

/// A source with its config.
pub(crate) struct Session<C> {
    pub(crate) run: Rc<RunContext<C>>,
    pub(crate) definitions: Vec<Definition<C>>,
    pub(super) streams_fn: Option<Rc<dyn StreamsFn<C>>>,
    pub(super) check: Option<String>,
    /// What the requests of `streams_fn` inherit; taken when it is called.
    pub(super) inherited: Inherited<C>,
}

impl<C: 'static> Session<C> {
    /// `value`: the config as it came; `pasted`: its texts.
    ///
    /// # Errors
    /// Where the source's own definition is wrong.
    pub(crate) fn new(
        mut source: SourceDef<C>,
        (value, pasted, config): (Value, Pasted, C),
        setup: RunSetup,
    ) -> Result<Self> {
        let RunSetup { output, stand_in, transport, max_in_flight, cache, room } = setup;
        let mut definitions: Vec<_> = source.streams.iter().map(|listed| listed()).collect();
        let (check, streams_fn) = (source.check.clone(), source.streams_fn.clone());
        if streams_fn.is_none() {
            judge_source_added(&definitions)?;
        }
        judge(&mut definitions)?;
        // Of a source that is a value: its streams may have other defaults.
        if let Some(problem) = source.defaults.problems.drain(..).next() {
            return Err(problem);
        }
        let gate = Gate::new(max_in_flight.map_or_else(|| in_flight(&source, &config, &output), Ok)?);
        let (told, clock, signing_clock) = (output.clone(), output.clone(), output.clone());
        let store = Store::new(cache, Box::new(move |what| told.log(Level::Warn, what)));
        let config_updates = Rc::new(ConfigStore::new(value, pasted, output.clone()));
        let auth_teller = request_observer("auth".to_owned(), output.clone(), String::new());
        let client = Client::new(transport, gate, store, output.redactor.clone()).with_memory(room);
        let client = client.with_config_updates(config_updates.clone(), auth_teller);
        let client = client.with_clock(move || clock.now()).with_signing_clock(move || signing_clock.moving_now());
        let client = Rc::new(client);
        let (config, once_per_run, signers) = (Rc::new(config), OncePerRun::default(), SharedSigners::default());
        let began = output.now();
        let run =
            Rc::new(RunContext { config, client, output, stand_in, config_updates, once_per_run, signers, began });
        Ok(Self { run, definitions, streams_fn, check, inherited: source.into_inherited() })
    }
}

/// Requests in flight, by the source's word.
fn in_flight<C>(source: &SourceDef<C>, config: &C, output: &RunOutput) -> Result<usize> {
    let (slice, now, log) = (Slice::default(), output.now(), output);
    let (stream, next_page_token, page, raw_record, record, attempt) = (&*source.name, None, None, None, None, None);
    let (slice, state) = (&slice, None);
    let scope = Scope { config, stream, slice, state, next_page_token, page, raw_record, record, attempt, now, log };
    Ok(source.defaults.concurrency(&scope)?.unwrap_or(REQUESTS_IN_FLIGHT))
}

/// What no compiler could see: names, keys in nested fields, cycles.
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

/// A field that the source adds must be declared somewhere; streams that only the API knows may declare any.
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

/// Two streams of one name.
pub(super) fn named_twice(name: &str) -> Error {
    Error::system(format!("two streams are named `{name}`; give one of them another `name`"))
}
