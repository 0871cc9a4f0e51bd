//! What Stripe refuses: told in its own words, once, at the stream that it is of, and without the key.

use cdk_core::testing::{Api, Connector, Output, Reply};
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{KEY, asked, config, objects, refusal, serving};

const FORBIDDEN: &str = "The provided key does not have the required permissions for this endpoint.";

fn forbidden() -> Reply {
    refusal(403, "invalid_request_error", FORBIDDEN)
}

/// A read with everything told that may be told, in which the key must not stand.
fn read<const N: usize>(api: Api, config: Value, streams: [&str; N]) -> (Output, Vec<String>) {
    let api = api.start();
    let output = Connector::<Stripe>::new(&api, config).arg("--debug").read(streams);
    assert!(output.lines().iter().all(|line| !line.contains(KEY)), "the key is printed: {output}");
    (output, asked(&api))
}

/// The last status of a stream.
fn status(output: &Output, stream: &str) -> String {
    output.statuses(stream).pop().unwrap_or_default()
}

/// The error of a stream: its message and failure type. Streams are read at the same time, so errors come in any order.
fn error_of(output: &Output, stream: &str) -> (String, String) {
    let start = format!("stream `{stream}`: ");
    output.errors().into_iter().find(|(message, _)| message.starts_with(&start)).expect(&start)
}

#[test]
fn a_wrong_key_costs_one_request_and_one_error_a_stream() {
    let refused = |_: &_| refusal(401, "invalid_request_error", &format!("Invalid API Key provided: {KEY}"));
    let streams = ["customers", "charges", "payment_methods", "bank_accounts", "usage_records", "setup_attempts"];

    let (output, asked) = read(Api::new().on("GET /v1/{list}", refused), config(), streams);

    assert_eq!(output.exit_code(), 1);
    let expected = [
        ("customers", ""),
        ("charges", ""),
        ("payment_methods", "parent `customers`: "),
        ("bank_accounts", "parent `customer_sources`: "),
        ("usage_records", "parent `subscription_items`: parent `subscriptions`: "),
        ("setup_attempts", "parent `setup_intents`: "),
    ];
    let errors = output.errors();
    assert_eq!((errors.len(), asked.len()), (6, 6), "{output}");
    for (stream, parents) in expected {
        let start = format!("stream `{stream}`: {parents}");
        let (message, failure_type) = errors.iter().find(|(message, _)| message.starts_with(&start)).expect(&start);
        assert!(message.contains("HTTP 401: Invalid API Key provided: ****"), "{message}");
        assert_eq!(failure_type, "config_error");
        assert_eq!(status(&output, stream), "INCOMPLETE");
    }
}

#[test]
fn a_missing_permission_fails_its_stream_alone() {
    let lists = [("customers", objects("customer", "cus", 1)), ("plans", objects("plan", "plan", 1))];
    let api = serving(lists).on("GET /v1/charges", |_| forbidden());

    let (output, asked) = read(api, config(), ["customers", "charges", "plans"]);

    let error = output.failed();
    assert!(error.starts_with("stream `charges`: ") && error.contains(FORBIDDEN), "{error}");
    assert_eq!(status(&output, "charges"), "INCOMPLETE");
    for stream in ["customers", "plans"] {
        assert_eq!((output.records(stream).len(), status(&output, stream).as_str()), (1, "COMPLETE"), "{stream}");
    }
    assert_eq!(asked.len(), 3, "a refusal is not asked for again");
}

#[test]
fn a_missing_permission_for_parents_fails_the_child_and_names_them() {
    let api = serving([("plans", objects("plan", "plan", 1))]).on("GET /v1/customers", |_| forbidden());

    let (output, _) = read(api, config(), ["payment_methods", "plans"]);

    let error = output.failed();
    assert!(error.starts_with("stream `payment_methods`: parent `customers`: "), "{error}");
    assert!(error.contains(FORBIDDEN), "{error}");
    assert_eq!(status(&output, "payment_methods"), "INCOMPLETE");
    assert_eq!(status(&output, "plans"), "COMPLETE");
}

#[test]
fn where_the_children_of_one_parent_are_refused_the_others_are_read_and_the_stream_fails() {
    let gone = refusal(404, "invalid_request_error", "No such customer: 'cus_1'");
    for (reply, told) in [(forbidden(), FORBIDDEN), (gone, "HTTP 404: No such customer: 'cus_1'")] {
        let lists = [
            ("customers", objects("customer", "cus", 3)),
            ("customers/cus_0/payment_methods", objects("payment_method", "pm", 2)),
            ("customers/cus_2/payment_methods", objects("payment_method", "pm", 2)),
        ];
        let api = serving(lists).on("GET /v1/customers/cus_1/payment_methods", move |_| reply.clone());

        let (output, asked) = read(api, config(), ["payment_methods"]);

        let error = output.failed();
        assert!(error.contains(told), "{error}");
        assert_eq!(status(&output, "payment_methods"), "INCOMPLETE");
        assert_eq!(output.records("payment_methods").len(), 4, "those of the first customer and of the third");
        assert_eq!(asked.len(), 4, "each is asked for once");
    }
}

#[test]
fn the_parent_whose_children_are_refused_is_named() {
    let (customers, intents) = (objects("customer", "cus", 1), objects("setup_intent", "seti", 1));
    let api = serving([("customers", customers), ("setup_intents", intents)])
        .on("GET /v1/customers/cus_0/payment_methods", |_| forbidden())
        .on("GET /v1/setup_attempts", |_| forbidden());

    let (output, _) = read(api, config(), ["payment_methods", "setup_attempts"]);

    let parents =
        [("payment_methods", "customers (id = \"cus_0\")"), ("setup_attempts", "setup_intents (id = \"seti_0\")")];
    assert_eq!(output.errors().len(), 2, "{output}");
    for (stream, parent) in parents {
        let (error, _) = error_of(&output, stream);
        assert!(error.contains(parent), "{error}");
    }
}

#[test]
fn external_accounts_need_to_know_whose_they_are() {
    let streams = ["external_account_bank_accounts", "external_account_cards"];

    let (output, asked) = read(Api::new(), json!({ "client_secret": KEY }), streams);

    assert_eq!(asked, [] as [String; 0]);
    assert_eq!(output.errors().len(), 2, "{output}");
    for stream in streams {
        let (message, failure_type) = error_of(&output, stream);
        assert!(message.contains("config.account_id"), "{message}");
        assert_eq!(failure_type, "config_error");
    }
}
