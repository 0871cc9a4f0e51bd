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
fn lines_that_an_invoice_embeds_are_read_there_and_the_rest_is_asked_for() {
    let line = |number: usize| {
        let id = format!("il_{number}");
        json!({ "id": id, "object": "line_item", "amount": number, "plan": { "id": "gold" } })
    };
    let many: Vec<Value> = (0..125).map(line).collect();
    let lines = |count: usize| {
        let first = &many[..count.min(10)];
        json!({ "object": "list", "data": first, "has_more": count > 10, "total_count": count })
    };
    let mut invoices = objects("invoice", "in", 5);
    for (invoice, count) in invoices.iter_mut().zip([1, 10, 25, 125]) {
        invoice["lines"] = lines(count);
    }
    let lists = [
        ("invoices", invoices),
        ("invoices/in_2/lines", many[..25].to_vec()),
        ("invoices/in_3/lines", many.clone()),
        // An invoice without its lines: all of them are asked for.
        ("invoices/in_4/lines", vec![line(7)]),
    ];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["invoice_line_items"]).succeeded();

    let expected = |invoice: usize, number: usize| {
        let (id, created) = (format!("in_{invoice}"), 1_700_000_000 + 60 * invoice);
        let mut line = line(number);
        for (field, value) in
            [("invoice_id", json!(id)), ("invoice_created", json!(created)), ("invoice_updated", json!(created))]
        {
            line[field] = value;
        }
        line
    };
    let counts = [(0, 0..1), (1, 0..10), (2, 0..25), (3, 0..125), (4, 7..8)];
    let all: Vec<Value> = counts
        .into_iter()
        .flat_map(|(invoice, numbers)| numbers.map(move |number| expected(invoice, number)))
        .collect();
    assert_eq!(output.records("invoice_line_items"), all);
    let requests = api.requests();
    let asked: Vec<_> =
        requests.iter().map(|request| (request.path.as_str(), request.param("starting_after"))).collect();
    let want = [
        ("/v1/invoices", None),
        ("/v1/invoices/in_2/lines", Some("il_9")),
        ("/v1/invoices/in_3/lines", Some("il_9")),
        ("/v1/invoices/in_3/lines", Some("il_109")),
        ("/v1/invoices/in_4/lines", None),
    ];
    assert_eq!(asked, want);
    assert_eq!(output.records("invoices"), [] as [Value; 0], "the parent was not asked for");
}
