//! Schemas that a dynamic stream was given, in Airbyte's dialect.

use cdk_core::testing::schema::dialect;
use serde_json::{Value, json};

fn rewritten(schema: Value) -> Value {
    let mut schema = schema;
    dialect(&mut schema);
    schema.as_object_mut().unwrap().remove("$schema");
    schema
}

#[test]
fn references_are_followed() {
    let schema = json!({
        "type": "object",
        "properties": { "owner": { "$ref": "#/$defs/user", "description": "Whose." } },
        "$defs": { "user": { "type": "object", "properties": { "id": { "type": "integer" } } } },
    });

    let owner = json!({
        "description": "Whose.",
        "type": "object",
        "properties": { "id": { "type": "integer" } },
        "additionalProperties": true,
    });
    assert_eq!(rewritten(schema)["properties"]["owner"], owner);
}

#[test]
fn a_reference_back_to_itself_is_cut_after_one_turn() {
    let schema = json!({
        "type": "object",
        "properties": { "tree": { "$ref": "#/definitions/tree" }, "me": { "$ref": "#" } },
        "definitions": { "tree": { "type": "object", "properties": { "next": { "$ref": "#/definitions/tree" } } } },
    });

    let cut = json!({ "type": ["object", "null"], "additionalProperties": true });
    let properties = rewritten(schema)["properties"].clone();
    assert_eq!(properties["tree"]["properties"]["next"], cut);
    assert_eq!(properties["me"], cut);
}

#[test]
fn references_that_multiply_end_somewhere() {
    let mut definitions = serde_json::Map::new();
    let names: Vec<String> = (0..12).map(|number| format!("d{number}")).collect();
    for name in &names {
        let to = |other: &String| (other.clone(), json!({ "$ref": format!("#/definitions/{other}") }));
        let properties: serde_json::Map<_, _> = names.iter().map(to).collect();
        definitions.insert(name.clone(), json!({ "type": "object", "properties": properties }));
    }
    let schema = json!({ "properties": { "x": { "$ref": "#/definitions/d0" } }, "definitions": definitions });

    let text = rewritten(schema).to_string();

    assert!(text.len() < 20_000_000, "{}", text.len());
}

#[test]
fn a_reference_that_leads_out_of_the_document_says_nothing() {
    let schema = json!({ "type": "object", "properties": { "x": { "$ref": "https://example.com/x.json" } } });

    assert_eq!(rewritten(schema)["properties"]["x"], json!({}));
}

#[test]
fn all_of_is_one_object() {
    let schema = json!({
        "allOf": [
            { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
            { "type": "object", "properties": { "b": { "type": "integer" } }, "additionalProperties": false },
        ],
        "not": { "required": ["c"] },
    });

    let expected = json!({
        "type": "object",
        "properties": { "a": { "type": "string" }, "b": { "type": "integer" } },
        "additionalProperties": true,
    });
    assert_eq!(rewritten(schema), expected);
}

#[test]
fn what_is_in_the_dialect_already_stays() {
    let schema = json!({
        "title": "User",
        "type": ["object", "null"],
        "properties": {
            "at": { "type": ["string", "null"], "format": "date-time", "airbyte_type": "timestamp_without_timezone" },
            "big": { "type": "number", "airbyte_type": "integer" },
            "kind": { "type": "string", "enum": ["a", "b"] },
            "tags": { "type": "array", "items": { "type": "string" } },
            "any": {},
        },
        "additionalProperties": true,
    });

    assert_eq!(rewritten(schema.clone()), schema);
}

#[test]
fn rewriting_twice_changes_nothing() {
    let mut once = cdk_core::testing::schema::contract::<super::types::Everything>();
    dialect(&mut once);
    let mut twice = once.clone();

    dialect(&mut twice);

    assert_eq!(twice, once);
}

#[test]
fn odd_schemas_are_taken_without_complaint() {
    let anything = || json!({});
    let object = || json!({ "type": "object", "additionalProperties": true });
    let nullable_object = || json!({ "type": ["object", "null"], "additionalProperties": true });
    for (name, schema, expected) in [
        ("true", json!(true), anything()),
        ("false", json!(false), anything()),
        ("null", json!(null), anything()),
        ("a text", json!("x"), anything()),
        (
            "keywords of a wrong kind",
            json!({ "type": 5, "properties": [], "items": 3, "anyOf": {}, "enum": "x", "allOf": [1] }),
            object(),
        ),
        ("an unknown type", json!({ "type": ["text"], "oneOf": [] }), anything()),
        ("a reference to nothing", json!({ "$ref": "#/nowhere" }), anything()),
        ("a reference to itself", json!({ "$ref": "#" }), nullable_object()),
        ("itself or null", json!({ "anyOf": [{ "$ref": "#" }, { "type": "null" }] }), nullable_object()),
    ] {
        assert_eq!(rewritten(schema), expected, "{name}");
    }
}
