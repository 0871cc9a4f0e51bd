//! A stream's definition and the config, made ready to read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::before::Done;
use super::cursor::Cursor;
use super::embedded::Carried;
use super::given::List;
use super::nulled::Nulled;
use super::passing::Passing;
use super::retrying::teller;
use super::short_pages::ShortPages;
use super::signing::{Signing, signer};
use super::unreadable::WithoutCursor;
use crate::auth::ConfigUpdates;
use crate::budget::{Lane, Pass};
use crate::cache::Cache;
use crate::client::{Client, Sending, Stats};
use crate::decode::{Form, OnMismatch, Program, ProgramOptions, RecordsPath, Scanner};
use crate::error::{Error, Result};
use crate::http::Requester;
use crate::http::url::Origins;
use crate::paginate::Paginate;
use crate::record::Line;
use crate::stream::scope::{PageScope, Scope, Slice};
use crate::stream::{AddedValue, Definition, Embedded, ForChild, judge_secrets};
use crate::writer::Output;

/// How much of a slice's partition a message quotes.
const QUOTED_PARTITION: usize = 200;

/// What all streams of a run share.
pub(crate) struct Run<C> {
    pub(crate) config: Rc<C>,
    pub(crate) client: Rc<Client>,
    pub(crate) output: Rc<Output>,
    /// The server that stands in for every declared origin.
    pub(crate) stand_in: Option<Url>,
    /// What `before_slice` did once.
    pub(crate) done: Done,
    /// When it began: where windows end, so that streams which ask for the same ask for it in the same words.
    pub(crate) began: Timestamp,
    pub(crate) signing: Signing,
    /// The config as it came, and as it is handed back where tokens change.
    pub(crate) kept: Rc<dyn ConfigUpdates>,
}

impl<C> Run<C> {
    /// A partition as a message quotes it: masked before it is cut, since half a secret would not be recognised.
    pub(super) fn quoted(&self, partition: &Map<String, Value>) -> String {
        let text = serde_json::to_string(partition).unwrap_or_default();
        let text = self.output.redactor.mask(&text);
        match text.char_indices().nth(QUOTED_PARTITION) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.into_owned(),
        }
    }
}

/// One stream, ready to read.
pub(crate) struct Plan<C> {
    pub(crate) definition: Definition<C>,
    /// Those of its parents, in the order of their slicers.
    pub(crate) parents: Vec<Rc<Plan<C>>>,
    /// What a child of it wants of each record, where this is a parent.
    pub(crate) carried: Option<Carried>,
    /// Where its record says what tells it apart for that child; none: the primary key.
    pub(crate) key: Option<Vec<String>>,
    pub(crate) program: Arc<Program>,
    pub(crate) scanner: RefCell<Scanner>,
    pub(crate) records: RecordsPath,
    /// The form of bodies that are read as they come.
    pub(super) form: Option<Form>,
    pub(crate) paginate: Paginate,
    pub(crate) captures: Captures,
    pub(crate) cursor: Option<Cursor>,
    /// Whether a hook or a template may look at the last record of a page.
    pub(crate) keeps_last: bool,
    /// Whether an added field comes from the page around its record.
    pub(crate) adds_from_page: bool,
    /// Whether a hook makes requests, and may look at the response before.
    pub(crate) has_request_hooks: bool,
    /// Fields that serde demands.
    pub(crate) required: BTreeSet<String>,
    /// Why records go through serde, where they do.
    pub(crate) typed_because: Option<String>,
    pub(crate) line: Line,
    pub(crate) origins: Origins,
    pub(crate) sending: Rc<Sending>,
    /// The config as it came.
    pub(super) kept: Rc<dyn ConfigUpdates>,
    /// What its requests show at the gate.
    pub(super) passing: Passing,
    /// Pages that were asked for before their turn, over all slices.
    pub(super) asked_ahead: Rc<Cell<usize>>,
    /// Whether a request looks at the answer before it.
    pub(super) names_page_before: bool,
    /// Requests of the stream that may be in flight by its own word.
    most: Option<usize>,
    /// The lists that functions gave for slices, by the places of their slicers.
    pub(super) lists: RefCell<BTreeMap<usize, List>>,
    /// Slices that ended early by the connector's word.
    pub(super) ignored: Cell<u64>,
    /// Whether any page had the place of the next page's token.
    pub(crate) place_seen: Rc<Cell<bool>>,
    /// Whether a short page ends a slice.
    pub(super) short_pages: ShortPages,
    pub(super) has_warned_of_empty: Cell<bool>,
    /// Records that had no cursor, or none that can be read.
    pub(super) without_cursor: WithoutCursor,
    /// When the sync began that is taken up, in an earlier run.
    pub(super) began: Cell<Option<Timestamp>>,
    /// Fields whose values left otherwise than they came: for one warning.
    pub(crate) nulled: RefCell<Nulled>,
    /// Whether it was said that an empty object is read as no records.
    pub(super) has_told_empty: Cell<bool>,
    /// Whether serde has agreed with the contract on a first page.
    pub(crate) verified: Cell<bool>,
}

