//! Default types, and `$parameters` of a component as values of its fields and of those of its children.

use serde_json::{Map, Value};

use super::default_types::default_type;
use crate::truth::is_truthy;

/// `place` is the type of the parent component and the field, such as `DeclarativeStream.retriever`.
pub(super) fn propagate(place: &str, component: Value, inherited: &Map<String, Value>) -> Value {
    let Value::Object(mut component) = component else { return component };
    if !component.contains_key("type")
        && let Some(name) = default_type(place, component.contains_key("class_name"))
    {
        component.insert("type".to_owned(), name.into());
    }
    let mut parameters = inherited.clone();
    if let Some(Value::Object(own)) = component.shift_remove("$parameters") {
        parameters.extend(own);
    }
    match component.get("type") {
        Some(Value::String(name)) if name != "object" => {}
        Some(_) => return Value::Object(component),
        None => return without_type(place, component, &parameters),
    }
    for (key, value) in &parameters {
        if !component.get(key).is_some_and(is_truthy) {
            component.insert(key.clone(), value.clone());
        }
    }
    let name = component.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (field, value) in &mut component {
        if !value.is_object() && !value.is_array() {
            continue;
        }
        // A parameter with the name of the field would be set in the field again, without an end.
        let excluded = parameters.shift_remove(field);
        let place = format!("{name}.{field}");
        match value.take() {
            Value::Array(values) => {
                *value = Value::Array(values.into_iter().map(|one| propagate(&place, one, &parameters)).collect());
            }
            one => *value = propagate(&place, one, &parameters),
        }
        if let Some(excluded) = excluded.filter(is_truthy) {
            parameters.insert(field.clone(), excluded);
        }
    }
    if !parameters.is_empty() {
        component.insert("$parameters".to_owned(), Value::Object(parameters));
    }
    Value::Object(component)
}

/// A mapping that is not a component can contain components.
fn without_type(place: &str, mut entries: Map<String, Value>, parameters: &Map<String, Value>) -> Value {
    for value in entries.values_mut() {
        if value.get("type").is_some_and(is_truthy) {
            *value = propagate(place, value.take(), parameters);
        }
    }
    Value::Object(entries)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_reach_the_children_and_the_nearest_wins() {
        let stream = json!({
            "type": "DeclarativeStream",
            "$parameters": { "name": "users", "path": "/users" },
            "retriever": { "requester": { "$parameters": { "path": "/v2" } }, "paginator": { "type": "NoPagination" } },
        });

        let stream = propagate("", stream, &Map::new());

        assert_eq!(stream["name"], "users");
        assert_eq!(stream["retriever"]["type"], "SimpleRetriever");
        assert_eq!(stream["retriever"]["requester"]["type"], "HttpRequester");
        assert_eq!(stream["retriever"]["requester"]["path"], "/v2");
        assert_eq!(stream["retriever"]["paginator"]["$parameters"]["name"], "users");
    }

    #[test]
    fn a_json_schema_is_not_a_component() {
        let loader = json!({ "type": "InlineSchemaLoader", "$parameters": { "a": 1 }, "schema": { "type": "object" } });

        assert_eq!(propagate("", loader, &Map::new())["schema"], json!({ "type": "object" }));
    }
}
