//! Build: makes the plan of a stream from its definition and the config.
//!
//! In: a definition and the run. Out: the plan, with those of its parents; or the first error.
//! An inner parent is read again for each part of an outer slicer, so its responses are cached.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use super::captures::{Captures, EmbeddedCaptures};
use super::cursor::CursorPlan;
use super::gate_passes::GatePasses;
use super::run_context::{RunContext, scope};
use super::signer::build_signer;
use super::stream_plan::{PagingPlan, RecordPlan, RequestPlan, StreamPlan};
use crate::budget::{Lane, Pass};
use crate::cache::Cache;
use crate::decode::{OnMismatch, Program, ProgramOptions, RecordsPath};
use crate::error::{Error, Result};
use crate::http::url::Origins;
use crate::paginate::Paginate;
use crate::read::base::request_observer::wait_observer;
use crate::record::Line;
use crate::stream::scope::Slice;
use crate::stream::{Definition, ForChild, judge_secrets};

/// The selected stream for which a plan is made: the stream itself, or the child of a parent.
struct Selected {
    /// The lane of its requests and of its parents' requests.
    lane: Rc<Lane>,
    name: String,
}

/// Makes the plan of a stream.
///
/// # Errors
/// If the definition, the config or their combination is invalid.
pub(crate) fn build_plan<C: 'static>(definition: Definition<C>, run: &RunContext<C>) -> Result<StreamPlan<C>> {
    let selected = Selected { lane: Rc::default(), name: definition.name.clone() };
    build_checked(definition, run, &selected, ForChild::default())
}

/// `wanted` are the values that a child needs from the records.
fn build_checked<C: 'static>(
    mut definition: Definition<C>,
    run: &RunContext<C>,
    selected: &Selected,
    wanted: ForChild,
) -> Result<StreamPlan<C>> {
    if let Some(problem) = definition.take_problem() {
        return Err(problem);
    }
    if wanted.is_read_again {
        force_cache(&mut definition);
    }
    let definition = Rc::new(definition);
    let name = &definition.name;
    build_parts(&definition, run, selected, wanted).map_err(|error| error.in_stream(name))
}

fn build_parts<C: 'static>(
    definition: &Rc<Definition<C>>,
    run: &RunContext<C>,
    selected: &Selected,
    wanted: ForChild,
) -> Result<StreamPlan<C>> {
    let paginate = Rc::new(definition.paginate());
    let mut captures = Captures::new(definition, &paginate);
    let carried = wanted.embedded.map(|at| captures.carry(at));
    judge_secrets(definition)?;
    let typed_because = definition.typed_because();
    definition.judge_kept(typed_because.as_deref())?;
    let cursor = CursorPlan::of(definition, captures.cursor, run)?;
    let record = record_plan(definition, captures, typed_because, (carried, wanted.key))?;
    let paging = paging_plan(definition, &paginate)?;
    let parents = definition.parent_slicers().map(|(at, parent)| {
        let is_read_again = at > 0 || wanted.is_read_again;
        let wanted = ForChild { is_read_again, ..parent.words.for_child()? };
        build_checked((parent.build)(), run, selected, wanted).map(Rc::new)
    });
    let parents = parents.collect::<Result<_>>()?;
    let request = request_plan(definition, paginate, run, selected)?;
    Ok(StreamPlan { definition: definition.clone(), request, record, cursor, paging, parents })
}

