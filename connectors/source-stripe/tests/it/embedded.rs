//! Children that their parents embed: read there, and only the rest is asked for.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{asked, config, objects, page, serving};

/// A list inside of an object: the first of these, and whether there are more.
fn list(objects: &[Value], first: usize) -> Value {
    let data = &objects[..objects.len().min(first)];
    json!({ "object": "list", "data": data, "has_more": objects.len() > first, "url": "/v1/elsewhere" })
}

/// `field` of each record.
fn field(records: &[Value], field: &str) -> Vec<Value> {
    records.iter().map(|record| record[field].clone()).collect()
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
    invoices[1]["updated"] = json!(1_800_000_000);
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
        let updated = if invoice == 1 { 1_800_000_000 } else { created };
        let mut line = line(number);
        for (field, value) in
            [("invoice_id", json!(id)), ("invoice_created", json!(created)), ("invoice_updated", json!(updated))]
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
    let want = [
        "invoices?expand[]=data.discounts&expand[]=data.total_tax_amounts.tax_rate&limit=100",
        "invoices/in_2/lines?limit=100&starting_after=il_9",
        "invoices/in_3/lines?limit=100&starting_after=il_9",
        "invoices/in_3/lines?limit=100&starting_after=il_109",
        "invoices/in_4/lines?limit=100",
    ];
    assert_eq!(asked(&api), want);
    assert_eq!(output.records("invoices"), [] as [Value; 0], "the parent was not asked for");
}

#[test]
fn refunds_of_application_fees_are_read_in_the_fee() {
    let refunds = objects("fee_refund", "fr", 12);
    let mut fees = objects("application_fee", "fee", 3);
    fees[0]["refunds"] = list(&refunds[..1], 10);
    fees[1]["refunds"] = list(&refunds, 10);
    fees[2]["refunds"] = list(&[], 10);
    let lists = [("application_fees", fees), ("application_fees/fee_1/refunds", refunds.clone())];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["application_fees_refunds"]).succeeded();

    let mut expected: Vec<Value> = refunds[..1].iter().chain(&refunds).cloned().collect();
    for refund in &mut expected {
        refund["updated"] = refund["created"].clone();
    }
    assert_eq!(output.records("application_fees_refunds"), expected);
    let want = ["application_fees?limit=100", "application_fees/fee_1/refunds?limit=100&starting_after=fr_9"];
    assert_eq!(asked(&api), want);
}

#[test]
fn items_are_read_in_their_subscription_and_say_when_it_changed() {
    let items = objects("subscription_item", "si", 12);
    let mut subscriptions = objects("subscription", "sub", 3);
    subscriptions[0]["items"] = list(&items[..2], 10);
    subscriptions[1]["items"] = list(&items, 10);
    subscriptions[1]["updated"] = json!(1_800_000_000);
    let served = items.clone();
    let api = serving([("subscriptions", subscriptions)])
        .on("GET /v1/subscription_items", move |request| match request.param("subscription") {
            Some("sub_1") => page(&served, request),
            _ => page(&served[..1], request),
        })
        .start();

    let output = read::<Stripe>(&api, config(), ["subscription_items"]).succeeded();

    let expected: Vec<Value> = [(0, &items[..2]), (1, &items[..]), (2, &items[..1])]
        .into_iter()
        .flat_map(|(subscription, items)| items.iter().map(move |item| (subscription, item.clone())))
        .map(|(subscription, mut item)| {
            item["subscription_updated"] = json!([1_700_000_000, 1_800_000_000, 1_700_000_120][subscription]);
            item
        })
        .collect();
    assert_eq!(output.records("subscription_items"), expected);
    let want = [
        "subscriptions?limit=100&status=all",
        "subscription_items?limit=100&starting_after=si_9&subscription=sub_1",
        "subscription_items?limit=100&subscription=sub_2",
    ];
    assert_eq!(asked(&api), want);
}

#[test]
fn bank_accounts_are_those_of_the_customers_sources_that_are_no_cards() {
    let source =
        |kind: &str, number: usize| json!({ "id": format!("{kind}_{number}"), "object": kind, "last4": "6789" });
    let bank = |number| source("bank_account", number);
    let mut customers = objects("customer", "cus", 4);
    customers[0]["sources"] = list(&[bank(0), source("card", 1), source("source", 2), bank(3)], 10);
    customers[1]["sources"] = list(&[source("card", 4)], 10);
    customers[2]["sources"] = list(&[bank(5), bank(6), bank(7)], 2);
    let lists = [
        ("customers", customers),
        ("customers/cus_2/bank_accounts", vec![bank(5), bank(6), bank(7)]),
        // A customer without the list: the accounts are asked for.
        ("customers/cus_3/bank_accounts", vec![bank(8)]),
    ];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["bank_accounts"]).succeeded();

    let ids = [0, 3, 5, 6, 7, 8].map(|number| json!(format!("bank_account_{number}")));
    assert_eq!(field(&output.records("bank_accounts"), "id"), ids);
    let want = [
        "customers?expand[]=data.sources&limit=100",
        "customers/cus_2/bank_accounts?limit=100&starting_after=bank_account_6",
        "customers/cus_3/bank_accounts?limit=100",
    ];
    assert_eq!(asked(&api), want);
}

#[test]
fn usage_is_asked_for_where_an_item_is_metered() {
    let item = |id: &str, recurring: Value| json!({ "id": id, "object": "subscription_item", "price": { "recurring": recurring } });
    let items = [
        item("si_metered", json!({ "usage_type": "metered" })),
        item("si_licensed", json!({ "usage_type": "licensed" })),
        // Nothing says that Stripe would refuse these.
        item("si_silent", json!({})),
        json!({ "id": "si_unpriced", "object": "subscription_item", "price": null }),
    ];
    let mut subscriptions = objects("subscription", "sub", 2);
    subscriptions[0]["items"] = list(&items, 10);
    subscriptions[1]["items"] = list(&items[1..2], 10);
    let usage = |item: &str| json!({ "id": format!("sis_{item}"), "subscription_item": item, "total_usage": 7, "period": { "end": null, "start": 1 } });
    let lists = [
        ("subscriptions", subscriptions),
        ("subscription_items/si_metered/usage_record_summaries", vec![usage("si_metered")]),
        ("subscription_items/si_silent/usage_record_summaries", vec![usage("si_silent")]),
        ("subscription_items/si_unpriced/usage_record_summaries", Vec::new()),
    ];
    let api = serving(lists).start();

    let output = read::<Stripe>(&api, config(), ["usage_records"]).succeeded();

    assert_eq!(output.records("usage_records"), [usage("si_metered"), usage("si_silent")]);
    let want = [
        "subscriptions?limit=100&status=all",
        "subscription_items/si_metered/usage_record_summaries?limit=100",
        "subscription_items/si_silent/usage_record_summaries?limit=100",
        "subscription_items/si_unpriced/usage_record_summaries?limit=100",
    ];
    assert_eq!(asked(&api), want);
}
