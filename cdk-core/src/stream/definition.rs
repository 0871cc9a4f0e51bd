//! A stream as the engine sees it: every type but the config's is erased.

use std::any::Any;
use std::rc::Rc;

use serde_json::Value;

use super::add::AddedValue;
use super::before_slice::BeforeSlice;
use super::body::BodyDef;
use super::defaults::Defaults;
use super::field::{Erased, ErasedTemplate};
use super::hook::Body;
use super::incremental::{CursorDef, Migration, Updated};
use super::parent::{ParentWords, parents_problem};
use super::records::Records;
use super::scope::Scope;
use super::slices::GivenSlicer;
use crate::cache::Cache;
use crate::decode::{Form, LeafCheck, OnMismatch, Undeclared};
use crate::error::{Error, Result};
use crate::paginate::Paginate;

/// How records leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emit {
    /// As the bytes that came, checked. The default where serde would write what it read.
    #[default]
    Raw,
    /// Decoded into the struct and written by serde.
    Typed,
}

/// The form of a response's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decoder {
    /// One JSON document, read whole: its records lie at `records`.
    #[default]
    Json,
    /// One JSON array of records, which may be larger than memory: they are read as they come.
    JsonStream,
    /// JSON Lines: each line a record. They are read as they come.
    JsonLines,
}

impl Decoder {
    /// How records are found in bodies that are read as they come.
    pub(crate) fn form(self) -> Option<Form> {
        match self {
            Self::Json => None,
            Self::JsonStream => Some(Form::Items),
            Self::JsonLines => Some(Form::Lines),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonStream => "json_stream",
            Self::JsonLines => "jsonl",
        }
    }
}

/// Makes a definition anew each time, since a stream and those that it is a parent of each own one.
pub(crate) type Build<C> = Rc<dyn Fn() -> Definition<C>>;

/// A stream, complete but for the config.
pub(crate) struct Definition<C> {
    pub(crate) name: String,
    pub(crate) own: Defaults<C>,
    /// The source's words, where the stream has a source.
    pub(crate) inherited: Defaults<C>,
    /// Origins that the source declares beside its `url_base`.
    pub(crate) origins: Vec<String>,
    /// How it is read once a first sync is complete.
    pub(crate) later: Option<Box<Self>>,
    pub(crate) is_later: bool,
    pub(crate) path: Option<ErasedTemplate<C>>,
    pub(crate) path_hook: Option<Erased<C, String>>,
    pub(crate) method: http::Method,
    pub(crate) body: BodyDef<C>,
    pub(crate) cache: Option<Cache>,
    pub(crate) request_body: Option<Erased<C, Body>>,
    pub(crate) decoder: Decoder,
    pub(crate) parse_response: Option<Erased<C, Records>>,
    pub(crate) next_page_token: Option<Erased<C, Option<Value>>>,
    pub(crate) added: Vec<(String, AddedValue<C>)>,
    pub(crate) before_slice: Option<BeforeSlice<C>>,
    /// Whether the source's rules do not hold.
    pub(crate) drops_rules: bool,
    /// Whether the source's budgets do not.
    pub(crate) drops_limits: bool,
    /// What gives the stream its slices; several give their product, the first one outermost. None: one slice.
    pub(crate) slicers: Vec<Slicer<C>>,
    pub(crate) cursor: Option<CursorDef<C>>,
    pub(crate) updated: Option<Updated<C>>,
    pub(crate) migration: Option<Migration<C>>,
    pub(crate) record: RecordOps<C>,
}

/// What gives a stream its slices.
pub(crate) enum Slicer<C> {
    /// Another stream: one slice for each of its records.
    Parent(ParentSlicer<C>),
    /// A function: one slice for each value that it gives.
    Given(GivenSlicer<C>),
}

/// A parent stream, and what is said about it.
pub(crate) struct ParentSlicer<C> {
    pub(crate) build: Build<C>,
    pub(crate) words: ParentWords<C>,
}

