//! What goes wrong, in one sentence, and without the key.

use cdk_core::testing::{Api, Connector, check, read};
use serde_json::json;
use source_stripe::Stripe;

use crate::api::{KEY, config, objects, refusal, serving};

#[test]
fn a_wrong_key_fails_the_check_in_stripes_words() {
    let refused = |_: &_| refusal(401, "invalid_request_error", &format!("Invalid API Key provided: {KEY}"));
    let api = Api::new().on("GET /v1/customers", refused).start();

    let output = Connector::<Stripe>::new(&api, config()).arg("--debug").check();

    let (status, message) = output.connection_status().unwrap();
    assert_eq!((status.as_str(), output.exit_code()), ("FAILED", 0));
    assert!(message.contains("HTTP 401: Invalid API Key provided: "), "{message}");
    assert!(output.lines().iter().all(|line| !line.contains(KEY)), "the key is printed: {output}");
}

#[test]
fn configs_are_refused_in_one_sentence() {
    let refused = |config| {
        let output = check::<Stripe>(&Api::new().start(), config);
        let (status, message) = output.connection_status().unwrap();
        assert_eq!(status, "FAILED");
        message
    };

    assert!(refused(json!({ "account_id": "acct_1" })).starts_with("config.client_secret: missing; "));
    let with = |key: &str, value| {
        let mut config = config();
        config[key] = value;
        refused(config)
    };
    assert_eq!(
        with("start_date", json!("yesterday")),
        "config.start_date: expected a date and time like 2017-01-25T00:00:00Z, got 'yesterday'"
    );
    assert_eq!(with("slice_range", json!(0)), "config.slice_range: expected a whole number of at least 1, got 0");
    assert_eq!(with("num_workers", json!(21)), "config.num_workers: expected a whole number from 1 to 20, got 21");
}

#[test]
fn no_more_requests_a_second_are_made_than_the_config_says() {
    let api = serving([("customers", objects("customer", "cus", 250)), ("plans", objects("plan", "plan", 1))]).start();
    let mut config = config();
    config["call_rate_limit"] = json!(2);
    let begun = std::time::Instant::now();

    read::<Stripe>(&api, config, ["customers", "plans"]).succeeded();

    // Four requests, of which two go at once: the others a second later.
    assert_eq!(api.requests().len(), 4);
    assert!(begun.elapsed() >= std::time::Duration::from_millis(990), "{:?}", begun.elapsed());
}
