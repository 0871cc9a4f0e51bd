//! Effective options: those of the stream, else those of its source.

use std::rc::Rc;

use super::body::BodyDef;
use super::budget::LimitDef;
use super::defaults::Defaults;
use super::rule::Rule;
use super::stream::{Definition, ParentSlicer, Slicer};
use super::template::ErasedTemplate;
use crate::decode::{OnMismatch, Undeclared};
use crate::http::Request;
use crate::paginate::Paginate;
use crate::retry::{Retry, is_graphql};
use crate::stream::value::Emit;

/// Default of the circuit breaker: failed requests of a host in a row.
const CIRCUIT: u32 = 20;

impl<C> Definition<C> {
    /// The stream's option, else the source's.
    pub(crate) fn nearest<T>(&self, word: impl Fn(&Defaults<C>) -> Option<T>) -> Option<T> {
        word(&self.own).or_else(|| word(&self.inherited))
    }

    pub(crate) fn parents(&self) -> impl Iterator<Item = &ParentSlicer<C>> {
        self.parent_slicers().map(|(_, parent)| parent)
    }

    /// Its parents with their positions among the slicers.
    pub(crate) fn parent_slicers(&self) -> impl Iterator<Item = (usize, &ParentSlicer<C>)> {
        self.slicers.iter().enumerate().filter_map(|(at, slicer)| match slicer {
            Slicer::Parent(parent) => Some((at, parent)),
            Slicer::Given(_) => None,
        })
    }

    /// Parents whose `only` runs after the slicers after them: the function sees the stream's whole context.
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

    /// The stream's body, else the source's.
    pub(crate) fn body(&self) -> &BodyDef<C> {
        self.own.body.as_ref().or(self.inherited.body.as_ref()).unwrap_or(&BodyDef::None)
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

    /// Why serde writes the records; `None` if they are written with their original bytes.
    pub(crate) fn typed_because(&self) -> Option<String> {
        if self.record.emit == Emit::Typed {
            return Some("`emit = \"typed\"`".to_owned());
        }
        (self.record.rewritten)()
    }

    /// All templates of a request.
    pub(crate) fn templates(&self) -> Vec<&ErasedTemplate<C>> {
        let mut templates = self.own.templates();
        templates.extend(self.inherited.templates());
        templates.extend(&self.path);
        self.body().templates(&mut templates);
        templates
    }

    /// The fields of the last record in templates.
    pub(crate) fn last_fields(&self) -> Vec<&[String]> {
        self.templates().into_iter().flat_map(ErasedTemplate::last_fields).collect()
    }

    /// Whether a template uses the previous response.
    pub(crate) fn names_page_before(&self) -> bool {
        self.templates().into_iter().any(ErasedTemplate::names_page_before)
    }

    /// The same only for the source's templates, which no derive has checked against this record.
    pub(crate) fn inherited_last_fields(&self) -> Vec<&[String]> {
        let mut templates = self.inherited.templates();
        if self.own.body.is_none() {
            self.body().templates(&mut templates);
        }
        templates.into_iter().flat_map(ErasedTemplate::last_fields).collect()
    }

    /// The response rules, the stream's first.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rc<Rule<C>>> {
        self.own.rules.iter().chain(self.inherited.rules.iter().filter(|_| !self.drops_rules))
    }

    /// The circuit breaker: number of failed requests of a host in a row.
    pub(crate) fn circuit(&self) -> Option<u32> {
        self.nearest(|level| level.circuit).unwrap_or(Some(CIRCUIT))
    }

    /// The rate limits: the stream's, then the source's, each with its owner and its position.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (Option<&str>, usize, &Rc<LimitDef<C>>)> {
        let own = self.own.limits.iter().enumerate().map(|(at, limit)| (Some(self.name.as_str()), at, limit));
        let inherited = if self.drops_limits { &[][..] } else { &self.inherited.limits };
        own.chain(inherited.iter().enumerate().map(|(at, limit)| (None, at, limit)))
    }

    /// The retry policy.
    pub(crate) fn retry(&self) -> Retry {
        self.nearest(|level| level.retry.clone()).unwrap_or_default()
    }

    /// Whether a request is a GraphQL query, by the attribute `body` or by the hook's result. The hook of a stream
    /// without a GraphQL body may return any JSON, so its query must have variables.
    pub(crate) fn asks_graphql(&self, request: &Request) -> bool {
        let is_declared = self.body().is_graphql();
        (is_declared || self.request_body.is_some()) && is_graphql(request, !is_declared)
    }
}