/// Which captured value is what.
#[derive(Default)]
pub(crate) struct Captures {
    pub(crate) paths: Vec<Vec<String>>,
    pub(crate) primary_key: Vec<usize>,
    /// The token's place in the last record.
    pub(crate) last: Option<usize>,
    /// The cursor, where the record holds it as it comes.
    pub(crate) cursor: Option<usize>,
    /// For each alternative of each added field, where it comes from in the record.
    pub(crate) added: Vec<Vec<Option<usize>>>,
    /// For each added field, what the page itself holds there.
    pub(crate) added_over: Vec<usize>,
}

impl Captures {
    fn new<C>(definition: &Definition<C>, paginate: &Paginate) -> Self {
        let mut captures = Self::default();
        captures.primary_key = definition.primary_key().iter().map(|path| captures.push(path)).collect();
        captures.cursor = definition.cursor.as_ref().map(|cursor| captures.push(&cursor.field));
        captures.last = paginate.last_path().map(|path| captures.push(path));
        for (field, value) in &definition.added {
            let over = captures.push(std::slice::from_ref(field));
            captures.added_over.push(over);
            let sources = value.alternatives().iter().map(|value| match value {
                AddedValue::Record(path) => Some(captures.push(path)),
                _ => None,
            });
            let sources = sources.collect();
            captures.added.push(sources);
        }
        captures
    }

    fn carry(&mut self, at: Embedded) -> Carried {
        Carried { list: self.push(&at.way), more: at.more.as_ref().map(|way| self.push(way)), at }
    }

    fn push(&mut self, path: &[String]) -> usize {
        self.paths.push(path.to_vec());
        self.paths.len() - 1
    }
}

/// For whom a plan is made.
struct Reader {
    /// Where its requests wait, those of its parents among them.
    lane: Rc<Lane>,
    /// The stream that is read, of which the plan may be a parent.
    stream: String,
}

