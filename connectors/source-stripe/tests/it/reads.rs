//! What leaves: records as they came.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{config, serving};

#[test]
fn a_record_leaves_as_it_came() {
    let charge = json!({
        "id": "ch_1",
        "object": "charge",
        "created": 1_700_000_000,
        "amount": 9_007_199_254_740_993_i64,
        "description": "50 % \u{1f600} \"off\"",
        "customer": null,
        "outcome": { "risk_score": 12, "rule": null },
        "refunds": { "object": "list", "data": [{ "id": "re_1" }], "has_more": false },
        "amount_updates": [],
        "a_field_of_tomorrow": { "deep": [1.10, null] },
    });
    let api = serving([("charges", vec![charge.clone()])]).start();

    let output = read::<Stripe>(&api, config(), ["charges"]).succeeded();

    let mut expected = charge;
    expected["updated"] = json!(1_700_000_000);
    assert_eq!(output.records("charges"), [expected]);
    assert!(output.lines().iter().all(|line| !line.contains("\"changes\"")), "{output}");
}

#[test]
fn places_of_several_kinds_take_each() {
    let event = |id: &str, request: Value| json!({ "id": id, "request": request });
    let events = vec![
        event("evt_1", json!("req_1")),
        event("evt_2", json!({ "id": "req_2", "idempotency_key": null })),
        event("evt_3", Value::Null),
    ];
    let api = serving([("events", events.clone())]).start();

    let output = read::<Stripe>(&api, config(), ["events"]).succeeded();

    assert_eq!(output.records("events"), events);
}
