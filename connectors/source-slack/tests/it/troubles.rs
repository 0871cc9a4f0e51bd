//! Configs: older and newer forms, what is refused, what does nothing yet; and that no token is ever printed.

use cdk_core::testing::{Api, Connector, check};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{TOKEN, Workspace, config, config_with};

#[test]
fn a_token_is_taken_from_wherever_configs_have_it() {
    let by_sign_in = json!({
        "option_title": "Default OAuth2.0 authorization",
        "client_id": "4.5", "client_secret": "s3cret-of-the-app", "access_token": TOKEN,
    });
    let mut older = config_with("api_token", json!(TOKEN));
    older.as_object_mut().expect("a config is an object").remove("credentials");
    let mut both = config();
    both["api_token"] = json!("xoxb-an-old-one");
    for config in [config(), config_with("credentials", by_sign_in), older, both] {
        let api = Workspace::small().api().start();

        let output = Connector::<Slack>::new(&api, config).arg("--debug").check();

        assert_eq!(output.connection_status().unwrap(), ("SUCCEEDED".to_owned(), String::new()));
        assert_eq!(api.requests()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert!(output.lines().iter().all(|line| !line.contains(TOKEN)), "the token is printed: {output}");
    }
}

#[test]
fn configs_are_refused_in_one_sentence() {
    let refused = |config| {
        let output = check::<Slack>(&Api::new().start(), config);
        let (status, message) = output.connection_status().unwrap();
        assert_eq!(status, "FAILED");
        message
    };
    let with = |key: &str, value| refused(config_with(key, value));

    assert!(
        refused(json!({ "lookback_window": 0, "join_channels": true })).starts_with("config.start_date: missing; ")
    );
    assert!(with("credentials", Value::Null).contains("config.credentials: missing; "));
    assert_eq!(
        with("start_date", json!("yesterday")),
        "config.start_date: expected a date and time like 2017-01-25T00:00:00Z, got 'yesterday'"
    );
    assert_eq!(
        with("channel_messages_window_size", json!(0)),
        "config.channel_messages_window_size: expected a whole number from 1 to 100, got 0"
    );
    assert_eq!(with("num_workers", json!(11)), "config.num_workers: expected a whole number from 2 to 10, got 11");
    assert!(
        with("credentials", json!({ "option_title": "API Token Credentials" }))
            .contains("config.credentials.api_token: missing; ")
    );
    assert!(with("credentials", json!({ "option_title": "by pigeon" })).starts_with("config.credentials"));
}

#[test]
fn keys_of_no_meaning_are_passed_over() {
    let api = Workspace::small().api().start();

    let output = check::<Slack>(&api, config_with("end_date", json!("2021-07-23T20:00:00Z")));

    assert_eq!(output.connection_status().unwrap().0, "SUCCEEDED");
}