impl<C: 'static> Plan<C> {
    pub(crate) fn new(definition: Definition<C>, run: &Run<C>) -> Result<Self> {
        let stream = definition.name.clone();
        Self::judged(definition, run, &Reader { lane: Rc::default(), stream }, ForChild::default())
    }

    /// `wanted`: what a child finds in its records.
    fn judged(mut definition: Definition<C>, run: &Run<C>, reader: &Reader, wanted: ForChild) -> Result<Self> {
        if let Some(problem) = definition.take_problem() {
            return Err(problem);
        }
        if wanted.is_read_again {
            force_cache(&mut definition);
        }
        let name = definition.name.clone();
        Self::build(definition, run, reader, wanted).map_err(|error| error.in_stream(name))
    }

    fn build(definition: Definition<C>, run: &Run<C>, reader: &Reader, wanted: ForChild) -> Result<Self> {
        let paginate = definition.paginate();
        let mut captures = Captures::new(&definition, &paginate);
        let carried = wanted.embedded.map(|at| captures.carry(at));
        judge_secrets(&definition)?;
        let typed_because = definition.typed_because();
        definition.judge_kept(typed_because.as_deref())?;
        let cursor = Cursor::of(&definition, run)?;
        let program = program(&definition, &options(&definition, &captures, typed_because.is_some()))?;
        let records = RecordsPath::parse(&definition.records_path()).map_err(Error::system)?;
        let form = definition.decoder.form();
        let has_request_hooks = definition.has_request_hook();
        let contract = (definition.record.contract)();
        let required = contract["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let required = required.map(str::to_owned).collect();
        let hooks = has_request_hooks || definition.next_page_token.is_some();
        let adds_from_page = definition.added.iter().any(|(_, value)| value.is_from_page());
        let keeps_last = hooks || !definition.last_fields().is_empty();
        let names_page_before = definition.names_page_before();
        let parents = definition.parent_slicers().map(|(at, parent)| {
            let is_read_again = at > 0 || wanted.is_read_again;
            let wanted = ForChild { is_read_again, ..parent.words.for_child()? };
            Plan::judged((parent.build)(), run, reader, wanted).map(Rc::new)
        });
        let parents = parents.collect::<Result<_>>()?;
        let no_slice = Slice::default();
        let only_config = scope(run, &definition.name, &no_slice, None, None);
        let most = definition.own.concurrency(&only_config)?;
        let limit = most.map(|most| run.client.gate.limit(&definition.name, most));
        let who = format!("stream `{}`", definition.name);
        let pass = Pass { lane: reader.lane.clone(), limit, ..Pass::default() };
        let passing = Passing::new(&definition, run, &only_config, pass, &who, &reader.stream)?;
        let mut origins = Origins::new(run.stand_in.clone());
        for origin in &definition.origins {
            origins.declare(origin)?;
        }
        // The source's own base is declared even where the stream has another one.
        if let Some(base) = &definition.inherited.url_base {
            origins.declare_base(&base.base(&only_config)?)?;
        }
        Ok(Self {
            line: Line::new(&definition.name),
            scanner: RefCell::new(Scanner::new(program.clone())),
            sending: Rc::new(Sending {
                who: definition.name.clone(),
                label: who.clone(),
                requester: Requester::Stream,
                signer: signer(&definition, run, &origins)?,
                pass: Some(passing.of_all()),
                retry: definition.retry(),
                circuit: definition.circuit(),
                observer: Some(teller(who, run.output.clone(), reader.stream.clone())),
                cache: definition.cache,
                stats: Rc::new(Stats::default()),
            }),
            definition,
            parents,
            carried,
            key: wanted.key,
            program,
            records,
            form,
            paginate,
            captures,
            cursor,
            keeps_last,
            adds_from_page,
            has_request_hooks,
            required,
            typed_because,
            origins,
            kept: run.kept.clone(),
            passing,
            asked_ahead: Rc::default(),
            names_page_before,
            most,
            lists: RefCell::default(),
            ignored: Cell::new(0),
            place_seen: Rc::default(),
            short_pages: ShortPages::default(),
            has_warned_of_empty: Cell::new(false),
            without_cursor: WithoutCursor::default(),
            began: Cell::default(),
            nulled: RefCell::default(),
            has_told_empty: Cell::new(false),
            verified: Cell::new(false),
        })
    }

    /// What is known when a request is made, or when its page is at hand.
    pub(crate) fn scope<'a>(
        &'a self,
        run: &'a Run<C>,
        slice: &'a Slice,
        next_page_token: Option<&'a Value>,
        page: Option<&'a PageScope>,
    ) -> Scope<'a, C> {
        scope(run, &self.definition.name, slice, next_page_token, page)
    }

    /// Slices that are read at the same time: as many as there may be requests in flight.
    pub(crate) fn most_at_once(&self, run: &Run<C>) -> usize {
        let most = run.client.gate.most();
        self.most.map_or(most, |own| own.min(most))
    }

    /// The contract for a record that was not checked by it, with its added fields; `strict`: made to name the first misfit.
    pub(crate) fn contract_program(&self, strict: bool) -> Result<Arc<Program>> {
        let mut options = options(&self.definition, &self.captures, false);
        options.added.clear();
        if strict {
            options.on_mismatch = OnMismatch::Fail;
        }
        program(&self.definition, &options)
    }

    /// The counts of the stream's requests, and of its parents'.
    pub(crate) fn all_stats(&self) -> Vec<Rc<Stats>> {
        let parents = self.parents.iter().flat_map(|parent| parent.all_stats());
        std::iter::once(self.sending.stats.clone()).chain(parents).collect()
    }

    /// Requests of the stream, its parents' included.
    pub(crate) fn requests(&self) -> u64 {
        self.all_stats().iter().map(|stats| stats.requests.get()).sum()
    }
}

/// What is read again for each part of an outer slicer has its answers kept, with or without its `cache` word: an inner
/// parent, and all above it. A POST may change something, so only its author can say that.
fn force_cache<C>(definition: &mut Definition<C>) {
    if definition.cache.is_none() && Cache::On.problem(&definition.method).is_none() {
        definition.cache = Some(Cache::On);
    }
}

pub(super) fn scope<'a, C>(
    run: &'a Run<C>,
    stream: &'a str,
    slice: &'a Slice,
    next_page_token: Option<&'a Value>,
    page: Option<&'a PageScope>,
) -> Scope<'a, C> {
    let (config, now, log) = (&*run.config, run.output.now(), &*run.output);
    let (state, raw_record, record, attempt) = (slice.state.as_deref(), None, None, None);
    Scope { config, stream, slice, state, next_page_token, page, raw_record, record, attempt, now, log }
}

/// How the contract is compiled.
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

/// The contract, compiled.
fn program<C>(definition: &Definition<C>, options: &ProgramOptions) -> Result<Arc<Program>> {
    let contract = (definition.record.contract)();
    let program = Program::compile(&contract, options)
        .map_err(|why| Error::system(format!("the record's schema cannot be used: {why}")))?;
    Ok(Arc::new(program))
}
