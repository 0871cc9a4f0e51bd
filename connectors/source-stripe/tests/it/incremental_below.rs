//! What lies below parents first, and is told by events from then on.

use std::collections::BTreeSet;

use cdk_core::testing::Output;
use serde_json::{Value, json};

use crate::incremental::{Account, DAY, NOW, cuts, event, last_state, read, windows};

fn method(number: i64) -> Value {
    json!({ "id": format!("pm_{number}"), "object": "payment_method", "created": NOW - 40 * DAY + number })
}

/// Three customers with two payment methods each.
fn customers() -> Account {
    let customer = |id: &str| json!({ "id": id, "object": "customer", "created": NOW - 50 * DAY });
    Account {
        lists: vec![
            ("customers", ["cus_1", "cus_2", "cus_3"].map(customer).to_vec()),
            ("customers/cus_1/payment_methods", vec![method(2), method(1)]),
            ("customers/cus_2/payment_methods", vec![method(4), method(3)]),
            ("customers/cus_3/payment_methods", vec![method(6), method(5)]),
        ],
        events: Vec::new(),
    }
}

fn ids(output: &Output, stream: &str) -> BTreeSet<String> {
    output.records(stream).iter().map(|record| record["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn methods_are_read_below_customers_first_and_by_their_events_from_then_on() {
    let first = read(&customers().api(), "payment_methods", NOW, None).succeeded();
    let state = last_state(&first, "payment_methods");
    let events = vec![
        event("evt_2", "payment_method.detached", NOW + 60, method(1)),
        event("evt_1", "payment_method.attached", NOW + 30, method(7)),
    ];
    let api = Account { events, ..customers() }.api();
    let second = read(&api, "payment_methods", NOW + DAY, Some(state.clone())).succeeded();

    assert_eq!(ids(&first, "payment_methods").len(), 6);
    // No object was newer than half of what Stripe keeps of its events.
    let kept = json!({ "updated": (NOW - 29 * DAY / 2).to_string() });
    assert_eq!(state, json!({ "use_global_cursor": true, "state": kept, "lookback_window": 0 }));
    let from = NOW - 29 * DAY / 2 - 3_600;
    assert_eq!(windows(&api), [("events".to_owned(), from.to_string(), (NOW + DAY).to_string())]);
    let updated: Vec<_> = second.records("payment_methods").into_iter().map(|one| one["updated"].clone()).collect();
    assert_eq!((ids(&second, "payment_methods").len(), updated), (2, vec![json!(NOW + 60), json!(NOW + 30)]));
    assert_eq!(last_state(&second, "payment_methods"), json!({ "updated": (NOW + 60).to_string() }));
}

#[test]
fn a_first_sync_that_is_cut_off_anywhere_goes_on_below_the_parents() {
    let whole = read(&customers().api(), "payment_methods", NOW, None).succeeded();
    let cuts: Vec<_> = cuts(&whole).into_iter().filter(|(seen, _)| seen.len() < 6).collect();
    assert!(!cuts.is_empty());

    for (mut seen, state) in cuts {
        let api = customers().api();
        let rest = read(&api, "payment_methods", NOW, Some(state.clone())).succeeded();
        seen.extend(rest.records("payment_methods").iter().map(|record| record["id"].to_string()));

        assert_eq!((seen.len(), api.count("GET /v1/events")), (6, 0), "{state}");
        assert_eq!(last_state(&rest, "payment_methods"), last_state(&whole, "payment_methods"), "{state}");
    }
}

#[test]
fn states_of_airbytes_connector_are_gone_on_with_by_events() {
    let since = NOW - 3 * DAY;
    let first = json!({
        "use_global_cursor": true,
        "state": { "updated": (since + 60).to_string() },
        "lookback_window": 60,
        "parent_state": {},
    });
    // Theirs leaves the first sync's state beside its later ones.
    let mut later = first.clone();
    later["state"]["updated"] = json!("1700000000");
    later["updated"] = json!(since.to_string());
    for state in [first, later, json!({ "updated": since.to_string() })] {
        let api = customers().api();
        let output = read(&api, "payment_methods", NOW, Some(state.clone())).succeeded();

        let window = ("events".to_owned(), (since - 3_600).to_string(), NOW.to_string());
        assert_eq!(windows(&api), [window], "{state}");
        assert_eq!(last_state(&output, "payment_methods"), json!({ "updated": since.to_string() }), "{state}");
    }
}

#[test]
fn a_state_of_before_the_events_reads_below_the_parents_again() {
    let state = json!({ "updated": (NOW - 31 * DAY).to_string() });
    let api = customers().api();

    let output = read(&api, "payment_methods", NOW, Some(state)).succeeded();

    assert_eq!((ids(&output, "payment_methods").len(), api.count("GET /v1/events")), (6, 0));
    assert_eq!(
        output.logs().iter().filter(|(level, text)| level == "WARN" && text.contains("is older than")).count(),
        1
    );
}

#[test]
fn a_full_refresh_is_read_below_the_parents() {
    let api = customers().api();
    let catalog = json!({ "streams": [{ "stream": { "name": "payment_methods" }, "sync_mode": "full_refresh" }] });
    let connector = cdk_core::testing::Connector::<source_stripe::Stripe>::new(&api, crate::api::config());
    let state = json!([{
        "type": "STREAM",
        "stream": { "stream_descriptor": { "name": "payment_methods" }, "stream_state": { "updated": NOW.to_string() } },
    }]);

    let output = connector.state(state).read(catalog).succeeded();

    assert_eq!((ids(&output, "payment_methods").len(), api.count("GET /v1/events")), (6, 0));
}

#[test]
fn refunds_of_fees_are_found_in_the_fees_that_tell_of_them() {
    let refund = |number: i64| json!({ "id": format!("fr_{number}"), "object": "fee_refund", "created": NOW + number });
    let refunds = json!({ "object": "list", "data": [refund(3), refund(2)], "has_more": false });
    let fee = json!({ "id": "fee_1", "object": "application_fee", "created": NOW - DAY, "refunds": refunds });
    let events = vec![
        event("evt_3", "application_fee.refund.updated", NOW + 90, refund(1)),
        event("evt_2", "application_fee.refunded", NOW + 60, fee),
    ];
    let api = Account { lists: Vec::new(), events }.api();

    let state = json!({ "updated": NOW.to_string() });
    let output = read(&api, "application_fees_refunds", NOW + DAY, Some(state)).succeeded();

    let mut changed: Vec<_> = output
        .records("application_fees_refunds")
        .iter()
        .map(|one| (one["id"].as_str().unwrap_or_default().to_owned(), one["updated"].as_i64()))
        .collect();
    changed.sort();
    let expected = [("fr_1", 90), ("fr_2", 60), ("fr_3", 60)];
    assert_eq!(changed, expected.map(|(id, after)| (id.to_owned(), Some(NOW + after))));
}

#[test]
fn accounts_at_banks_are_told_by_events_of_customers_sources() {
    let source = |kind: &str| json!({ "id": format!("{kind}_1"), "object": kind, "customer": "cus_1" });
    let kind = "customer.source.deleted";
    let events =
        vec![event("evt_2", kind, NOW + 2, source("card")), event("evt_1", kind, NOW + 1, source("bank_account"))];
    let api = Account { lists: Vec::new(), events }.api();

    let state = json!({ "updated": NOW.to_string() });
    let output = read(&api, "bank_accounts", NOW + DAY, Some(state)).succeeded();

    let records = output.records("bank_accounts");
    assert_eq!(ids(&output, "bank_accounts"), BTreeSet::from(["bank_account_1".to_owned()]));
    assert_eq!(records[0]["is_deleted"], true);
}

#[test]
fn persons_are_read_below_all_accounts_by_every_sync() {
    let account = json!({ "id": "acct_1", "object": "account", "created": NOW - 9 * DAY });
    let person = json!({ "id": "person_1", "object": "person", "created": NOW - 8 * DAY });
    let all = || Account {
        lists: vec![("accounts", vec![account.clone()]), ("accounts/acct_1/persons", vec![person.clone()])],
        events: Vec::new(),
    };
    let first = read(&all().api(), "persons", NOW, None).succeeded();

    let api = all().api();
    let second = read(&api, "persons", NOW + DAY, Some(last_state(&first, "persons"))).succeeded();

    assert_eq!((ids(&second, "persons").len(), api.count("GET /v1/events")), (1, 0));
}
