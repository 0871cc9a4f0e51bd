//! `cdk_core::testing`: runs of a source in-process.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// API token from the settings.
    api_token: Secret,
    #[expect(dead_code, reason = "only decoding looks at it")]
    start_date: Option<jiff::civil::Date>,
}

#[derive(Source)]
#[source(
    name = "directory",
    config = Config,
    url_base = "https://directory.example.com",
    auth = bearer("{config.api_token}"),
    records = "data",
    streams(User),
)]
struct Directory;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Directory, path = "users", paginate = "cursor", primary_key = "id")]
struct User {
    id: u64,
    name: Option<String>,
}

fn api() -> RunningApi {
    let page = |request: &testing::Received| match (request.header("authorization"), request.param("cursor")) {
        (Some("Bearer t0ken"), None) => {
            Reply::json(json!({ "data": [{ "id": 1, "name": "Ada" }], "next_cursor": "b" }))
        }
        (Some("Bearer t0ken"), Some(_)) => Reply::json(json!({ "data": [{ "id": 2 }] })).gzip().chunked(),
        _ => Reply::json(json!({ "error": "who are you?" })).with_status(401),
    };
    Api::new().on("GET /users", page).start()
}

fn config() -> Value {
    json!({ "api_token": "t0ken" })
}

#[test]
fn a_source_is_specified() {
    let output = testing::spec::<Directory>().succeeded();

    let specification = &output.specification().unwrap()["connectionSpecification"];
    assert_eq!(specification["required"], json!(["api_token"]));
}

#[test]
fn a_config_is_checked_against_the_api() {
    assert_eq!(testing::check::<Directory>(&api(), config()).connection_status().unwrap().0, "SUCCEEDED");

    let output = testing::check::<Directory>(&api(), json!({ "api_token": "wr0ng" }));

    assert_eq!((output.connection_status().unwrap().0.as_str(), output.exit_code()), ("FAILED", 0));
}

#[test]
fn a_bad_config_fails_before_any_request() {
    let api = api();
    let config = json!({ "api_token": "t0ken", "start_date": "yesterday" });

    let (status, message) = testing::check::<Directory>(&api, config).connection_status().unwrap();

    assert_eq!(status, "FAILED");
    assert_eq!(message, "config.start_date: expected a date like 2024-01-31, got 'yesterday'");
    assert_eq!(api.requests().len(), 0);
}

#[test]
fn streams_are_discovered_without_the_api() {
    let streams = Connector::<Directory>::unserved(config()).discover().succeeded().streams().unwrap();

    assert_eq!(streams.len(), 1);
    assert_eq!(streams[0]["json_schema"]["properties"]["name"]["type"], json!(["string", "null"]));
}

#[test]
fn records_statuses_and_states_are_found_by_stream() {
    let api = api();

    let output = testing::read::<Directory>(&api, config(), ["user"]).succeeded();

    assert_eq!(output.records("user"), [json!({ "id": 1, "name": "Ada" }), json!({ "id": 2 })]);
    assert_eq!(output.records("other"), Vec::<Value>::new());
    assert_eq!(output.statuses("user"), ["STARTED", "RUNNING", "COMPLETE"]);
    assert_eq!(output.states("user").last(), Some(&json!({ "__ab_no_cursor_state_message": true })));
    assert_eq!(api.count("GET /users"), 2);
    assert!(output.to_string().starts_with("exit code 0, "), "{output}");
}

#[test]
fn a_catalog_and_a_state_may_be_given() {
    let stream = json!({ "name": "user", "json_schema": {}, "supported_sync_modes": ["full_refresh"] });
    let configured = json!({ "stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "append" });
    let api = api();

    let output = Connector::<Directory>::new(&api, config())
        .state(json!([]))
        .arg("--debug")
        .read(json!({ "streams": [configured] }))
        .succeeded();

    assert_eq!(output.records("user").len(), 2);
}

#[test]
fn a_stream_that_the_source_lacks_is_asked_for_all_the_same() {
    let api = api();

    let output = testing::read::<Directory>(&api, config(), ["user", "nobody"]);

    assert_eq!(output.records("user").len(), 2);
    assert_eq!(output.statuses("nobody"), ["STARTED", "INCOMPLETE"]);
    assert!(output.failed().contains("nobody"), "{output}");
}

#[test]
fn an_error_says_what_and_of_what_type() {
    let output = testing::read::<Directory>(&api(), json!({ "api_token": "wr0ng" }), ["user"]);

    let errors = output.errors();
    assert_eq!(errors.len(), 1, "{output}");
    assert_eq!(errors[0].1, "config_error", "{output}");
    assert!(output.to_string().contains(&errors[0].0));
}
