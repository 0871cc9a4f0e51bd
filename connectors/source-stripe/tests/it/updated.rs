//! `updated`: the object's own value, else the time of its creation, else the time of reading; where it is announced.

use std::time::{SystemTime, UNIX_EPOCH};

use cdk_core::testing::{Output, read};
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{announced, config, serving_every_list};

/// A read of all streams, each list of which holds one object: with these fields beside its ID.
fn read_all(fields: Value) -> Output {
    let streams = announced();
    let streams: Vec<&str> = streams.keys().map(String::as_str).collect();
    let api = serving_every_list(move |kind| {
        let mut object = fields.clone();
        object["id"] = json!("id_1");
        object["object"] = json!(kind.trim_end_matches('s'));
        vec![object]
    });
    let output = read::<Stripe>(&api.start(), config(), streams.as_slice()).succeeded();
    assert!(output.lines().iter().all(|line| !line.contains("\"changes\"")), "a value became null: {output}");
    output
}

/// `updated` of the one record of each stream, of those that announce it or of the others.
fn updated(output: &Output, announcing: bool) -> Vec<(String, Option<Value>)> {
    let mut streams = announced();
    streams.retain(|_, stream| stream["fields"].get("updated").is_some() == announcing);
    let updated = |stream: &String| {
        let records = output.records(stream);
        assert_eq!(records.len(), 1, "{stream}");
        records[0].get("updated").cloned()
    };
    streams.keys().map(|stream| (stream.clone(), updated(stream))).collect()
}

/// Announced, and not sent by Stripe; Airbyte's own connector leaves it out too.
const NEVER_FILLED: &str = "customer_balance_transactions";

#[test]
fn an_objects_own_value_stands() {
    let output = read_all(json!({ "created": 1_700_000_000, "updated": 1_800_000_000 }));

    for (stream, updated) in updated(&output, true) {
        assert_eq!(updated, Some(json!(1_800_000_000)), "{stream}");
    }
}

#[test]
fn else_it_is_the_time_of_creation() {
    // Invoice items call it their `date`.
    let fields = json!({ "created": 1_700_000_000, "date": 1_700_000_000 });
    let mut with_null = fields.clone();
    with_null["updated"] = Value::Null;
    for fields in [fields, with_null] {
        let output = read_all(fields.clone());

        for (stream, updated) in updated(&output, true).into_iter().filter(|(stream, _)| stream != NEVER_FILLED) {
            assert_eq!(updated, Some(json!(1_700_000_000)), "{stream}: {fields}");
        }
    }
}

#[test]
fn else_it_is_the_time_of_reading() {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    for fields in [json!({}), json!({ "created": null })] {
        let before = now();

        let output = read_all(fields.clone());

        let after = now();
        for (stream, updated) in updated(&output, true).into_iter().filter(|(stream, _)| stream != NEVER_FILLED) {
            let updated = updated.as_ref().and_then(Value::as_u64);
            assert!(updated.is_some_and(|updated| (before..=after).contains(&updated)), "{stream}: {updated:?}");
        }
    }
}

#[test]
fn it_is_not_added_where_it_is_not_announced() {
    let output = read_all(json!({ "created": 1_700_000_000 }));

    for (stream, updated) in updated(&output, false) {
        assert_eq!(updated, None, "{stream}");
    }
    assert!(output.records(NEVER_FILLED)[0].get("updated").is_none(), "{NEVER_FILLED}");
}
