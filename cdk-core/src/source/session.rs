//! What a command works with once the config is judged: the run, and the source's streams.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use crate::budget::Gate;
use crate::cache::{Place, Store};
use crate::client::Client;
use crate::decode::{Program, ProgramOptions, RecordsPath};
use crate::error::{Error, Result};
use crate::http::Transport;
use crate::paginate::at;
use crate::protocol::Level;
use crate::read::Run;
use crate::schema::problem;
use crate::stream::scope::{Scope, Slice};
use crate::stream::{Definition, Source, SourceDef, StreamsFn};
use crate::writer::Output;

/// Requests in flight over all streams, where the source says nothing.
const REQUESTS_IN_FLIGHT: usize = 4;

/// A source with its config.
pub(crate) struct Session<S: Source> {
    pub(crate) run: Rc<Run<S::Config>>,
    pub(crate) definitions: Vec<Definition<S::Config>>,
    pub(super) streams_fn: Option<Rc<dyn StreamsFn<S::Config>>>,
    pub(super) check: Option<&'static str>,
}

impl<S: Source> Session<S> {
    /// `most`: requests in flight by the operator's word, which goes over the source's. `place`: where responses are kept.
    ///
    /// # Errors
    /// Where the source's own definition is wrong.
    pub(crate) fn new(
        config: S::Config,
        output: Rc<Output>,
        stand_in: Option<Url>,
        transport: Rc<dyn Transport>,
        most: Option<usize>,
        place: Place,
    ) -> Result<Self> {
        let definition = S::definition();
        let (check, streams_fn) = (definition.check, definition.streams_fn.clone());
        let mut definitions: Vec<_> = definition.streams.iter().map(|listed| (listed.definition)()).collect();
        if streams_fn.is_none() {
            judge_source_added(&definitions)?;
        }
        judge(&mut definitions)?;
        let gate = Gate::new(most.map_or_else(|| in_flight::<S>(definition, &config, &output), Ok)?);
        let told = output.clone();
        let store = Store::new(place, Box::new(move |what| told.log(Level::Warn, what)));
        let client = Rc::new(Client::new(transport, gate, store, output.redactor.clone()));
        let run = Rc::new(Run { config: Rc::new(config), client, output, stand_in });
        Ok(Self { run, definitions, streams_fn, check })
    }
}

/// Requests in flight, by the source's word.
fn in_flight<S: Source>(definition: SourceDef<S>, config: &S::Config, output: &Output) -> Result<usize> {
    let (slice, now) = (Slice::default(), output.now());
    let (stream, next_page_token, page, raw_record, record, attempt) = (S::NAME, None, None, None, None, None);
    let scope = Scope { config, stream, slice: &slice, next_page_token, page, raw_record, record, attempt, now };
    Ok(definition.into_defaults().0.concurrency(&scope)?.unwrap_or(REQUESTS_IN_FLIGHT))
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
        judge_one(definition).map_err(|error| error.with_context("stream", name))?;
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
        Some(field) => {
            Err(Error::system(format!("the source's `add` fills `{field}`, which none of its streams declares")))
        }
        None => Ok(()),
    }
}

/// Two streams of one name.
pub(super) fn named_twice(name: &str) -> Error {
    Error::system(format!("two streams are named `{name}`; give one of them another `name`"))
}

pub(super) fn judge_parents<C: 'static>(definition: &Definition<C>) -> Result<()> {
    for mut above in parents(definition)? {
        judge_one(&mut above).map_err(|error| error.with_context("stream", above.name.clone()))?;
    }
    Ok(())
}

/// What lies above a stream, parents and theirs.
///
/// # Errors
/// Where they go round in circles.
pub(super) fn parents<C: 'static>(definition: &Definition<C>) -> Result<Vec<Definition<C>>> {
    let mut found = Vec::new();
    above(definition, &mut vec![definition.name.clone()], &mut found)?;
    Ok(found)
}

/// `chain`: the names on the way up so far.
fn above<C: 'static>(below: &Definition<C>, chain: &mut Vec<String>, found: &mut Vec<Definition<C>>) -> Result<()> {
    for parent in below.parents() {
        let parent = (parent.build)();
        let is_cycle = chain.contains(&parent.name);
        chain.push(parent.name.clone());
        if is_cycle {
            return Err(Error::system(format!("the parents go round in circles: {}", chain.join(" → "))));
        }
        above(&parent, chain, found)?;
        chain.pop();
        found.push(parent);
    }
    Ok(())
}

/// A schema that was given: schemars writes no wrong one.
fn judge_schema<C>(definition: &Definition<C>) -> Result<()> {
    if definition.record.whole.is_some() {
        return Ok(());
    }
    let contract = (definition.record.contract)();
    let compiled = || Program::compile(&contract, &ProgramOptions::default()).err();
    match problem(&contract).or_else(compiled) {
        Some(why) => Err(Error::system(format!("the record's schema cannot be used: {why}"))),
        None => Ok(()),
    }
}

/// A stream by itself. What needs its schemas is judged where they are made: by `discover`, and where it is read.
pub(super) fn judge_one<C>(definition: &mut Definition<C>) -> Result<()> {
    if let Some(problem) = definition.take_problem() {
        return Err(problem);
    }
    judge_schema(definition)?;
    RecordsPath::parse(&definition.records_path()).map_err(Error::system)?;
    if definition.own.url_base.is_none() && definition.inherited.url_base.is_none() {
        return Err(Error::system("there is no url_base, neither the stream's nor the source's"));
    }
    judge_fields(definition)
}

/// Whether a schema without properties leaves open what lies below it.
fn may_hold_fields(schema: &Value) -> bool {
    match schema.get("type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(|kind| kind == "object"),
        Some(kind) => kind == "object",
    }
}

/// Fields that are named by their path in the record must be in the announced schema, as far as that says.
fn judge_fields<C>(definition: &Definition<C>) -> Result<()> {
    // Making a schema costs more than all the rest: a field that the derive lists needs none.
    let schema = LazyCell::new(|| (definition.record.announced)());
    let record = &definition.record;
    let listed = |name: &String| record.writes_leaves && record.leaves.iter().any(|(field, _)| field == name);
    let known = |path: &[String]| {
        if let [name] = path
            && listed(name)
        {
            return true;
        }
        let mut node = &*schema;
        for name in path {
            let Some(properties) = node.get("properties") else { return may_hold_fields(node) };
            match at(properties, std::slice::from_ref(name)) {
                Some(below) => node = below,
                None => return false,
            }
        }
        true
    };
    let added = |path: &[String]| definition.added.iter().any(|(field, _)| path.first() == Some(field));
    let mut places: Vec<(&str, &[String])> =
        definition.primary_key().iter().map(|path| ("primary_key", path.as_slice())).collect();
    let paginate = definition.paginate();
    // The last record is looked at as it came, so a field that the struct leaves out may be meant: only a source's word
    // for all its streams is checked, since there it is the field of a struct that was not in sight.
    if definition.own.paginate.is_none()
        && let Some(path) = paginate.last_path()
    {
        places.push(("paginate: last", path));
    }
    places.extend(definition.inherited_last_fields().into_iter().map(|path| ("{last.…}", path)));
    for (word, path) in places {
        if !known(path) && !added(path) {
            let field = path.join(".");
            return Err(Error::system(format!(
                "{word}: the record has no field `{field}` (by its name in the response)"
            )));
        }
    }
    Ok(())
}
