//! Children: what lies below parents that have changed, and states of Airbyte's own connector.

use std::collections::BTreeSet;

use cdk_core::testing::Output;
use serde_json::{Value, json};

use crate::api::asked;
use crate::incremental::{Account, DAY, NOW, cuts, event, last_state, read, windows};

fn line(invoice: &str, number: i64) -> Value {
    json!({ "id": format!("il_{invoice}_{number}"), "object": "line_item", "invoice": invoice, "created": NOW })
}

/// An invoice with two lines in itself; the third has to be asked for.
fn invoice(id: &str, created: i64) -> Value {
    let lines = json!({ "object": "list", "data": [line(id, 1), line(id, 2)], "has_more": true });
    json!({ "id": id, "object": "invoice", "created": created, "lines": lines })
}

fn invoices() -> Account {
    let invoices = vec![invoice("in_3", NOW - DAY), invoice("in_2", NOW - 100 * DAY), invoice("in_1", NOW - 500 * DAY)];
    let lines = |id: &str| vec![line(id, 1), line(id, 2), line(id, 3)];
    Account {
        lists: vec![
            ("invoices", invoices),
            ("invoices/in_1/lines", lines("in_1")),
            ("invoices/in_2/lines", lines("in_2")),
            ("invoices/in_3/lines", lines("in_3")),
        ],
        events: Vec::new(),
    }
}

fn ids(output: &Output, stream: &str) -> BTreeSet<String> {
    output.records(stream).iter().map(|record| record["id"].to_string()).collect()
}

/// A day after the first sync: one invoice was paid, and a draft was deleted.
fn later() -> Account {
    let events = vec![
        event("evt_2", "invoice.deleted", NOW + 700, invoice("in_9", NOW + 600)),
        event("evt_1", "invoice.paid", NOW + 60, invoice("in_1", NOW - 500 * DAY)),
    ];
    Account { events, ..invoices() }
}

#[test]
fn lines_of_invoices_that_have_changed_are_read_and_nothing_else() {
    let first = read(&invoices().api(), "invoice_line_items", NOW, None).succeeded();
    assert_eq!(ids(&first, "invoice_line_items").len(), 9);
    let state = last_state(&first, "invoice_line_items");
    assert_eq!(state["state"], json!({ "invoice_updated": (NOW - DAY).to_string() }));
    assert_eq!(state["parent_state"], json!({ "invoices": { "updated": (NOW - DAY).to_string() } }));
    assert!(state.get("__resume").is_none());

    let api = later().api();
    let second = read(&api, "invoice_line_items", NOW + DAY, Some(state)).succeeded();

    let lines = second.records("invoice_line_items");
    assert_eq!(
        ids(&second, "invoice_line_items"),
        [1, 2, 3].map(|number| line("in_1", number)["id"].to_string()).into()
    );
    assert!(lines.iter().all(|line| line["object"] == "line_item" && line["invoice_updated"] == NOW + 60), "{lines:?}");
    assert_eq!(api.count("GET /v1/invoices"), 0);
    let state = last_state(&second, "invoice_line_items");
    assert_eq!(state["parent_state"], json!({ "invoices": { "updated": (NOW + 700).to_string() } }));
}

#[test]
fn a_mixed_state_of_airbytes_connector_goes_on_at_what_was_read() {
    // Theirs wrote the second value behind invoices that it gave out as lines.
    let state = json!({
        "use_global_cursor": true,
        "state": { "invoice_updated": "1795046405" },
        "lookback_window": 4,
        "parent_state": {},
        "invoice_updated": (NOW + 60).to_string(),
    });

    let output = read(&later().api(), "invoice_line_items", NOW + DAY, Some(state)).succeeded();

    // Nothing is known of the parents, so all of them are looked at.
    assert_eq!(ids(&output, "invoice_line_items").len(), 9);
    let state = last_state(&output, "invoice_line_items");
    assert_eq!(state["use_global_cursor"], true);
    assert_eq!(state["parent_state"], json!({ "invoices": { "updated": (NOW - DAY).to_string() } }));
    assert!(state.get("invoice_updated").is_none());
}

