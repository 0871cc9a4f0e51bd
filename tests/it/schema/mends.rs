//! Each thing that schemars writes and Airbyte's destinations do not read, mended.

use std::collections::BTreeMap;

use cdk_core::testing::schema::announced;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::types::{Color, Either, Everything, Inner, Level, Scalar, Shape, Tree};

/// What is announced of a field of type `T`.
fn field<T: JsonSchema>() -> Value {
    #[derive(Serialize, JsonSchema)]
    struct Record<T> {
        field: T,
    }
    announced::<Record<T>>()["properties"]["field"].clone()
}

/// Calls `judge` with every schema in `schema`, itself first.
fn every_schema(schema: &Value, judge: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    let words = schema.as_object().expect("every schema is an object");
    judge(words);
    let properties = words.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|properties| properties.values()).for_each(|schema| every_schema(schema, judge));
    let nested = ["items", "additionalProperties"].into_iter().filter_map(|word| words.get(word));
    nested.filter(|schema| !schema.is_boolean()).for_each(|schema| every_schema(schema, judge));
}

#[test]
fn only_an_option_is_nullable() {
    assert_eq!(field::<String>(), json!({ "type": "string" }));
    assert_eq!(field::<Option<String>>(), json!({ "type": ["string", "null"] }));
    assert_eq!(field::<Option<Inner>>()["type"], json!(["object", "null"]));
    assert_eq!(field::<Vec<Option<bool>>>()["items"], json!({ "type": ["boolean", "null"] }));
}

#[test]
fn nothing_is_required_at_any_depth() {
    every_schema(&announced::<Everything>(), &mut |words| assert!(!words.contains_key("required"), "{words:?}"));
}

#[test]
fn no_word_is_left_that_destinations_do_not_read() {
    let known = [
        "$schema",
        "type",
        "format",
        "airbyte_type",
        "enum",
        "properties",
        "additionalProperties",
        "items",
        "description",
    ];
    every_schema(&announced::<Everything>(), &mut |words| {
        assert!(words.keys().all(|word| known.contains(&word.as_str())), "{words:?}");
    });
}

#[test]
fn the_schema_says_that_it_is_draft_07() {
    assert_eq!(announced::<Inner>()["$schema"], "http://json-schema.org/draft-07/schema#");
}

#[test]
fn number_formats_and_bounds_are_stripped() {
    assert_eq!(field::<u8>(), json!({ "type": "integer" }));
    assert_eq!(field::<i64>(), json!({ "type": "integer" }));
    assert_eq!(field::<f32>(), json!({ "type": "number" }));
    assert_eq!(field::<Option<u64>>(), json!({ "type": ["integer", "null"] }));
}

#[test]
fn a_timestamp_is_a_date_time_with_a_zone() {
    let expected = json!({ "type": "string", "format": "date-time", "airbyte_type": "timestamp_with_timezone" });

    assert_eq!(field::<jiff::Timestamp>(), expected);
}

#[test]
fn a_civil_datetime_is_a_date_time_without_a_zone() {
    let expected = json!({ "type": "string", "format": "date-time", "airbyte_type": "timestamp_without_timezone" });

    assert_eq!(field::<jiff::civil::DateTime>(), expected);
}

#[test]
fn a_civil_time_is_a_time_without_a_zone() {
    let expected = json!({ "type": "string", "format": "time", "airbyte_type": "time_without_timezone" });

    assert_eq!(field::<jiff::civil::Time>(), expected);
}

#[test]
fn a_date_is_a_date() {
    assert_eq!(field::<Option<jiff::civil::Date>>(), json!({ "type": ["string", "null"], "format": "date" }));
}

#[test]
fn a_zoned_date_time_is_a_plain_text() {
    assert_eq!(field::<jiff::Zoned>(), json!({ "type": "string" }));
}

#[test]
fn every_object_is_open() {
    every_schema(&announced::<Everything>(), &mut |words| {
        if words.get("type").is_some_and(|name| name.to_string().contains("object")) {
            assert_ne!(words["additionalProperties"], false, "{words:?}");
        }
    });
    assert_eq!(field::<Inner>()["additionalProperties"], true);
}

