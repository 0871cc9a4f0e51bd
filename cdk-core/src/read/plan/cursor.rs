//! Cursor: a stream's attributes about its cursor, made ready to read by.
//!
//! In: the definition and the config. Out: the cursor's rules, its place in a record, which records a slice takes.
//! Not here: a record's cursor (see `record::observe`), how far the stream is read (see `state`).

use super::cursor_rules::cursor_rules;
use super::run_context::RunContext;
use crate::error::Result;
use crate::read::base::slice_progress::ObservedCursors;
use crate::state::{CursorRange, CursorRules};
use crate::stream::{Definition, Order};

/// The cursor of a stream.
pub(crate) struct CursorPlan {
    pub(crate) rules: CursorRules,
    pub(crate) order: Order,
    /// Whether records outside of their window are dropped here.
    pub(crate) filters: bool,
    /// Whether windows end where others begin, so that a cursor must not lie between them.
    pub(crate) are_cut: bool,
    /// The way to it, where it is added to the record.
    pub(crate) added: Option<Vec<String>>,
    /// Its capture, where the record holds it as it came.
    pub(crate) capture: Option<usize>,
}

impl CursorPlan {
    /// # Errors
    /// Where the field has no order, or a word does not fit it.
    pub(crate) fn of<C: 'static>(
        definition: &Definition<C>,
        capture: Option<usize>,
        run: &RunContext<C>,
    ) -> Result<Option<Self>> {
        let Some(cursor) = &definition.cursor else { return Ok(None) };
        let rules = cursor_rules(definition, cursor, run)?;
        let is_added = definition.added.iter().any(|(field, _)| cursor.field.first() == Some(field));
        Ok(Some(Self {
            are_cut: rules.cut.step.is_some(),
            order: cursor.order,
            filters: cursor.drops_outside || !definition.asks_for_window(),
            added: is_added.then(|| cursor.field.clone()),
            rules,
            capture,
        }))
    }

    pub(crate) fn is_added(&self) -> bool {
        self.added.is_some()
    }

    /// Whether a page may be the last one by its records, so that no further page is requested before these records are
    /// read.
    pub(crate) fn may_end_early(&self, window: &CursorRange) -> bool {
        self.order == Order::Desc && window.start.is_some()
    }

    /// Whether the API has come to records that are older than the slice, newest first.
    pub(crate) fn is_past(&self, window: &CursorRange, observed: &ObservedCursors) -> bool {
        self.order == Order::Desc
            && matches!((&observed.last, &window.start), (Some(last), Some(start)) if last < start)
    }
}
