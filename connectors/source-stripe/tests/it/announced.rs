//! What Airbyte's own connector announces, kept as data: names, primary keys, cursors, sync modes, fields, types and config
//! keys of `source-stripe` 5.14.1, by its `spec` and `discover`. Ours must announce the same, but for [`DIFFERENCES`].
//! Not here: how cursors are read (see `incremental`).

use std::collections::{BTreeMap, BTreeSet};

use cdk_core::testing::{Connector, spec};
use serde_json::{Map, Value, json};
use source_stripe::Stripe;

use crate::api::{announced, config};

/// A difference that is meant: what differs, as [`differences`] and [`config_differences`] write it, and why.
const DIFFERENCES: [(&str, &str); 2] = [
    (
        "a field: null",
        "with ours the primary key may not be null and all else may; with theirs most keys may, and seven other fields may not",
    ),
    ("the config: call_rate_limit: order", "ours numbers every key; theirs leaves this one out"),
];

/// The place of `what` in the table.
fn meant(what: &str) -> Option<usize> {
    DIFFERENCES.iter().position(|(known, _)| *known == what)
}

/// All differences, each once.
fn found() -> BTreeSet<String> {
    let streams =
        Connector::<Stripe>::unserved(config()).discover().succeeded().streams().expect("discover writes a catalog");
    let output = spec::<Stripe>();
    let mut found = differences(&streams, &announced());
    found.extend(config_differences(
        &output.specification().expect("spec writes a specification")["connectionSpecification"],
    ));
    found
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("an object was expected: {value}"))
}

/// The keys of two objects, with the values that each has.
fn both<'a>(ours: &'a Map<String, Value>, theirs: &'a Map<String, Value>) -> BTreeMap<&'a str, [Option<&'a Value>; 2]> {
    let keys = ours.keys().chain(theirs.keys());
    keys.map(|key| (key.as_str(), [ours.get(key), theirs.get(key)])).collect()
}

