//! Cursor: a stream's words about its cursor, made ready to read by.
//!
//! In: the definition, and the scope of a slice. Out: what cursors are, which of them a slice is asked for, whether a
//! record's lies among them.
//! Default: a record without a cursor is written, and told once; so is one whose cursor cannot be read, where no
//! `format` is declared.
//! Not here: how far the stream is read (see `state`).

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::{Found, Lead, lead_in};
use crate::error::{Error, Result};
use crate::read::plan::stream_plan::{Plan, Run, scope};
use crate::state::{CursorRules, CursorValue, Cut, Kind, Look, Rules, Saved, State, Way, Window};
use crate::stream::scope::{Scope, Slice};
use crate::stream::{CursorDef, Definition, Order, SourceCx};

/// The cursor of a stream.
pub(crate) struct Cursor {
    pub(crate) rules: CursorRules,
    pub(crate) order: Order,
    /// Whether records outside of their window are dropped here.
    pub(crate) filters: bool,
    /// Whether windows end where others begin, so that a cursor must not lie between them.
    are_cut: bool,
    /// The way to it, where it is added to the record.
    added: Option<Vec<String>>,
}

/// What the cursors of a slice have come to.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) recent: Option<CursorValue>,
    /// Whether none was smaller than the one before.
    pub(crate) is_sorted: bool,
    /// That of the last record.
    pub(crate) last: Option<CursorValue>,
}

impl Observed {
    pub(crate) fn from(recent: Option<CursorValue>) -> Self {
        Self { last: None, is_sorted: true, recent }
    }

    fn take(&mut self, value: &CursorValue) {
        // It says that something never ends, and not how new the record is.
        if value.is_never() {
            return;
        }
        let is_behind = self.recent.as_ref().is_some_and(|recent| value < recent);
        self.is_sorted &= !is_behind;
        if !is_behind {
            self.recent = Some(value.clone());
        }
    }
}

impl Cursor {
    /// # Errors
    /// Where the field has no order, or a word does not fit it.
    pub(crate) fn of<C: 'static>(definition: &Definition<C>, run: &Run<C>) -> Result<Option<Self>> {
        let Some(cursor) = &definition.cursor else { return Ok(None) };
        let rules = rules_of(definition, cursor, run)?;
        let is_added = definition.added.iter().any(|(field, _)| cursor.field.first() == Some(field));
        Ok(Some(Self {
            are_cut: rules.cut.step.is_some(),
            order: cursor.order,
            filters: cursor.drops_outside || !definition.asks_for_window(),
            added: is_added.then(|| cursor.field.clone()),
            rules,
        }))
    }

    pub(crate) fn is_added(&self) -> bool {
        self.added.is_some()
    }

    /// Takes a record's cursor; whether the record is of the slice. `data`: the record as it leaves, where the cursor is added.
    pub(crate) fn observe<C>(
        &self,
        plan: &Plan<C>,
        window: &Window,
        found: &Found<'_>,
        data: Option<&[u8]>,
        observed: &mut Observed,
    ) -> Result<bool> {
        let text = match (&self.added, data) {
            (Some(path), Some(data)) => match lead_in(data, path) {
                Lead::Value(text) => Some(Cow::Borrowed(text)),
                _ => None,
            },
            _ => plan.captures.cursor.and_then(|capture| found.capture(capture)),
        };
        let without = &plan.without_cursor;
        let Some(text) = text.filter(|text| **text != *b"null") else {
            without.absent();
            return Ok(true);
        };
        let (field, cut) = (&self.rules.field, &self.rules.cut);
        let value = match self.read(&text) {
            Ok(value) if is_comparable(&value, window, observed) => value,
            Err(why) if cut.kind.is_declared() => {
                return Err(Error::system(format!("cursor_field: the record's `{field}`: {why}")));
            }
            Ok(_) | Err(_) => {
                without.unreadable(&text);
                return Ok(true);
            }
        };
        if let Some(look) = value.look() {
            without.readable(look, &text);
        }
        if let Some(granularity) = cut.granularity.as_ref().filter(|_| self.are_cut)
            && !value.is_never()
            && cut.kind.is_finer(&value, granularity)
        {
            return Err(Error::system(format!(
                "incremental: the record's `{field}`, {}, lies between two steps of `granularity`, and one like it between two \
                 windows would be missed; say a finer one, such as `granularity = \"PT0.001S\"`",
                value.raw()
            )));
        }
        let is_of_slice = !self.filters || window.holds(&value);
        if is_of_slice {
            observed.take(&value);
        }
        observed.last = Some(value);
        Ok(is_of_slice)
    }

    fn read(&self, text: &[u8]) -> Result<CursorValue, String> {
        let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        self.rules.cut.kind.read(&value)
    }

    /// Whether a page may be the last one by its records, so that none is asked for behind it before these are seen.
    pub(crate) fn may_end_early(&self, window: &Window) -> bool {
        self.order == Order::Desc && window.start.is_some()
    }

    /// Whether the API has come to records that are older than the slice, newest first.
    pub(crate) fn is_past(&self, window: &Window, observed: &Observed) -> bool {
        self.order == Order::Desc
            && matches!((&observed.last, &window.start), (Some(last), Some(start)) if last < start)
    }
}

