//! Objects as Stripe documents them, with all their nested ones: each must leave as it came.

use cdk_core::testing::read;
use serde_json::Value;
use source_stripe::Stripe;

use crate::api::{config, serving};

/// A stream and an object of its list.
const OBJECTS: [(&str, &str); 6] = [
    ("accounts", include_str!("objects/accounts.json")),
    ("charges", include_str!("objects/charges.json")),
    ("invoices", include_str!("objects/invoices.json")),
    ("payment_intents", include_str!("objects/payment_intents.json")),
    ("payouts", include_str!("objects/payouts.json")),
    ("subscriptions", include_str!("objects/subscriptions.json")),
];

#[test]
fn nested_objects_are_declared_and_leave_as_they_came() {
    for (stream, text) in OBJECTS {
        let object: Value = serde_json::from_str(text).expect("the object is JSON");
        let api = serving([(stream, vec![object.clone()])]).start();

        let output = read::<Stripe>(&api, config(), [stream]).succeeded();

        let mut records = output.records(stream);
        // Some streams add it.
        records[0].as_object_mut().expect("a record is an object").remove("updated");
        assert_eq!(records, [object], "{stream}");
        assert!(output.lines().iter().all(|line| !line.contains("\"changes\"")), "{output}");
        let undeclared = output.logs().into_iter().find(|(_, text)| text.contains("undeclared"));
        assert_eq!(undeclared, None, "{stream}");
    }
}
