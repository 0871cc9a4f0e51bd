//! The end of a builder: the types of the stream are erased, and the options are combined with those of the source.
//!
//! In: a [`StreamDef`]. Out: the definition that it contains.

use std::rc::Rc;

use super::functions::Stream;
use super::stream_def::StreamDef;
use super::typed_hooks::{Filter, Map, UpdatedHook};
use crate::error::Error;
use crate::stream::check::slices_problem;
use crate::stream::context::Context;
use crate::stream::definition::scope::Scope;
use crate::stream::definition::{AddedValue, Definition, Process, ProcessOutcome, Updated};
use crate::stream::value::{HasSchema, Readable, Writable};

impl<R, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S>
where
    R: Writable + Readable + HasSchema + 'static,
{
    pub(crate) fn into_definition(mut self) -> Definition<C> {
        self.settle_later();
        self.settle_added();
        self.settle_cursor();
        let definition = &mut self.definition;
        definition.own.problems.extend(slices_problem::<C, S>(&definition.slicers));
        definition.method = self.method.unwrap_or_else(|| definition.body().method());
        definition.record.has_map = self.map.is_some();
        if self.filter.is_some() || self.map.is_some() {
            definition.record.process = Some(process(self.filter, self.map));
        }
        definition.updated = self.updated.map(updated);
        self.definition
    }

    /// Settles the definition of later syncs, if they are read in another way.
    fn settle_later(&mut self) {
        let Some(define) = self.later.define.take() else { return };
        let mut later: StreamDef<R, C> = StreamDef::new(&self.definition.name);
        if let Some(inherited) = &self.later.inherited {
            later = later.inheriting(inherited());
        }
        later.definition.own.primary_key = self.definition.own.primary_key.clone();
        later.definition.record = self.definition.record.again();
        later.definition.is_later = true;
        self.definition.later = Some(Box::new(define(later).into_definition()));
    }

    /// Settles the added fields: the stream's own, then those of the source that its schema declares. The others remain
    /// in the source's defaults.
    fn settle_added(&mut self) {
        let definition = &mut self.definition;
        let mut added = std::mem::take(&mut definition.own.added);
        let mut undeclared = Vec::new();
        for (field, value) in std::mem::take(&mut definition.inherited.added) {
            if added.iter().any(|(own, _)| *own == field) {
                continue;
            }
            let to = if definition.record.declares(&field) { &mut added } else { &mut undeclared };
            to.push((field, value));
        }
        definition.inherited.added = undeclared;
        added.retain(|(_, value)| !matches!(value, AddedValue::Unset));
        definition.added = added;
    }

    /// Combines the state options, or records the conflict between them.
    fn settle_cursor(&mut self) {
        let definition = &mut self.definition;
        let Some(cursor) = &definition.cursor else { return };
        let why = if cursor.is_declared && self.updated.is_some() {
            "`get_updated_state` returns the state itself; remove `incremental` or `get_updated_state`"
        } else if cursor.field.is_empty() {
            "incremental: the stream has no cursor; set `cursor_field = \"…\"`"
        } else {
            return;
        };
        definition.own.problems.push(Error::system(why));
        definition.cursor = None;
    }
}

fn updated<R: Readable + 'static, C: 'static, P: 'static, S: 'static>(hook: UpdatedHook<R, C, P, S>) -> Updated<C> {
    Rc::new(move |scope, json| {
        let (record, _) = R::from_json(json)?;
        hook(&Context::new(&Scope { record: Some(&record), ..*scope })?)
    })
}

fn process<R, C, P, S>(filter: Option<Filter<R, C, P, S>>, map: Option<Map<R, C, P, S>>) -> Process<C>
where
    R: Writable + Readable + 'static,
    C: 'static,
    P: 'static,
    S: 'static,
{
    Rc::new(move |scope, json| {
        let (record, beyond) = R::from_json(json)?;
        if let Some(filter) = &filter {
            let scope = Scope { record: Some(&record), ..*scope };
            if !filter(&Context::new(&scope)?)? {
                return Ok(ProcessOutcome::Skip);
            }
        }
        let Some(map) = &map else { return Ok(ProcessOutcome::Keep) };
        match map(&Context::new(scope)?, record)? {
            Some(record) => Ok(ProcessOutcome::Replace(beyond.restored(record.to_json(json.len())?))),
            None => Ok(ProcessOutcome::Skip),
        }
    })
}

impl<R, C, P, S> From<StreamDef<R, C, P, S>> for Stream<C>
where
    R: Writable + Readable + HasSchema + 'static,
    C: 'static,
    P: 'static,
    S: 'static,
{
    fn from(definition: StreamDef<R, C, P, S>) -> Self {
        Self(definition.into_definition())
    }
}

/// A definition that is built again on each use, for parents and listed streams.
pub(super) fn built<R, C, P, S>(
    build: impl Fn() -> StreamDef<R, C, P, S> + 'static,
) -> impl Fn() -> Definition<C> + 'static
where
    R: Writable + Readable + HasSchema + 'static,
    C: 'static,
    P: 'static,
    S: 'static,
{
    move || build().into_definition()
}