/// Whether a text has the looks of the stream's other cursors: those of the slice's edges, else of the records before. Letters next to
/// times, say, are neither older nor newer.
fn is_comparable(value: &CursorValue, window: &Window, observed: &Observed) -> bool {
    let Some(look) = value.look() else { return true };
    let edges = [&window.start, &window.end].into_iter().flatten().filter_map(CursorValue::look);
    let known = edges.filter(|look| matches!(look, Look::Number | Look::Time)).max();
    let before = observed.recent.as_ref().and_then(CursorValue::look);
    match known {
        Some(known) => look == known,
        None => look != Look::Empty && before.is_none_or(|before| look >= before),
    }
}

fn rules_of<C>(definition: &Definition<C>, cursor: &CursorDef<C>, run: &Run<C>) -> Result<CursorRules> {
    let kind = cursor.kind(&(definition.record.announced)())?;
    let no_slice = Slice::default();
    let scope = scope(run, &definition.name, &no_slice, None, None);
    let [step, lookback, granularity] = cursor.strides(&kind, &scope)?;
    Ok(CursorRules {
        field: cursor.field.join("."),
        cut: Cut { kind, step, granularity },
        lookback,
        // What the later way asks for must be there when the first one is complete.
        retention: cursor.retention.clone().or_else(|| definition.later.as_ref()?.cursor.as_ref()?.retention.clone()),
        is_ascending: cursor.order == Order::Asc && definition.asks_for_start(),
    })
}

/// What decides how a stream's state looks; `is_full_refresh`: the catalog asks for all.
///
/// # Errors
/// As for [`Cursor::of`].
pub(crate) fn rules<C>(definition: &Definition<C>, run: &Run<C>, is_full_refresh: bool) -> Result<Rules> {
    let is_custom = definition.updated.is_some();
    let cursor = definition.cursor.as_ref().filter(|_| !is_custom);
    let hook = definition.next_page_token.is_some();
    let token = definition.paginate().token_name();
    // A function may keep a state that says nothing about pages; and what names the answer before has none to begin with.
    let names_before = definition.names_page_before() || !definition.last_fields().is_empty();
    Ok(Rules {
        cursor: cursor.map(|cursor| rules_of(definition, cursor, run)).transpose()?,
        is_sliced: !definition.slicers.is_empty(),
        way: match &definition.later {
            Some(_) => Way::First,
            None if definition.is_later => Way::Later,
            None => Way::Only,
        },
        token: token.filter(|_| !hook).unwrap_or_else(|| "next_page_token".to_owned()),
        is_token_whole: hook,
        keeps_token: !names_before && !is_custom,
        is_custom,
        is_full_refresh,
    })
}

