//! Commands, authentication, pagination and transformations.

use cdk_core::testing::{Api, Reply};
use serde_json::{Value, json};

use crate::run::{manifest, read, requests, run};

const MANIFEST: &str = "pages.yaml";

#[test]
fn spec_is_the_one_of_the_manifest() {
    let output = run(MANIFEST, "spec", &[]);

    assert_eq!(output.code, 0);
    let spec = output.messages.iter().find(|message| message["type"] == "SPEC").unwrap();
    assert_eq!(spec["spec"]["connectionSpecification"]["properties"]["token"]["airbyte_secret"], true);
}

#[test]
fn check_and_discover_work() {
    let api = Api::new().on("GET /v1/users", |_| Reply::json(json!({ "data": [{ "id": 1 }] }))).start();
    let config = json!({ "token": "secret-token", "url": api.url() });

    let check = run(MANIFEST, "check", &[("--config", config.clone())]);
    let discover = run(MANIFEST, "discover", &[("--config", config)]);

    let status = check.messages.iter().find(|message| message["type"] == "CONNECTION_STATUS").unwrap();
    assert_eq!(status["connectionStatus"]["status"], "SUCCEEDED", "{status}");
    let catalog = discover.messages.iter().find(|message| message["type"] == "CATALOG").unwrap();
    let names: Vec<_> = catalog["catalog"]["streams"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["users", "orders", "events", "broken"]);
}

#[test]
fn pages_by_number_stop_at_a_short_page_and_records_keep_their_bytes() {
    let api = Api::new()
        .on("GET /v1/users", |request| match request.param("page") {
            None => Reply::text(r#"{"data": [{"id": 1.50, "x": "\u0041"}, {"id": 2}]}"#)
                .header("content-type", "application/json"),
            Some(_) => Reply::json(json!({ "data": [{ "id": 3 }] })),
        })
        .start();

    let output =
        read(MANIFEST, json!({ "token": "secret-token", "url": api.url() }), &[("users", "full_refresh")], json!([]));

    assert_eq!(output.code, 0, "{:?}", output.errors());
    assert_eq!(output.records("users"), [json!({ "id": 1.5, "x": "A" }), json!({ "id": 2 }), json!({ "id": 3 })]);
    assert_eq!(
        requests(&api),
        [
            // As in Python, a value that is `None` is the text in a parameter.
            "GET /v1/users?active=True&kind=staff&none=None&size=2",
            "GET /v1/users?active=True&kind=staff&none=None&page=2&size=2",
        ]
    );
    assert_eq!(api.requests()[0].header("authorization"), Some("Bearer secret-token"));
}

#[test]
fn offsets_in_a_body_count_the_records_before_the_filter() {
    let api = Api::new()
        .on("POST /v1/orders", |request| {
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            let ids: &[i64] = if body["page"]["offset"] == 0 { &[1, 2] } else { &[3] };
            let record = |id: &i64| json!({ "id": id, "secret": 1, "nested": { "x": 1, "y": 2 } });
            Reply::json(json!({ "data": ids.iter().map(record).collect::<Vec<_>>() }))
        })
        .start();
    let config = json!({ "token": "secret-token", "url": api.url(), "since": "2024" });

    let output = read(MANIFEST, config, &[("orders", "full_refresh")], json!([]));

    assert_eq!(output.code, 0, "{:?}", output.errors());
    let record = |id: i64| json!({ "id": id, "nested": { "y": 2 }, "double": id * 2, "text": id.to_string() });
    assert_eq!(output.records("orders"), [record(1), record(3)]);
    let bodies: Vec<Value> =
        api.requests().iter().map(|request| serde_json::from_slice(request.body()).unwrap()).collect();
    let body = |offset: i64| json!({ "filter": { "since": 2024 }, "limit": 2, "page": { "offset": offset } });
    assert_eq!(bodies, [body(0), body(2)]);
    assert_eq!(api.requests()[0].header("x-key"), Some("secret-token"));
}

#[test]
fn a_next_url_replaces_the_path() {
    let api = Api::new()
        .on("GET /v1/events", |_| Reply::json(json!({ "data": [{ "id": 1 }], "next": "/v1/more?after=a%20b" })))
        .on("GET /v1/more", |_| Reply::json(json!({ "data": [{ "id": 2 }], "next": null })))
        .start();

    let output =
        read(MANIFEST, json!({ "token": "secret-token", "url": api.url() }), &[("events", "full_refresh")], json!([]));

    assert_eq!(output.code, 0, "{:?}", output.errors());
    assert_eq!(output.records("events"), [json!({ "id": 1 }), json!({ "id": 2 })]);
    assert_eq!(requests(&api), ["GET /v1/events", "GET /v1/more?after=a b"]);
    assert_eq!(api.requests()[0].header("authorization"), Some("Basic c2VjcmV0LXRva2VuOg=="));
}

#[test]
fn a_stream_with_python_fails_alone() {
    let api = Api::new().on("GET /v1/users", |_| Reply::json(json!({ "data": [{ "id": 1 }] }))).start();
    let streams = [("broken", "full_refresh"), ("users", "full_refresh")];

    let output = read(MANIFEST, json!({ "token": "secret-token", "url": api.url() }), &streams, json!([]));

    assert_eq!(output.code, 1);
    assert_eq!(output.records("users").len(), 1);
    assert!(output.errors().iter().any(|error| error.contains("source_x.components.Odd")), "{:?}", output.errors());
    let reports = manifest(MANIFEST).reports();
    assert_eq!(reports.iter().filter(|report| report.refused.is_none()).count(), 3);
}
