//! Added: the fields that `add` puts into a record.
//!
//! In: a found record and the scope. Out: the text of the added fields.

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::FoundRecord;
use crate::error::{Error, Result};
use crate::read::plan::stream_plan::RecordPlan;
use crate::record::AddedText;
use crate::stream::AddedValue;
use crate::stream::scope::Scope;
use crate::template::exact::Written;

/// Writes the added fields of a record.
///
/// # Errors
/// If a field that serde demands has no source, or a source fails.
pub(crate) fn add_fields<C>(
    plan: &RecordPlan<C>,
    found: &FoundRecord<'_>,
    scope: &Scope<'_, C>,
    text: &mut AddedText,
) -> Result<()> {
    text.clear();
    if plan.definition.added.is_empty() {
        return Ok(());
    }
    let scope = Scope { raw_record: Some(found.raw()), ..*scope };
    let captures = plan.captures.added.iter().zip(&plan.captures.added_over);
    for ((field, value), (sources, over)) in plan.definition.added.iter().zip(captures) {
        let json = first_source(plan, (field, value), sources, found, &scope)?;
        // Nothing to add, so what the page says stands.
        let json = json.or_else(|| found.capture(*over));
        match json {
            Some(json) => text.push(&plan.program, field, &json)?,
            None if plan.required.contains(field) => {
                return Err(Error::system(format!(
                    "`add`: the source of `{field}` is not in the record, and `{field}` is not an `Option`"
                )));
            }
            None => {}
        }
    }
    Ok(())
}

/// The text of an added field; `None` where it is absent.
fn first_source<'a, C>(
    plan: &RecordPlan<C>,
    (field, value): (&str, &AddedValue<C>),
    sources: &[Option<usize>],
    found: &'a FoundRecord<'_>,
    scope: &Scope<'_, C>,
) -> Result<Option<Cow<'a, [u8]>>> {
    let null_is_absent = matches!(value, AddedValue::First(_));
    for (value, source) in value.alternatives().iter().zip(sources) {
        let json = match value {
            AddedValue::Record(_) => source.and_then(|source| match found.capture(source)? {
                // Mended anew, so that the change is listed for the added field too.
                Cow::Owned(_) => found.capture_as_it_came(source).map(Cow::Borrowed),
                text => Some(text),
            }),
            value => {
                let value = compute(plan, field, value, scope)?;
                value.map(|value| serde_json::to_vec(&Written(&value))).transpose()?.map(Cow::Owned)
            }
        };
        if let Some(json) = json.filter(|json| !null_is_absent || **json != *b"null") {
            return Ok(Some(json));
        }
    }
    Ok(None)
}

fn compute<C>(plan: &RecordPlan<C>, field: &str, value: &AddedValue<C>, scope: &Scope<'_, C>) -> Result<Option<Value>> {
    Ok(match value {
        AddedValue::Now => {
            let text = Value::from(scope.now.to_string());
            let fits = plan.program.check_field(field, text.to_string().as_bytes()).is_ok();
            Some(if fits { text } else { Value::from(scope.now.as_second()) })
        }
        AddedValue::Literal(value) => Some(value.clone()),
        AddedValue::Computed(value) => Some(value(scope)?),
        AddedValue::Template(template) => template.json(scope)?,
        AddedValue::Record(_) | AddedValue::First(_) | AddedValue::Unset => None,
    })
}
