//! Cursor rules: what the attributes about a cursor mean for its values and for the stream's state.
//!
//! In: a definition and the config. Out: the rules that `state` reads and writes by, an earlier run's progress, the
//! edges of a slice.
//! Not here: how far the stream is read (see `state`), a record's cursor (see `record::observe`).

use serde_json::Value;

use super::purpose::ReadPurpose;
use super::run_context::{RunContext, scope};
use crate::error::{Error, Result};
use crate::protocol::SyncMode;
use crate::state::{CursorKind, CursorRules, CursorValue, Cut, Rules, Saved, State, Way};
use crate::stream::scope::{Scope, Slice};
use crate::stream::{CursorDef, Definition, FieldNode, Order};

/// What decides how the stream's cursors are read and cut into windows.
pub(crate) fn cursor_rules<C>(
    definition: &Definition<C>,
    cursor: &CursorDef<C>,
    run: &RunContext<C>,
) -> Result<CursorRules> {
    let kind = cursor.kind(&(definition.record.announced)())?;
    let no_slice = Slice::default();
    let scope = scope(run, &definition.name, &no_slice, None, None);
    let [step, lookback, granularity] = cursor.strides(&kind, &scope)?;
    Ok(CursorRules {
        field: cursor.field.join("."),
        cut: Cut { kind, step, granularity },
        lookback,
        // What the later definition needs must exist when the first sync is complete.
        retention: cursor.retention.clone().or_else(|| definition.later.as_ref()?.cursor.as_ref()?.retention.clone()),
        is_ascending: cursor.order == Order::Asc && definition.asks_for_start(),
    })
}

/// What decides how a stream's state looks; `mode`: what the catalog selects.
///
/// # Errors
/// As for `CursorPlan::of`.
pub(crate) fn state_rules<C>(definition: &Definition<C>, run: &RunContext<C>, mode: SyncMode) -> Result<Rules> {
    let is_custom = definition.updated.is_some();
    let cursor = definition.cursor.as_ref().filter(|_| !is_custom);
    let has_token_hook = definition.next_page_token.is_some();
    let token = definition.paginate().token_name();
    // A function may keep a state that says nothing about pages; and what names the answer before has none to begin
    // with.
    let names_before = definition.names_page_before() || !definition.last_fields().is_empty();
    Ok(Rules {
        cursor: cursor.map(|cursor| cursor_rules(definition, cursor, run)).transpose()?,
        is_sliced: !definition.slicers.is_empty(),
        way: match &definition.later {
            Some(_) => Way::First,
            None if definition.is_later => Way::Later,
            None => Way::Only,
        },
        token: token.filter(|_| !has_token_hook).unwrap_or_else(|| "next_page_token".to_owned()),
        is_token_whole: has_token_hook,
        keeps_token: !names_before && !is_custom,
        is_custom,
        is_full_refresh: mode == SyncMode::FullRefresh,
        is_exact: run.purpose == ReadPurpose::ExactSync,
    })
}

/// How far an earlier run was, by its state; `at`: the state's place in its file.
///
/// # Errors
/// A config error where the state does not fit the stream; that of `state_migration`.
pub(crate) fn parse_saved_state<C: 'static>(
    definition: &Definition<C>,
    run: &RunContext<C>,
    state: State,
    at: &str,
    mode: SyncMode,
) -> Result<Saved> {
    let state = match &definition.migration {
        Some(migrate) if !state.is_empty() => {
            let no_slice = Slice::default();
            let migrated = migrate(&scope(run, &definition.name, &no_slice, None, None), state);
            migrated.map_err(|error| error.in_hook("state_migration"))?
        }
        _ => state,
    };
    Saved::parse(&state, &state_rules(definition, run, mode)?, at, run.began)
}

/// Checks the values of `incremental` that depend on the config alone.
///
/// # Errors
/// As for `CursorPlan::of`, and where `start` or `end` is none of its values.
pub(crate) fn judge_cursor<C: 'static>(definition: &Definition<C>, run: &RunContext<C>) -> Result<()> {
    let Some(words) = definition.cursor.as_ref() else { return Ok(()) };
    let kind = cursor_rules(definition, words, run)?.cut.kind;
    let no_slice = Slice::default();
    let scope = scope(run, &definition.name, &no_slice, None, None);
    for (word, node) in [("start", &words.start), ("end", &words.end)] {
        edge(word, node.as_ref().filter(|node| node.is_of_config_alone()), &kind, &scope)?;
    }
    Ok(())
}

/// The value of `start` or `end`, and how it is written.
pub(crate) fn edge<C>(
    word: &str,
    node: Option<&FieldNode<C>>,
    kind: &CursorKind,
    scope: &Scope<'_, C>,
) -> Result<Option<(CursorValue, Value)>> {
    let at = |error: Error| error.in_attribute(format_args!("incremental: {word}"));
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