#[test]
fn children_that_are_cut_off_anywhere_lose_nothing() {
    let whole = read(&invoices().api(), "invoice_line_items", NOW, None).succeeded();
    for (mut seen, state) in cuts(&whole).into_iter().filter(|(seen, _)| seen.len() < 9) {
        let rest = read(&invoices().api(), "invoice_line_items", NOW + DAY, Some(state.clone())).succeeded();
        seen.extend(ids(&rest, "invoice_line_items"));

        assert_eq!(seen, ids(&whole, "invoice_line_items"), "{state}");
        let parents = &last_state(&rest, "invoice_line_items")["parent_state"];
        assert_eq!(parents, &json!({ "invoices": { "updated": (NOW - DAY).to_string() } }), "{state}");
    }
}

#[test]
fn attempts_are_read_below_intents_that_have_changed_from_each_ones_own_state() {
    let intent = |id: &str| json!({ "id": id, "object": "setup_intent", "created": NOW - 20 * DAY });
    let attempt =
        |after: i64| json!({ "id": format!("setatt_{after}"), "object": "setup_attempt", "created": NOW + after });
    let account = Account {
        lists: vec![("setup_attempts", vec![attempt(50), attempt(-10 * DAY)])],
        events: vec![event("evt_1", "setup_intent.succeeded", NOW + 50, intent("seti_a7"))],
    };
    let partition = |id: &str, created: i64| json!({ "partition": { "parent_slice": {}, "setup_intent_id": id }, "cursor": { "created": created.to_string() } });
    let state = json!({
        "use_global_cursor": false,
        "states": [partition("seti_a7", NOW - 9 * DAY), partition("seti_b8", NOW - 8 * DAY)],
        "state": { "created": (NOW - 8 * DAY).to_string() },
        "lookback_window": 1,
        "parent_state": { "setup_intents": { "updated": NOW } },
    });
    let api = account.api();

    let output = read(&api, "setup_attempts", NOW + DAY, Some(state)).succeeded();

    assert_eq!(ids(&output, "setup_attempts"), BTreeSet::from(["\"setatt_50\"".to_owned()]));
    let asked_for = windows(&api).into_iter().filter(|(path, ..)| path == "setup_attempts");
    let since = (NOW - 9 * DAY).to_string();
    assert_eq!(asked_for.collect::<Vec<_>>(), [("setup_attempts".to_owned(), since, (NOW + DAY).to_string())]);
    let state = last_state(&output, "setup_attempts");
    assert_eq!(state["states"], json!([partition("seti_a7", NOW + 50), partition("seti_b8", NOW - 8 * DAY)]));
    assert_eq!(state["parent_state"], json!({ "setup_intents": { "updated": (NOW + 50).to_string() } }));
}

#[test]
fn balances_are_read_of_customers_that_have_changed() {
    let change = |number: i64, created: i64| json!({ "id": format!("cbtxn_{number}"), "object": "customer_balance_transaction", "created": created });
    let customer = |id: &str| json!({ "id": id, "object": "customer", "created": NOW - 200 * DAY });
    let account = Account {
        lists: vec![(
            "customers/cus_1/balance_transactions",
            vec![change(3, 1_794_338_600), change(2, 1_769_478_240), change(1, 1_760_000_000)],
        )],
        events: vec![event("evt_1", "customer.updated", 1_794_338_600, customer("cus_1"))],
    };
    // As Airbyte's connector wrote it.
    let state = json!({
        "use_global_cursor": true,
        "state": { "created": "1769478240" },
        "lookback_window": 3,
        "parent_state": { "customers": { "updated": 1_794_338_552 } },
    });
    let api = account.api();

    let output = read(&api, "customer_balance_transactions", NOW, Some(state)).succeeded();

    // The last one again: another one may be of the same second.
    let read: Vec<_> = output.records("customer_balance_transactions").iter().map(|one| one["id"].clone()).collect();
    assert_eq!(read, ["cbtxn_3", "cbtxn_2"]);
    assert!(asked(&api).iter().all(|request| !request.starts_with("customers?")), "{:?}", asked(&api));
    let state = last_state(&output, "customer_balance_transactions");
    assert_eq!(state["state"], json!({ "created": "1794338600" }));
}
