//! What Airbyte's own connector announces, kept as data: names, primary keys, fields, types and config keys of
//! `source-stripe` 5.14.1, by its `spec` and `discover`. Ours must announce the same.
//!
//! The differences, each with its reason:
//! - nullability: ours says which fields must be there, theirs allows null nearly everywhere;
//! - `order` of `call_rate_limit`: theirs has none, ours numbers every key.

use std::collections::BTreeSet;

use cdk_core::testing::{Connector, spec};
use serde_json::{Map, Value, json};
use source_stripe::Stripe;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the list is JSON")
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("an object was expected: {value}"))
}

/// The types of a place, null aside.
fn types(types: &Value) -> BTreeSet<String> {
    let names = match types {
        Value::Array(names) => names.clone(),
        name => vec![name.clone()],
    };
    names.iter().filter_map(Value::as_str).filter(|name| *name != "null").map(str::to_owned).collect()
}

#[test]
fn streams_keys_fields_and_types_are_theirs() {
    let theirs = parsed(include_str!("announced_streams.json"));
    let config = json!({ "account_id": "acct_1", "client_secret": "sk_test_1234567890" });
    let ours = Connector::<Stripe>::unserved(config).discover().succeeded().streams();

    let names: BTreeSet<&str> = ours.iter().filter_map(|stream| stream["name"].as_str()).collect();
    assert_eq!(names, object(&theirs).keys().map(String::as_str).collect());
    for stream in &ours {
        let name = stream["name"].as_str().expect("a stream has a name");
        assert_eq!(stream["source_defined_primary_key"], theirs[name]["primary_key"], "{name}");
        let ours = object(&stream["json_schema"]["properties"]).iter();
        let ours: BTreeSet<_> = ours.map(|(field, schema)| (field.clone(), types(&schema["type"]))).collect();
        let theirs = object(&theirs[name]["fields"]).iter();
        let theirs: BTreeSet<_> = theirs.map(|(field, named)| (field.clone(), types(named))).collect();
        assert_eq!(ours.difference(&theirs).collect::<Vec<_>>(), [] as [&_; 0], "{name}: ours, and not theirs");
        assert_eq!(theirs.difference(&ours).collect::<Vec<_>>(), [] as [&_; 0], "{name}: theirs, and not ours");
    }
}

#[test]
fn the_config_has_their_keys_and_rules() {
    let theirs = parsed(include_str!("announced_spec.json"));
    let output = spec::<Stripe>();
    let ours = &output.specification()["connectionSpecification"];

    let own_words = |schema: &Value| -> Map<String, Value> {
        let mut words = object(schema).clone();
        words.retain(|word, _| !matches!(word.as_str(), "title" | "description"));
        words
    };
    let mut expected = object(&theirs["properties"]).clone();
    expected["call_rate_limit"]["order"] = json!(6);
    assert_eq!(
        object(&ours["properties"]).keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "the same keys in the same order"
    );
    for (key, schema) in expected {
        assert_eq!(own_words(&ours["properties"][&key]), *object(&schema), "{key}");
    }
    assert_eq!(types(&ours["required"]), types(&theirs["required"]));
}
