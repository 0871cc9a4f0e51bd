//! Fields that are announced as texts and sent as something else, and the other way round.

use std::fs;
use std::path::Path;

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{config, serving_every_list};

/// Stream, the last segment of its path, and fields that leave as texts whatever is sent.
const TEXTS: [(&str, &str, &[&str]); 11] = [
    ("coupons", "coupons", &["redeem_by"]),
    ("credit_notes", "credit_notes", &["discount_amount"]),
    ("customers", "customers", &["tax_info", "tax_info_verification"]),
    (
        "persons",
        "persons",
        &["address_kana", "address_kanji", "full_name_aliases", "id_number_secondary_provided", "registered_address"],
    ),
    ("plans", "plans", &["transform_usage"]),
    ("prices", "prices", &["custom_unit_amount", "transform_quantity"]),
    ("reviews", "reviews", &["livemode"]),
    ("setup_intents", "setup_intents", &["last_setup_error", "next_action"]),
    ("shipping_rates", "shipping_rates", &["delivery_estimate"]),
    ("subscription_items", "subscription_items", &["current_period_end"]),
    ("subscription_schedule", "subscription_schedules", &["canceled_at", "completed_at", "released_at"]),
];

/// What may be sent, and the text that it leaves as.
fn values() -> [(Value, Value); 7] {
    [
        (
            json!({ "divide_by": 10, "deep": [{ "round": "up", "a": null }] }),
            json!(r#"{"divide_by":10,"deep":[{"round":"up","a":null}]}"#),
        ),
        (json!([1, "two"]), json!(r#"[1,"two"]"#)),
        (json!(1_700_000_000), json!("1700000000")),
        (json!(0.5), json!("0.5")),
        (json!(false), json!("false")),
        (json!("a \"text\" of its own"), json!("a \"text\" of its own")),
        (Value::Null, Value::Null),
    ]
}

#[test]
fn a_field_that_is_announced_as_a_text_leaves_as_one() {
    let api = serving_every_list(|kind| {
        let fields = TEXTS.iter().find(|(_, list, _)| *list == kind).map_or(&[][..], |(_, _, fields)| fields);
        let object = |(number, (sent, _)): (usize, (Value, Value))| {
            let mut object = json!({ "id": format!("id_{number}") });
            for field in fields {
                object[field] = sent.clone();
            }
            object
        };
        // The parents of two streams are not in the table: one is enough.
        values().into_iter().enumerate().map(object).take(if fields.is_empty() { 1 } else { 7 }).collect()
    });
    let streams = TEXTS.map(|(stream, ..)| stream);

    let output = read::<Stripe>(&api.start(), config(), streams).succeeded();

    for (stream, _, fields) in TEXTS {
        let records = output.records(stream);
        assert_eq!(records.len(), 7, "{stream}");
        for field in fields {
            for (record, (sent, left)) in records.iter().zip(values()) {
                assert_eq!(record[field], left, "{stream}: {field}, sent as {sent}");
            }
        }
    }
    assert!(output.lines().iter().all(|line| !line.contains("\"changes\"")), "{output}");
}

#[test]
fn all_fields_that_leave_as_texts_are_in_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/streams");
    let files = fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("a file").path());
    let text: String = files.map(|file| fs::read_to_string(file).expect("a file of Rust")).collect();

    let fields: usize = TEXTS.iter().map(|(_, _, fields)| fields.len()).sum();
    assert_eq!(text.matches("JsonText").count(), fields);
}

#[test]
fn the_ids_of_cards_that_are_announced_as_objects_become_null_and_are_listed() {
    let cards = |_: &str| {
        vec![
            json!({ "id": "ic_1", "replaced_by": "ic_2", "replacement_for": null }),
            json!({ "id": "ic_2", "replaced_by": null, "replacement_for": "ic_1" }),
            json!({ "id": "ic_3", "replaced_by": { "id": "ic_4" }, "replacement_for": { "id": "ic_0" } }),
        ]
    };
    let api = serving_every_list(cards).start();

    let output = read::<Stripe>(&api, config(), ["cards"]).succeeded();

    let field = |name: &str| output.records("cards").iter().map(|card| card[name].clone()).collect::<Vec<_>>();
    assert_eq!(field("replaced_by"), [Value::Null, Value::Null, json!({ "id": "ic_4" })]);
    assert_eq!(field("replacement_for"), [Value::Null, Value::Null, json!({ "id": "ic_0" })]);
    let changes: Vec<Value> = output
        .of_type("RECORD")
        .map(|message| message["record"]["meta"]["changes"].as_array().cloned().unwrap_or_default())
        .map(|changes| changes.iter().map(|change| json!([change["field"], change["change"]])).collect())
        .collect();
    assert_eq!(changes, [json!([["replaced_by", "NULLED"]]), json!([["replacement_for", "NULLED"]]), json!([])]);
}
