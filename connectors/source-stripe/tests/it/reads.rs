//! What leaves: records as they came, and what the connector adds to them.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{config, objects, serving};

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
    assert!(output.lines.iter().all(|line| !line.contains("\"changes\"")), "{output}");
}

#[test]
fn objects_without_a_date_of_change_take_that_of_their_creation() {
    for list in ["customers", "charges", "refunds", "plans", "invoices"] {
        let api = serving([(list, objects("thing", "id", 2))]).start();

        let records = read::<Stripe>(&api, config(), [list]).succeeded().records(list);

        let updated: Vec<&Value> = records.iter().map(|record| &record["updated"]).collect();
        assert_eq!(updated, [1_700_000_000, 1_700_000_060], "{list}");
    }
}

#[test]
fn products_and_events_say_their_own_dates() {
    let mut product = objects("product", "prod", 1);
    product[0]["updated"] = json!(1_800_000_000);
    let api = serving([("products", product.clone()), ("events", objects("event", "evt", 1))]).start();

    let output = read::<Stripe>(&api, config(), ["products", "events"]).succeeded();

    assert_eq!(output.records("products"), product);
    assert_eq!(output.records("events"), objects("event", "evt", 1));
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

#[test]
fn lines_are_read_invoice_by_invoice_and_say_which() {
    let line = |id: &str| json!({ "id": id, "object": "line_item", "amount": 5, "plan": { "id": "gold" } });
    let many: Vec<Value> = (0..101).map(|number| line(&format!("il_{number}"))).collect();
    let lists = [
        ("invoices", objects("invoice", "in", 3)),
        ("invoices/in_0/lines", many),
        ("invoices/in_1/lines", Vec::new()),
        ("invoices/in_2/lines", vec![line("il_last")]),
    ];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["invoice_line_items"]).succeeded();

    let records = output.records("invoice_line_items");
    assert_eq!(records.len(), 102);
    assert_eq!(
        records[101],
        json!({
            "id": "il_last",
            "object": "line_item",
            "amount": 5,
            "plan": { "id": "gold" },
            "invoice_id": "in_2",
            "invoice_created": 1_700_000_120,
            "invoice_updated": 1_700_000_120,
        })
    );
    assert_eq!(records[100]["invoice_id"], "in_0");
    assert_eq!(api.count("GET /v1/invoices"), 1);
    assert_eq!(api.count("GET /v1/invoices/{id}/lines"), 4);
    assert_eq!(output.records("invoices"), [] as [Value; 0], "the parent was not asked for");
}