/// The names in a list, or the one name: types of a place, keys.
fn types(types: &Value) -> BTreeSet<&str> {
    match types {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

/// What differs in names, primary keys, cursors, sync modes, fields and types of streams.
fn differences(ours: &[Value], theirs: &Map<String, Value>) -> BTreeSet<String> {
    let named = |stream: &Value| (stream["name"].as_str().unwrap_or_default().to_owned(), stream.clone());
    let ours: Map<String, Value> = ours.iter().map(named).collect();
    let mut found = BTreeSet::new();
    for (name, stream) in both(&ours, theirs) {
        let [Some(ours), Some(theirs)] = stream else {
            found.insert(format!("{name}: the stream"));
            continue;
        };
        if ours["source_defined_primary_key"] != theirs["primary_key"] {
            found.insert(format!("{name}: the primary key"));
        }
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        if list(&ours["default_cursor_field"]) != list(&theirs["cursor_field"]) {
            found.insert(format!("{name}: the cursor"));
        }
        if list(&ours["supported_sync_modes"]) != list(&theirs["sync_modes"]) {
            found.insert(format!("{name}: the sync modes"));
        }
        let not_null = types(&theirs["not_null"]);
        for (field, types_of) in both(object(&ours["json_schema"]["properties"]), object(&theirs["fields"])) {
            let [Some(ours), Some(theirs)] = types_of else {
                found.insert(format!("{name}: {field}: the field"));
                continue;
            };
            let mut ours = types(&ours["type"]);
            if ours.remove("null") == not_null.contains(field) {
                found.insert("a field: null".to_owned());
            }
            if ours != types(theirs) {
                found.insert(format!("{name}: {field}: the type"));
            }
        }
    }
    found
}

/// What differs in keys of the config, their rules, and which must be there. Titles and descriptions are in own words.
fn config_differences(ours: &Value) -> BTreeSet<String> {
    let theirs: Value = serde_json::from_str(include_str!("announced_spec.json")).expect("the list is JSON");
    let none = Map::new();
    let mut found = BTreeSet::new();
    for (key, rules) in both(object(&ours["properties"]), object(&theirs["properties"])) {
        let [ours, theirs] = rules.map(|rules| rules.map_or(&none, object));
        for (rule, [ours, theirs]) in both(ours, theirs) {
            if ours != theirs && !["title", "description"].contains(&rule) {
                found.insert(format!("the config: {key}: {rule}"));
            }
        }
    }
    if types(&ours["required"]) != types(&theirs["required"]) {
        found.insert("the config: required".to_owned());
    }
    found
}

#[test]
fn what_is_announced_is_theirs_but_for_what_is_meant() {
    let unmeant: Vec<String> = found().into_iter().filter(|what| meant(what).is_none()).collect();

    assert_eq!(unmeant, [] as [String; 0]);
}

#[test]
fn every_difference_that_is_meant_is_there() {
    let found = found();

    let gone: Vec<&str> = DIFFERENCES.iter().map(|(what, _)| *what).filter(|what| !found.contains(*what)).collect();
    assert_eq!(gone, [] as [&str; 0], "no longer a difference");
}

#[test]
fn the_differences_that_are_meant_are_few_and_small() {
    assert!(DIFFERENCES.len() <= 12);
    for (what, reason) in DIFFERENCES {
        let big = ["the stream", "the primary key", "the field", "the type"];
        assert!(!big.iter().any(|kind| what.ends_with(kind)), "{what} may not differ, whatever the reason");
        assert!(!reason.is_empty(), "{what}: why?");
    }
}

#[test]
fn a_difference_of_each_kind_is_found() {
    let stream =
        |key: Value, fields: Value| json!({ "primary_key": key, "not_null": ["id", "null"], "fields": fields });
    let mut theirs = Map::new();
    for name in ["same", "key", "gone", "modes"] {
        theirs.insert(name.to_owned(), stream(json!([["id"]]), json!({ "id": ["string"] })));
    }
    theirs["modes"]["sync_modes"] = json!(["full_refresh", "incremental"]);
    theirs["modes"]["cursor_field"] = json!(["id"]);
    let fields = json!({ "missing": ["string"], "kind": ["string"], "kinds": ["array", "object"], "null": ["string"] });
    theirs.insert("fields".to_owned(), stream(json!([["id"]]), fields));
    let stream = |name: &str, key: &str, fields: Value| json!({ "name": name, "source_defined_primary_key": [[key]], "json_schema": { "properties": fields } });
    let id = || json!({ "id": { "type": "string" } });
    let fields = json!({
        "more": { "type": ["null", "string"] }, "kind": { "type": ["null", "integer"] }, "kinds": { "type": ["object", "null"] },
        "null": { "type": ["null", "string"] },
    });
    let ours = [
        stream("same", "id", id()),
        stream("key", "key", id()),
        stream("modes", "id", id()),
        stream("new", "id", id()),
        stream("fields", "id", fields),
    ];

    let found: Vec<String> = differences(&ours, &theirs).into_iter().collect();

    let expected = [
        "a field: null",
        "fields: kind: the type",
        "fields: kinds: the type",
        "fields: missing: the field",
        "fields: more: the field",
        "gone: the stream",
        "key: the primary key",
        "modes: the cursor",
        "modes: the sync modes",
        "new: the stream",
    ];
    assert_eq!(found, expected);
}

#[test]
fn cursors_and_sync_modes_are_kept_for_all_streams() {
    let streams = announced();

    assert_eq!(streams.len(), 47);
    for (name, stream) in &streams {
        let modes = stream["sync_modes"].as_array().map_or(0, Vec::len);
        let incremental = stream["sync_modes"].as_array().is_some_and(|modes| modes.contains(&json!("incremental")));
        assert!(modes > 0, "{name}");
        // A stream that is read incrementally says by which field, and has it.
        let cursor = stream["cursor_field"][0].as_str();
        assert_eq!(cursor.is_some_and(|field| stream["fields"].get(field).is_some()), incremental, "{name}");
    }
}

#[test]
fn the_config_asks_for_its_keys_in_their_order() {
    let theirs: Value = serde_json::from_str(include_str!("announced_spec.json")).expect("the list is JSON");
    let output = spec::<Stripe>();
    let ours = &output.specification().expect("spec writes a specification")["connectionSpecification"]["properties"];

    assert!(object(ours).keys().eq(object(&theirs["properties"]).keys()), "{ours}");
}
