//! What data must not decide: the host that gets the credentials, the end of a stream, and the API's own values.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.token}"),
    records = "data",
    streams(Shop, Order, Dated, Made, Paged, Numbered),
)]
struct Shops;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "shops")]
struct Shop {
    url: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, parent = Shop, url_base = "{parent.url}", path = "orders")]
struct Order {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "dated", add(updated = record.created))]
struct Dated {
    id: u64,
    created: Option<i64>,
    updated: Option<i64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "made", primary_key = "id", add(updated = record.made))]
struct Made {
    id: u64,
    made: Option<i64>,
    updated: i64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "paged", paginate = "cursor", request_params = after_the_last)]
struct Paged {
    id: u64,
}

fn after_the_last(cx: &Cx<'_, Paged>) -> Result<Params> {
    let Some(_) = cx.next_page_token() else { return Ok(Params::new()) };
    let before: Value = cx.response()?.json()?;
    Ok(Params::new().with("seen", before["seen"].as_str()))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "numbered", paginate = page(total = "pages"))]
struct Numbered {
    id: u64,
}

fn config() -> Value {
    json!({ "token": "t0ken-12345" })
}

#[test]
fn a_parents_record_cannot_name_the_host_that_gets_the_credentials() {
    let evil = Api::new().on("GET /orders", |_| Reply::json(json!({ "data": [{ "id": 1 }] }))).start();
    let url = evil.url();
    let api = Api::new().on("GET /shops", move |_| Reply::json(json!({ "data": [{ "url": url }] }))).start();

    let output = testing::read::<Shops>(&api, config(), ["order"]);

    assert_eq!(output.exit_code(), 1, "{output}");
    assert!(output.errors()[0].0.contains("an origin that is not declared"), "{output}");
    assert_eq!(evil.requests().len(), 0);
}

#[test]
fn a_parents_record_may_name_a_declared_host() {
    let api = Api::new()
        .on("GET /shops", |_| Reply::json(json!({ "data": [{ "url": "https://api.example.com/eu" }] })))
        .on("GET /eu/orders", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .start();

    let output = testing::read::<Shops>(&api, config(), ["order"]).succeeded();

    assert_eq!(output.records("order"), [json!({ "id": 1 })]);
}

#[test]
fn the_pages_own_value_stands_where_there_is_nothing_to_add() {
    let page = json!({ "data": [{ "id": 1, "updated": 5 }, { "id": 2, "updated": 5, "created": 6 }, { "id": 3 }] });
    let api = Api::new().on("GET /dated", move |_| Reply::json(page.clone())).start();

    let output = testing::read::<Shops>(&api, config(), ["dated"]).succeeded();

    assert_eq!(
        output.records("dated"),
        [json!({ "id": 1, "updated": 5 }), json!({ "id": 2, "created": 6, "updated": 6 }), json!({ "id": 3 })]
    );
}

#[test]
fn a_required_added_field_without_its_source_is_an_error_that_names_both() {
    let api = Api::new().on("GET /made", |_| Reply::json(json!({ "data": [{ "id": 7 }] }))).start();

    let output = testing::read::<Shops>(&api, config(), ["made"]);

    let (message, failure) = &output.errors()[0];
    assert!(message.contains("`add`: the source of `updated` is not in the record"), "{message}");
    assert!(message.contains("id = 7"), "{message}");
    assert_eq!(failure, "system_error");
}

#[test]
fn a_request_hook_sees_the_whole_response_before() {
    let api = Api::new()
        .on("GET /paged", |request| match request.param("seen") {
            None => Reply::json(json!({ "data": [{ "id": 1 }], "seen": "s1", "next_cursor": "c" })),
            Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })),
        })
        .start();

    let output = testing::read::<Shops>(&api, config(), ["paged"]).succeeded();

    assert_eq!(output.records("paged").len(), 2);
    assert_eq!(api.requests()[1].param("seen"), Some("s1"));
}

#[test]
fn an_absurd_total_does_not_end_a_stream_early() {
    let api = Api::new()
        .on("GET /numbered", |request| {
            let page: u64 = request.param("page").unwrap().parse().unwrap();
            let records = if page <= 3 { json!([{ "id": page }]) } else { json!([]) };
            Reply::json(json!({ "data": records, "pages": u64::MAX }))
        })
        .start();

    let output = testing::read::<Shops>(&api, config(), ["numbered"]).succeeded();

    assert_eq!(output.records("numbered").len(), 3);
}

#[test]
fn debug_tells_each_page_and_no_secret() {
    let api = Api::new().on("GET /dated", |_| Reply::json(json!({ "data": [{ "id": 1 }] }))).start();

    let output = Connector::<Shops>::new(&api, config()).arg("--debug").read(["dated"]).succeeded();

    let told = output.logs().into_iter().find(|(level, _)| level == "DEBUG").unwrap().1;
    assert!(told.starts_with("stream `dated`: page 1: GET http://127.0.0.1:"), "{told}");
    assert!(told.ends_with("/dated: HTTP 200, 1 records"), "{told}");
    assert!(output.lines().iter().all(|line| !line.contains("t0ken-12345")));
}

#[test]
fn an_empty_namespace_is_none() {
    let api = Api::new().on("GET /dated", |_| Reply::json(json!({ "data": [{ "id": 1 }] }))).start();
    let stream =
        json!({ "name": "dated", "namespace": "", "json_schema": {}, "supported_sync_modes": ["full_refresh"] });
    let catalog = json!({
        "streams": [{ "stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "append" }]
    });

    let output = testing::read::<Shops>(&api, config(), catalog).succeeded();

    assert_eq!(output.records("dated").len(), 1);
}

#[test]
fn nulled_values_are_one_warning() {
    let page = json!({ "data": [{ "id": 1, "created": "x" }, { "id": 2, "created": "y" }] });
    let api = Api::new().on("GET /dated", move |_| Reply::json(page.clone())).start();

    let output = testing::read::<Shops>(&api, config(), ["dated"]).succeeded();

    let told = output.logs().into_iter().filter(|(level, text)| level == "WARN" && text.contains("null"));
    assert_eq!(
        told.map(|(_, text)| text).collect::<Vec<_>>(),
        [
            "stream `dated`: values that did not fit their field became null: created (2): got \"x\", expected an integer from \
          -9223372036854775808 to 9223372036854775807 or null, declare `Option<String>`"
        ]
    );
}

#[test]
fn nulled_values_of_a_page_that_is_fetched_again_are_counted_once() {
    let page = || Reply::json(json!({ "data": [{ "id": 1, "created": "x" }, { "id": 2 }] }));
    let api = Api::new().on_each("GET /dated", [page().chunked().cut_after(50), page()]).start();

    let output = testing::read::<Shops>(&api, config(), ["dated"]).succeeded();

    let cut_json = Reply::text(r#"{"data":[{"id":1,"created":"x"},{"id":2"#);
    let again = Api::new().on_each("GET /dated", [cut_json, page()]).start();
    let again = testing::read::<Shops>(&again, config(), ["dated"]).succeeded();
    for output in [output, again] {
        assert_eq!(output.records("dated").len(), 2);
        assert!(output.logs().iter().any(|(_, text)| text.contains("became null: created (1): got")), "{output}");
    }
}
