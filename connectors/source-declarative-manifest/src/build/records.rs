//! Records: extractor, filter and transformations.

use cdk_core::stream::Records;
use cdk_core::{Error, Result};
use serde_json::{Map, Value};

use super::extract::extract;
use super::scope::{HookCx, WindowNames, variables};
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text, Variables};

/// From a response to its records.
pub(super) struct RecordPlan {
    path: Vec<Text>,
    filter: Option<Text>,
    transforms_first: bool,
    transformations: Vec<Transformation>,
}

enum Transformation {
    Add { fields: Vec<AddedField>, condition: Option<Text> },
    Remove { pointers: Vec<Vec<String>>, condition: Option<Text> },
    LowerKeys,
}

struct AddedField {
    path: Vec<String>,
    value: Text,
    kinds: Kinds,
}

impl RecordPlan {
    pub(super) fn read(jinja: &Jinja, selector: &Component<'_>, stream: &Component<'_>) -> Outcome<Self> {
        let extractor = selector.needed("extractor")?;
        let path = match extractor.kind() {
            "DpathExtractor" => path(jinja, &extractor)?,
            _ => return Err(extractor.unsupported()),
        };
        decoder(&extractor)?;
        extractor.finish()?;
        let filter = match selector.child("record_filter")? {
            None => None,
            Some(filter) if filter.kind() == "RecordFilter" => {
                let condition = filter.text(jinja, "condition")?;
                filter.finish()?;
                condition
            }
            Some(filter) => return Err(filter.unsupported()),
        };
        match selector.get("schema_normalization") {
            None => {}
            Some(Value::String(name)) if name == "None" => {}
            Some(_) => return Err(selector.error("`schema_normalization` is not supported")),
        }
        let transforms_first = selector.flag("transform_before_filtering")?;
        selector.finish()?;
        let transformations = stream
            .children("transformations")?
            .iter()
            .map(|one| Transformation::read(jinja, one))
            .collect::<Result<_, _>>()?;
        Ok(Self { path, filter, transforms_first, transformations })
    }

    /// Whether every record is written as the API sent it.
    fn keeps_bytes(&self) -> bool {
        self.filter.is_none() && self.transformations.is_empty()
    }

    /// Whether the number of written records is the number of the page's records.
    pub(super) fn keeps_number(&self) -> bool {
        self.filter.is_none()
    }

    fn segments(&self, variables: &Variables) -> Result<Vec<String>> {
        self.path.iter().map(|segment| segment.text(variables)).collect()
    }

    /// The number of records in a response, before the filter.
    pub(super) fn count(&self, body: &[u8], variables: &Variables) -> Result<usize> {
        Ok(extract(body, &self.segments(variables)?)?.len())
    }

    /// The hook `parse_response`.
    pub(super) fn parse<P: 'static, S: 'static>(
        &self,
        cx: &HookCx<'_, P, S>,
        window: Option<&WindowNames>,
    ) -> Result<Records> {
        let mut variables = variables(cx, window);
        let raw = extract(cx.response()?.body(), &self.segments(&variables)?)?;
        if self.keeps_bytes() {
            return Ok(raw.into_iter().collect());
        }
        let token = cx.next_page_token().map_or(Value::Null, |token| serde_json::json!({ "next_page_token": token }));
        variables.set("next_page_token", &token);
        let mut kept = Vec::with_capacity(raw.len());
        for raw in raw {
            let mut record: Map<String, Value> = serde_json::from_str(raw.get())
                .map_err(|error| Error::system(format!("a record is not a JSON object: {error}")))?;
            if (self.transforms_first || self.passes(&record, &variables)?)
                && self.transform(&mut record, &variables)?
                && (!self.transforms_first || self.passes(&record, &variables)?)
            {
                kept.push(record);
            }
        }
        Ok(kept.into_iter().collect())
    }

    fn passes(&self, record: &Map<String, Value>, variables: &Variables) -> Result<bool> {
        let Some(filter) = &self.filter else { return Ok(true) };
        filter.holds(&variables.clone().with("record", &Value::Object(record.clone())))
    }

    /// Always `true`: transformations do not drop records.
    fn transform(&self, record: &mut Map<String, Value>, variables: &Variables) -> Result<bool> {
        for transformation in &self.transformations {
            transformation.apply(record, variables)?;
        }
        Ok(true)
    }
}

fn path(jinja: &Jinja, extractor: &Component<'_>) -> Outcome<Vec<Text>> {
    let Some(Value::Array(segments)) = extractor.get("field_path") else {
        return Err(extractor.error("`field_path` must be a list"));
    };
    for text in segments.iter().filter_map(Value::as_str) {
        if text != "*" && !text.contains("{{") && text.contains(['*', '?', '[']) {
            return Err(extractor.error(format!("the pattern `{text}` in `field_path` is not supported")));
        }
    }
    segments.iter().map(|segment| extractor.compiled(jinja, segment)).collect()
}

/// Only JSON is supported.
pub(super) fn decoder(component: &Component<'_>) -> Outcome<()> {
    match component.child("decoder")? {
        None => Ok(()),
        Some(decoder) if decoder.kind() == "JsonDecoder" => decoder.finish(),
        Some(decoder) => Err(decoder.unsupported()),
    }
}

