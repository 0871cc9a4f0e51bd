//! Children that are asked for parent by parent, and what they learn from it.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{asked, config, objects, page, serving, serving_every_list};

/// With these fields beside its own.
fn with<const N: usize>(mut object: Value, fields: [(&str, Value); N]) -> Value {
    for (field, value) in fields {
        object[field] = value;
    }
    object
}

#[test]
fn children_leave_with_the_time_of_their_own_creation() {
    for (stream, parent, child) in
        [("persons", "accounts", "persons"), ("payment_methods", "customers", "payment_methods")]
    {
        let (first, second) = (format!("{parent}/id_0/{child}"), format!("{parent}/id_1/{child}"));
        let mut children = objects("child", "child", 3);
        let lists = [
            (parent, objects("parent", "id", 2)),
            (first.as_str(), children[..1].to_vec()),
            (second.as_str(), children[1..].to_vec()),
        ];
        let api = serving(lists).start();

        let output = read::<Stripe>(&api, config(), [stream]).succeeded();

        for child in &mut children {
            child["updated"] = child["created"].clone();
        }
        assert_eq!(output.records(stream), children, "{stream}");
    }
}

#[test]
fn children_that_never_change_leave_as_they_came() {
    let streams = ["customer_balance_transactions", "transfer_reversals", "setup_attempts"];
    let api = serving_every_list(|_| objects("anything", "id", 2)).start();

    let output = read::<Stripe>(&api, config(), streams).succeeded();

    let of_both_parents = [objects("anything", "id", 2), objects("anything", "id", 2)].concat();
    for stream in streams {
        assert_eq!(output.records(stream), of_both_parents, "{stream}");
    }
}

#[test]
fn a_child_has_pages_too() {
    let attempts = objects("setup_attempt", "setatt", 101);
    let api = serving([("setup_intents", objects("setup_intent", "seti", 1))])
        .on("GET /v1/setup_attempts", move |request| page(&attempts, request))
        .start();

    let output = read::<Stripe>(&api, config(), ["setup_attempts"]).succeeded();

    assert_eq!(output.records("setup_attempts").len(), 101);
    let want = [
        "setup_intents?limit=100",
        "setup_attempts?limit=100&setup_intent=seti_0",
        "setup_attempts?limit=100&setup_intent=seti_0&starting_after=setatt_99",
    ];
    assert_eq!(asked(&api), want);
}

#[test]
fn line_items_say_which_checkout_session_they_are_of() {
    let mut sessions = objects("checkout.session", "cs", 2);
    sessions[0]["expires_at"] = json!(1_700_086_400);
    sessions[1]["updated"] = json!(1_800_000_000);
    let items = [objects("item", "li", 1), objects("item", "other", 1)];
    let lists = [
        ("checkout/sessions", sessions),
        ("checkout/sessions/cs_0/line_items", items[0].clone()),
        ("checkout/sessions/cs_1/line_items", items[1].clone()),
    ];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["checkout_sessions_line_items"]).succeeded();

    let [first, second] = items.map(|items| items[0].clone());
    let of_the_first = [
        ("checkout_session_id", json!("cs_0")),
        ("checkout_session_created", json!(1_700_000_000)),
        ("checkout_session_updated", json!(1_700_000_000)),
        ("checkout_session_expires_at", json!(1_700_086_400)),
    ];
    let of_the_second = [
        ("checkout_session_id", json!("cs_1")),
        ("checkout_session_created", json!(1_700_000_060)),
        ("checkout_session_updated", json!(1_800_000_000)),
        ("checkout_session_expires_at", Value::Null),
    ];
    let expected = [with(first, of_the_first), with(second, of_the_second)];
    assert_eq!(output.records("checkout_sessions_line_items"), expected);
}

#[test]
fn balance_transactions_of_a_payout_name_it_and_change_with_it() {
    let mut payouts = objects("payout", "po", 3);
    payouts[1]["updated"] = json!(1_800_000_000);
    payouts[1]["automatic"] = json!(true);
    // Stripe refuses to say what is in a payout that was made by hand.
    payouts[2]["automatic"] = json!(false);
    let api = serving([("payouts", payouts)])
        .on("GET /v1/balance_transactions", |request| {
            let payout = request.param("payout").unwrap_or("all");
            assert_ne!(payout, "po_2");
            page(&[json!({ "id": format!("txn_{payout}"), "created": 1, "amount": 5 })], request)
        })
        .start();

    let output = read::<Stripe>(&api, config(), ["payout_balance_transactions"]).succeeded();

    let expected = |payout: &str, updated: u64| json!({ "id": format!("txn_{payout}"), "created": 1, "amount": 5, "payout": payout, "updated": updated });
    let records = output.records("payout_balance_transactions");
    assert_eq!(records, [expected("po_0", 1_700_000_000), expected("po_1", 1_800_000_000)]);
}