/// What is done with records of one type.
pub(crate) struct RecordOps<C> {
    pub(crate) announced: Box<dyn Fn() -> Value>,
    pub(crate) contract: Box<dyn Fn() -> Value>,
    /// The type's own serde checks, by the field's JSON name.
    pub(crate) leaves: Vec<(String, LeafCheck)>,
    /// Whether all of them are written under that name, as far as the derive sees.
    pub(crate) writes_leaves: bool,
    /// Fields with another name under which serde reads them too.
    pub(crate) aliases: Vec<(String, String)>,
    /// The whole record's serde check; a dynamic record has none.
    pub(crate) whole: Option<LeafCheck>,
    /// Decodes and writes again.
    pub(crate) rewrite: fn(&[u8]) -> Result<Vec<u8>>,
    /// Decodes a record that is a parent.
    pub(crate) decode: fn(&[u8]) -> Result<Box<dyn Any>>,
    /// `filter` and `map`, where there is one.
    pub(crate) process: Option<Process<C>>,
    pub(crate) has_map: bool,
    pub(crate) emit: Emit,
    /// Why serde would write something else than it read.
    pub(crate) rewritten: Box<dyn Fn() -> Option<String>>,
}

pub(crate) type Process<C> = Rc<dyn Fn(&Scope<'_, C>, &[u8]) -> Result<Outcome>>;

/// What `filter` and `map` made of a record.
pub(crate) enum Outcome {
    Keep,
    Skip,
    Replace(Vec<u8>),
}

impl<C> Definition<C> {
    /// The nearest level that says something.
    pub(crate) fn nearest<T>(&self, word: impl Fn(&Defaults<C>) -> Option<T>) -> Option<T> {
        word(&self.own).or_else(|| word(&self.inherited))
    }

    pub(crate) fn parents(&self) -> impl Iterator<Item = &ParentSlicer<C>> {
        self.parent_slicers().map(|(_, parent)| parent)
    }

    /// Its parents, each with its place among the slicers.
    pub(crate) fn parent_slicers(&self) -> impl Iterator<Item = (usize, &ParentSlicer<C>)> {
        self.slicers.iter().enumerate().filter_map(|(at, slicer)| match slicer {
            Slicer::Parent(parent) => Some((at, parent)),
            Slicer::Given(_) => None,
        })
    }

    /// Parents whose `only` waits for the slice that is found behind them: it sees the stream's whole context.
    pub(crate) fn parents_that_wait(&self) -> impl Iterator<Item = &ParentSlicer<C>> {
        let slices = self.slicers.iter().position(|slicer| matches!(slicer, Slicer::Given(_)));
        self.parent_slicers()
            .filter(move |(at, parent)| slices.is_some_and(|slices| *at < slices) && parent.words.only.is_some())
            .map(|(_, parent)| parent)
    }

    pub(crate) fn paginate(&self) -> Paginate {
        let is_all_embedded = self.parents().any(|parent| parent.words.is_all_embedded());
        if self.next_page_token.is_some() || is_all_embedded {
            return Paginate::none();
        }
        self.nearest(|level| level.paginate.clone()).unwrap_or_else(Paginate::none)
    }

    pub(crate) fn records_path(&self) -> String {
        if self.decoder.form().is_some() {
            return String::new();
        }
        self.nearest(|level| level.records.clone()).unwrap_or_default()
    }

    pub(crate) fn primary_key(&self) -> &[Vec<String>] {
        self.own.primary_key.as_ref().or(self.inherited.primary_key.as_ref()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn undeclared(&self) -> Undeclared {
        self.nearest(|level| level.undeclared).unwrap_or_default()
    }

    pub(crate) fn on_mismatch(&self) -> OnMismatch {
        self.nearest(|level| level.on_mismatch).unwrap_or_default()
    }

    /// Whether its records are written by serde, and why.
    pub(crate) fn typed_because(&self) -> Option<String> {
        if self.record.emit == Emit::Typed {
            return Some("`emit = \"typed\"`".to_owned());
        }
        (self.record.rewritten)()
    }

    /// Undeclared fields can only be passed on where the record's own bytes leave.
    ///
    /// # Errors
    /// Where serde writes the records, for this reason.
    pub(crate) fn judge_kept(&self, typed_because: Option<&str>) -> Result<()> {
        if self.undeclared() != Undeclared::Keep {
            return Ok(());
        }
        match self.record.has_map.then_some("`map`").or(typed_because) {
            None => Ok(()),
            Some(why) => Err(Error::system(format!(
                "undeclared = \"keep\" cannot stand beside {why}: the record is written anew from the struct, which lacks \
                 those fields; say `undeclared = \"drop\"` on this stream"
            ))),
        }
    }

    /// Every template that makes a request.
    pub(super) fn templates(&self) -> Vec<&ErasedTemplate<C>> {
        let mut templates = self.own.templates();
        templates.extend(self.inherited.templates());
        templates.extend(&self.path);
        self.body.templates(&mut templates);
        templates
    }

    /// The fields of the last record that a template names.
    pub(crate) fn last_fields(&self) -> Vec<&[String]> {
        self.templates().into_iter().flat_map(ErasedTemplate::last_fields).collect()
    }

    /// Whether a template names something of the answer before.
    pub(crate) fn names_page_before(&self) -> bool {
        self.templates().into_iter().any(ErasedTemplate::names_page_before)
    }

    /// The same for the source's templates alone, which no derive could check against this record.
    pub(crate) fn inherited_last_fields(&self) -> Vec<&[String]> {
        self.inherited.templates().into_iter().flat_map(ErasedTemplate::last_fields).collect()
    }

    /// Why the rest of an embedded list could not be asked for, or nothing ever is.
    fn embedded_problem(&self) -> Option<Error> {
        let mut embedded = self.parents().filter_map(|parent| parent.words.embedded().transpose());
        let embedded = match embedded.next()? {
            Ok(embedded) => embedded,
            Err(problem) => return Some(problem),
        };
        if self.slicers.len() > 1 {
            return Some(Error::system(
                "parent: the children that `from` names lie in one record; no other slicer can stand beside it",
            ));
        }
        let why = if embedded.more.is_some() {
            let hook = self
                .next_page_token
                .as_ref()
                .map(|_| "`next_page_token` needs a response, which an embedded list has not");
            format!(
                "`more` asks for the rest of an embedded list, but {}; a `cursor` with `token = last(\"…\")` and `offset` can \
                 go on from its last record",
                hook.or_else(|| self.paginate().needs_response())?
            )
        } else if self.path.is_some() || self.path_hook.is_some() {
            "an embedded list without `more` is all that is read, so `path` is never asked for; say `more`, or take `path` \
             away"
            .to_owned()
        } else {
            return None;
        };
        Some(Error::system(format!("parent: {why}")))
    }

    /// What needs a whole body cannot stand beside a decoder that reads it as it comes.
    fn decoder_problem(&self) -> Option<Error> {
        self.decoder.form()?;
        let word = self.decoder.word();
        let why = if self.parse_response.is_some() {
            "`parse_response` finds the records itself; take one of them away".to_owned()
        } else if self.own.records.is_some() {
            "its records are the body itself, so `records` has no place; take it away".to_owned()
        } else {
            let needs = self.paginate().needs_envelope()?;
            format!(
                "{needs} lies in the body around the records, and there is nothing around them; say `paginate = none`, or another"
            )
        };
        Some(Error::system(format!("decoder = \"{word}\": {why}")))
    }

    /// What is wrong with what is said of its parents.
    fn parents_problem(&self) -> Option<Error> {
        let batched = self.parents_that_wait().any(|parent| parent.words.batching.is_some());
        let waits_in_vain = batched.then(|| {
            Error::system(
                "parent: `only` chooses the records of a batch, and `slices` behind it are not known by then; let `slices` \
                 stand in front of the parent",
            )
        });
        let problem = parents_problem(self.parents().map(|parent| &parent.words));
        problem.or(waits_in_vain).or_else(|| self.embedded_problem())
    }

    /// What is wrong with the definition's own words, with the stream's name.
    pub(crate) fn take_problem(&mut self) -> Option<Error> {
        let cursor_in_text = self.body.is_text() && self.paginate().is_sent_in_body();
        let cursor_in_text = cursor_in_text.then(|| {
            Error::system("`body_text` has no place for the page's token; let the cursor go to a `param` or a `header`")
        });
        let said = self.own.problems.drain(..).chain(self.inherited.problems.drain(..)).next();
        let paginate = self.own.paginate.as_ref().or(self.inherited.paginate.as_ref());
        let paginate = || paginate?.problem.as_ref().map(|problem| Error::system(format!("paginate: {problem}")));
        let problem = said
            .or_else(paginate)
            .or(cursor_in_text)
            .or_else(|| self.cache_problem())
            .or_else(|| self.decoder_problem())
            .or_else(|| self.parents_problem())
            .or_else(|| self.state_problem())
            .or_else(|| self.later_problem());
        problem.map(|problem| problem.in_stream(&self.name))
    }
}