impl Transformation {
    fn read(jinja: &Jinja, component: &Component<'_>) -> Outcome<Self> {
        let condition = |component: &Component<'_>| {
            Ok::<_, String>(component.text(jinja, "condition")?.filter(|text| text.constant() != Some(&"".into())))
        };
        let transformation = match component.kind() {
            "AddFields" => Self::Add {
                fields: component.children("fields")?.iter().map(|one| added(jinja, one)).collect::<Result<_, _>>()?,
                condition: condition(component)?,
            },
            "RemoveFields" => {
                let Some(Value::Array(pointers)) = component.get("field_pointers") else {
                    return Err(component.error("`field_pointers` must be a list of paths"));
                };
                let pointers = pointers.iter().map(|pointer| segments(component, pointer)).collect::<Result<_, _>>()?;
                Self::Remove { pointers, condition: condition(component)? }
            }
            "KeysToLower" => Self::LowerKeys,
            _ => return Err(component.unsupported()),
        };
        component.finish()?;
        Ok(transformation)
    }

    fn apply(&self, record: &mut Map<String, Value>, variables: &Variables) -> Result<()> {
        match self {
            Self::Add { fields, condition } => {
                for field in fields {
                    let variables = variables.clone().with("record", &Value::Object(record.clone()));
                    let value = field.value.value(&variables, field.kinds)?;
                    let holds = match condition {
                        None => true,
                        Some(condition) => {
                            let path = Value::from(field.path.clone());
                            condition.holds(&variables.with("value", &value).with("path", &path))?
                        }
                    };
                    if holds {
                        set(record, &field.path, value);
                    }
                }
            }
            Self::Remove { pointers, condition } => {
                for pointer in pointers {
                    let is_removed = |value: &Value| match condition {
                        None => Ok(true),
                        Some(condition) => condition.holds(&variables.clone().with("property", value)),
                    };
                    remove(record, pointer, &is_removed)?;
                }
            }
            Self::LowerKeys => {
                *record = std::mem::take(record).into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect();
            }
        }
        Ok(())
    }
}

fn added(jinja: &Jinja, field: &Component<'_>) -> Outcome<AddedField> {
    let path = segments(field, field.get("path").unwrap_or(&Value::Null))?;
    let value = field.text(jinja, "value")?.ok_or_else(|| field.error("`value` is missing"))?;
    let kinds = match field.get("value_type").and_then(Value::as_str) {
        None => Kinds::Any,
        Some("string") => Kinds::Text,
        Some("integer") => Kinds::Integer,
        Some("number") => Kinds::Number,
        Some("boolean") => Kinds::Boolean,
        Some(other) => return Err(field.error(format!("unknown `value_type` `{other}`"))),
    };
    field.finish()?;
    Ok(AddedField { path, value, kinds })
}

/// A path of names, without patterns except a single `*`.
fn segments(component: &Component<'_>, path: &Value) -> Outcome<Vec<String>> {
    let names = path.as_array().filter(|names| !names.is_empty());
    let names = names.ok_or_else(|| component.error("a path must be a list of names"))?;
    let name = |name: &Value| match name {
        Value::String(text) if text.contains("{{") => Err(component.error("an expression in a path is not supported")),
        Value::String(text) if text != "*" && text.contains(['*', '?', '[']) => {
            Err(component.error(format!("the pattern `{text}` in a path is not supported")))
        }
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(component.error("a path must be a list of names")),
    };
    names.iter().map(name).collect()
}

/// Sets a nested field; objects on the way are created.
fn set(record: &mut Map<String, Value>, path: &[String], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        record.insert(first.clone(), value);
        return;
    }
    let next = record.entry(first.clone()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Array(values) = next
        && let Some((Ok(index), [])) = rest.split_first().map(|(index, rest)| (index.parse::<usize>(), rest))
    {
        if values.len() <= index && index < 10_000 {
            values.resize(index + 1, Value::Null);
        }
        if let Some(place) = values.get_mut(index) {
            *place = value;
        }
        return;
    }
    if !next.is_object() {
        *next = Value::Object(Map::new());
    }
    if let Value::Object(inner) = next {
        set(inner, rest, value);
    }
}

/// Removes the fields at a path; `*` is every field or element.
fn remove(record: &mut Map<String, Value>, path: &[String], is_removed: &dyn Fn(&Value) -> Result<bool>) -> Result<()> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    let keys: Vec<String> = record.keys().filter(|key| first == "*" || *key == first).cloned().collect();
    for key in keys {
        let Some(value) = record.get_mut(&key) else { continue };
        if rest.is_empty() {
            if is_removed(value)? {
                record.shift_remove(&key);
            }
            continue;
        }
        match value {
            Value::Object(inner) => remove(inner, rest, is_removed)?,
            Value::Array(values) => remove_in_list(values, rest, is_removed)?,
            _ => {}
        }
    }
    Ok(())
}

fn remove_in_list(values: &mut [Value], path: &[String], is_removed: &dyn Fn(&Value) -> Result<bool>) -> Result<()> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    for (at, value) in values.iter_mut().enumerate() {
        if first != "*" && first.parse() != Ok(at) {
            continue;
        }
        match value {
            // As in Python, an element is not removed but replaced.
            value if rest.is_empty() => *value = if is_removed(value)? { Value::Null } else { value.take() },
            Value::Object(inner) => remove(inner, rest, is_removed)?,
            Value::Array(values) => remove_in_list(values, rest, is_removed)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn nested_fields_are_set_and_removed() {
        let Value::Object(mut record) = json!({ "a": { "b": 1, "c": 2 }, "l": [{ "x": 1, "y": 2 }, { "x": 3 }] })
        else {
            unreachable!()
        };

        set(&mut record, &path(&["n", "m"]), json!(5));
        set(&mut record, &path(&["l", "1"]), json!(7));
        remove(&mut record, &path(&["a", "b"]), &|_| Ok(true)).unwrap();
        remove(&mut record, &path(&["l", "*", "x"]), &|_| Ok(true)).unwrap();
        remove(&mut record, &path(&["missing", "x"]), &|_| Ok(true)).unwrap();

        assert_eq!(Value::Object(record), json!({ "a": { "c": 2 }, "l": [{ "y": 2 }, 7], "n": { "m": 5 } }));
    }
}