fn record_plan<C: 'static>(
    definition: &Rc<Definition<C>>,
    captures: Captures,
    typed_because: Option<String>,
    (carried, key): (Option<EmbeddedCaptures>, Option<Vec<String>>),
) -> Result<RecordPlan<C>> {
    let program = compile(definition, &options(definition, &captures, typed_because.is_some()))?;
    let contract = (definition.record.contract)();
    let required = contract["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let has_hooks = definition.has_request_hook() || definition.next_page_token.is_some();
    Ok(RecordPlan {
        definition: definition.clone(),
        program,
        required: required.map(str::to_owned).collect(),
        typed_because,
        line: Line::new(&definition.name),
        keeps_last: has_hooks || !definition.last_fields().is_empty(),
        adds_from_page: definition.added.iter().any(|(_, value)| value.is_from_page()),
        captures,
        carried,
        columns: None,
        key,
    })
}

fn paging_plan<C: 'static>(definition: &Definition<C>, paginate: &Rc<Paginate>) -> Result<PagingPlan> {
    Ok(PagingPlan {
        paginate: paginate.clone(),
        records: RecordsPath::parse(&definition.records_path()).map_err(Error::system)?,
        form: definition.decoder.form(),
        has_request_hooks: definition.has_request_hook(),
        names_page_before: definition.names_page_before(),
        has_token_hook: definition.next_page_token.is_some(),
        has_key: !definition.primary_key().is_empty(),
    })
}

fn request_plan<C: 'static>(
    definition: &Rc<Definition<C>>,
    paginate: Rc<Paginate>,
    run: &RunContext<C>,
    selected: &Selected,
) -> Result<RequestPlan<C>> {
    let no_slice = Slice::default();
    let only_config = scope(run, &definition.name, &no_slice, None, None);
    let most_in_flight = definition.own.concurrency(&only_config)?;
    let limit = most_in_flight.map(|most| run.client.gate.limit(&definition.name, most));
    let pass = Pass { lane: selected.lane.clone(), limit, ..Pass::default() };
    let who = format!("stream `{}`", definition.name);
    let observer = wait_observer(who, selected.name.clone(), run.output.clone());
    let passes = GatePasses::new(definition, run, &only_config, pass, observer)?;
    let mut origins = Origins::new(run.stand_in.clone());
    for origin in &definition.origins {
        origins.declare(origin)?;
    }
    // The source's own base is declared even if the stream has another one.
    if let Some(base) = &definition.inherited.url_base {
        origins.declare_base(&base.base(&only_config)?)?;
    }
    Ok(RequestPlan {
        signer: build_signer(definition, run, &origins)?,
        definition: definition.clone(),
        paginate,
        origins,
        passes,
        most_in_flight,
        config_updates: run.config_updates.clone(),
        selected: selected.name.clone(),
    })
}

/// Caches the responses of a stream that is read again for each part of an outer slicer, with or without its `cache`
/// attribute: an inner parent, and all above it. A POST may change something, so only its author can say that.
fn force_cache<C>(definition: &mut Definition<C>) {
    if definition.cache.is_none() && Cache::On.problem(&definition.method).is_none() {
        definition.cache = Some(Cache::On);
    }
}

/// What a contract does with the first value that does not fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfits {
    /// The stream's setting.
    AsDeclared,
    /// Fails with an error that names the value.
    Fail,
}

/// The contract for a record that was written by a hook, with its added fields.
pub(crate) fn contract_of_written<C>(plan: &RecordPlan<C>, misfits: Misfits) -> Result<Arc<Program>> {
    let mut options = options(&plan.definition, &plan.captures, false);
    options.added.clear();
    if misfits == Misfits::Fail {
        options.on_mismatch = OnMismatch::Fail;
    }
    compile(&plan.definition, &options)
}

/// The options for compiling the contract.
fn options<C>(definition: &Definition<C>, captures: &Captures, typed: bool) -> ProgramOptions {
    ProgramOptions {
        undeclared: definition.undeclared(),
        on_mismatch: definition.on_mismatch(),
        added: definition.added.iter().map(|(field, _)| field.clone()).collect(),
        aliases: definition.record.aliases.clone(),
        leaves: definition.record.leaves.clone(),
        record: definition.record.whole,
        captures: captures.paths.clone(),
        checked: !typed,
        is_dynamic: definition.record.whole.is_none(),
    }
}

/// The compiled contract.
fn compile<C>(definition: &Definition<C>, options: &ProgramOptions) -> Result<Arc<Program>> {
    let contract = (definition.record.contract)();
    let program = Program::compile(&contract, options)
        .map_err(|why| Error::system(format!("invalid schema of the record: {why}")))?;
    Ok(Arc::new(program))
}