#[test]
fn a_map_says_what_it_holds() {
    assert_eq!(
        field::<BTreeMap<String, u8>>(),
        json!({ "type": "object", "additionalProperties": { "type": "integer" } })
    );
    assert_eq!(
        field::<BTreeMap<u32, String>>(),
        json!({ "type": "object", "additionalProperties": { "type": "string" } })
    );
}

#[test]
fn a_value_may_be_anything() {
    assert_eq!(field::<Value>(), json!({}));
    assert_eq!(field::<Option<Value>>(), json!({}));
    assert_eq!(field::<Vec<Value>>(), json!({ "type": "array", "items": {} }));
}

#[test]
fn a_tuple_is_an_array_of_what_its_places_share() {
    assert_eq!(field::<(u8, u64)>(), json!({ "type": "array", "items": { "type": "integer" } }));
    assert_eq!(field::<(u8, f64)>(), json!({ "type": "array", "items": { "type": "number" } }));
    assert_eq!(field::<(u8, Inner)>(), json!({ "type": "array", "items": {} }));
}

#[test]
fn a_unit_enum_lists_its_texts_and_null_where_it_is_nullable() {
    assert_eq!(field::<Color>(), json!({ "type": "string", "enum": ["red", "green"] }));
    assert_eq!(field::<Option<Color>>(), json!({ "type": ["string", "null"], "enum": ["red", "green", null] }));
}

#[test]
fn a_unit_enum_with_documented_variants_is_still_one_enum() {
    assert_eq!(
        field::<Option<Level>>(),
        json!({ "description": "How loud.", "type": ["string", "null"], "enum": ["Unknown", "Low", "High", null] })
    );
}

#[test]
fn a_tagged_enum_is_one_object_with_all_properties() {
    let properties = json!({
        "type": { "type": "string", "enum": ["circle", "square", "Unit"] },
        "radius": { "type": ["number", "null"] },
        "side": { "type": "integer" },
    });

    let expected = json!({ "type": "object", "properties": properties, "additionalProperties": true });
    assert_eq!(field::<Shape>(), expected);

    let expected = json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": true });
    assert_eq!(field::<Option<Shape>>(), expected);
}

#[test]
fn an_untagged_enum_of_text_and_object_may_be_anything() {
    assert_eq!(field::<Either>(), json!({}));
    assert_eq!(field::<Option<Either>>(), json!({}));
}

#[test]
fn an_untagged_enum_of_plain_values_lists_their_types() {
    assert_eq!(field::<Option<Scalar>>(), json!({ "type": ["string", "integer", "null"] }));
}

#[test]
fn a_type_that_holds_itself_is_cut_where_it_comes_again() {
    let cut = json!({ "type": ["object", "null"], "additionalProperties": true });

    let tree = announced::<Tree>();
    assert_eq!(tree["properties"]["next"], cut);
    assert_eq!(tree["properties"]["children"], json!({ "type": "array", "items": cut }));
    assert_eq!(field::<Tree>()["properties"]["next"], cut);
}

#[test]
fn a_flattened_optional_enum_takes_no_property_away() {
    #[derive(Serialize, JsonSchema)]
    struct Record {
        id: u8,
        #[serde(flatten)]
        shape: Option<Shape>,
    }

    let announced = announced::<Record>();

    let names: Vec<&String> = announced["properties"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "type", "radius", "side"]);
}

#[test]
fn properties_stand_in_the_order_of_the_fields() {
    let announced = announced::<Tree>();

    let names: Vec<&String> = announced["properties"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["name", "next", "children"]);
}

#[test]
fn descriptions_are_kept_and_rust_names_are_not() {
    let announced = announced::<Everything>();

    assert_eq!(announced["description"], "Every kind of field.");
    assert_eq!(announced["properties"]["u8"]["description"], "The number.");
    assert_eq!(announced["properties"]["inner"]["properties"]["x"]["description"], "Where.");
    assert_eq!(announced.get("title"), None);
}