/// How far an earlier run was, by its state; `at`: the state's place in its file.
///
/// # Errors
/// A config error where the state does not fit the stream; that of `state_migration`.
pub(crate) fn saved<C: 'static>(
    definition: &Definition<C>,
    run: &Run<C>,
    state: State,
    at: &str,
    is_full_refresh: bool,
) -> Result<Saved> {
    let state = match &definition.migration {
        Some(migrate) if !state.is_empty() => {
            let no_slice = Slice::default();
            let migrated = migrate(&SourceCx::new(&scope(run, &definition.name, &no_slice, None, None)), state);
            migrated.map_err(|error| error.with_context("hook", "state_migration"))?
        }
        _ => state,
    };
    Saved::parse(&state, &rules(definition, run, is_full_refresh)?, at, run.began)
}

/// What of the words about a cursor the config decides alone.
///
/// # Errors
/// As for [`Cursor::of`], and where `start` or `end` is none of its values.
pub(crate) fn judge_words<C: 'static>(definition: &Definition<C>, run: &Run<C>) -> Result<()> {
    let Some(words) = definition.cursor.as_ref() else { return Ok(()) };
    let kind = rules_of(definition, words, run)?.cut.kind;
    let no_slice = Slice::default();
    let scope = scope(run, &definition.name, &no_slice, None, None);
    for (word, node) in [("start", &words.start), ("end", &words.end)] {
        edge(word, node.as_ref().filter(|node| node.is_of_config_alone()), &kind, &scope)?;
    }
    Ok(())
}

impl<C: 'static> Plan<C> {
    /// From which cursor to which a slice is read, as far as the words alone say; and `start` as it is written, if it is in the
    /// future.
    pub(crate) fn bounds(&self, run: &Run<C>, slice: &Slice) -> Result<(Window, Option<String>)> {
        let (Some(cursor), Some(words)) = (&self.cursor, &self.definition.cursor) else {
            return Ok(Default::default());
        };
        let scope = self.scope(run, slice, None, None);
        let kind = &cursor.rules.cut.kind;
        let start = edge("start", words.start.as_ref(), kind, &scope)?;
        let end = match edge("end", words.end.as_ref(), kind, &scope)? {
            None if self.definition.asks_for_window() => kind.time(self.began.get().unwrap_or(run.began)),
            end => end.map(|(end, _)| end),
        };
        let late = start.as_ref().filter(|(start, _)| start.is_after(run.began));
        let late = late.map(|(start, written)| start.told(written));
        Ok((Window { start: start.map(|(start, _)| start), end }, late))
    }

    /// One warning about records that have no cursor, or none that can be read.
    pub(crate) fn tell_without_cursor(&self, run: &Run<C>) {
        let Some(cursor) = &self.cursor else { return };
        if let Some(what) = self.without_cursor.message(&cursor.rules.field, &run.output.redactor) {
            run.output.log(crate::protocol::Level::Warn, &format!("stream `{}`: {what}", self.definition.name));
        }
    }
}

/// The value of `start` or `end`, and how it is written.
fn edge<C>(
    word: &str,
    node: Option<&crate::stream::Node<C>>,
    kind: &Kind,
    scope: &Scope<'_, C>,
) -> Result<Option<(CursorValue, Value)>> {
    let at = |error: Error| error.with_context("word", format!("incremental: {word}"));
    let value = node.map(|node| node.value(scope)).transpose().map_err(at)?.flatten();
    let Some(value) = value.filter(|value| !matches!(value, Value::Null) && value.as_str() != Some("")) else {
        return Ok(None);
    };
    let is_literal = node.is_some_and(|node| node.plain_text().is_some());
    let wrong = |why| if is_literal { Error::system(why) } else { Error::config(why) };
    // A config holds a date as people write it, whatever the API's format.
    let edge = kind.read(&value).map_err(|why| at(wrong(why)))?;
    Ok(Some((edge, value)))
}
