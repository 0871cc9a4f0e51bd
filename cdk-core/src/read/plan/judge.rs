//! Judge: what only the config and the schemas show of streams, all of them and before any request.
//!
//! In: definitions and a run. Out: the first mistake, with its stream: a secret in a record, a key or a cursor without
//! an order, a `start`, `end`, `step` or `lookback` that does not fit the cursor, an address that is none.
//! `check` and `discover` ask this of every stream, so that no such mistake is first seen in a sync.
//! Not here: what a definition alone shows (see `stream::judge`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::cursor_rules::judge_cursor;
use super::run_context::{RunContext, scope};
use crate::error::{Error, Result};
use crate::http::url::Origins;
use crate::stream::scope::Slice;
use crate::stream::{Definition, judge_secrets, parents};

/// # Errors
/// The first mistake of a stream, or of a parent that is not listed.
pub(crate) fn judge_all<'a, C: 'static>(
    definitions: impl IntoIterator<Item = &'a Definition<C>>,
    run: &RunContext<C>,
) -> Result<()> {
    let mut judged = BTreeSet::new();
    for definition in definitions {
        let above = parents(definition)?;
        for definition in std::iter::once(definition).chain(&above) {
            if judged.insert(definition.name.clone()) {
                judge(definition, run).map_err(|error| error.in_stream(&definition.name))?;
            }
        }
    }
    Ok(())
}

fn judge<C: 'static>(definition: &Definition<C>, run: &RunContext<C>) -> Result<()> {
    judge_secrets(definition)?;
    judge_keys(definition)?;
    judge_cursor(definition, run)?;
    judge_url_base(definition, run)?;
    definition.later.as_ref().map_or(Ok(()), |later| judge_cursor(later, run))
}

/// A key identifies a record, and no destination compares lists or objects.
fn judge_keys<C>(definition: &Definition<C>) -> Result<()> {
    let keys = definition.primary_key();
    if keys.is_empty() {
        return Ok(());
    }
    let schema = (definition.record.announced)();
    for key in keys {
        let mut node = &schema;
        for name in key {
            node = node.get("properties").and_then(|properties| properties.get(name)).unwrap_or(&Value::Null);
        }
        let is = |kind: &str| match &node["type"] {
            Value::Array(kinds) => kinds.iter().any(|one| one == kind),
            one => one == kind,
        };
        let name = key.join(".");
        let why = if is("array") {
            "is a list".to_owned()
        } else if is("object") {
            format!("is an object; name a field in it, as in `primary_key = \"{name}.id\"`")
        } else {
            continue;
        };
        return Err(Error::system(format!(
            "primary_key: `{name}` {why}; a key is a text, a number, a bool, a date or a time"
        )));
    }
    Ok(())
}

/// An address that the config decides alone.
fn judge_url_base<C>(definition: &Definition<C>, run: &RunContext<C>) -> Result<()> {
    let base = definition.own.url_base.as_ref().or(definition.inherited.url_base.as_ref());
    let Some(base) = base.filter(|base| base.is_of_config_alone()) else { return Ok(()) };
    let no_slice = Slice::default();
    let scope = scope(run, &definition.name, &no_slice, None, None);
    // A stream whose address needs an optional key fails alone, if it is read without that key.
    if base.text_if_said(&scope)?.is_none() {
        return Ok(());
    }
    let address = base.base(&scope)?;
    Origins::new(None).declare_base(&address)
}
