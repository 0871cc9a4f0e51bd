//! Mock: a source reads all records of its own definition, with each kind of pagination.

use cdk_core::http::{Limits as Timeouts, Request, fetch};
use cdk_core::prelude::*;
use cdk_core::testing::{self, Connector, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
    since: Option<Timestamp>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = bearer("{config.token}"),
    records = "data",
    streams(Token, Last, Header, Numbered, Total, Counted, Linked, NextUrl, NextHeader, Posted, Values, Lines, Child, Keyed, Changed, Epoch),
)]
struct Everything;

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Large,
    Small,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Payment {
    Card { digits: String },
    Cash { coins: u8 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Place {
    city: Option<String>,
    born_on: Date,
    opened: DateTime,
}

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => {$(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Everything, primary_key = "id", $($words)*)]
        struct $name {
            id: u64,
            updated_at: Timestamp,
            kind: Kind,
            payment: Payment,
            places: Vec<Place>,
            score: f64,
            is_active: Option<bool>,
            percent: u8,
        }
    )*};
}

streams! {
    Token(paginate = cursor(token = "meta.after", param = "after", more = "meta.more"))
    Last(paginate = cursor(token = last("id"), param = "starting_after", done = "is_last", size(limit = 4)))
    Header(paginate = cursor(token = header("x-next"), header = "x-cursor"))
    Numbered(paginate = page(start = 0))
    Total(paginate = page(total = "meta.pages", size(per_page = 100)))
    Counted(paginate = offset(total = "meta.total"))
    Linked(paginate = "link", records = ".")
    NextUrl(paginate = next_url(at = "links.next"))
    NextHeader(paginate = next_url(at = header("x-url")))
    Posted(method = "POST", paginate = cursor(body = "page.cursor"), body = json(page(size = 10)))
    Values(records = "items.*", paginate = "cursor")
    Lines(decoder = "jsonl")
    Child(parent = Numbered, path = "parents/{parent.id}/children")
    Keyed(auth = api_key("{config.token}", param = "api_key"), headers("x-version" = "2"))
    Changed(cursor_field = "updated_at", incremental(start = "{config.since}", param_start = "since", param_end = "until", step = "P1D"))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, primary_key = "id", cursor_field = "at", incremental(format = "%s", param_start = "from"))]
struct Epoch {
    id: String,
    at: i64,
}

fn api() -> RunningApi {
    testing::mock_api::<Everything>().start()
}

#[test]
fn each_kind_of_pagination_is_read_to_its_end() {
    let api = api();
    for (stream, records, requests) in [
        ("token", 25, 3),
        ("last", 10, 3),
        ("header", 25, 3),
        ("numbered", 25, 4),
        ("total", 250, 3),
        ("counted", 25, 3),
        ("linked", 25, 3),
        ("next_url", 25, 3),
        ("next_header", 25, 3),
        ("posted", 25, 3),
        ("values", 25, 3),
        ("lines", 25, 1),
        ("keyed", 25, 1),
    ] {
        let before = api.requests().len();

        let output = testing::read::<Everything>(&api, json!({ "token": "any" }), [stream]).succeeded();

        let ids: Vec<Option<u64>> = output.records(stream).iter().map(|record| record["id"].as_u64()).collect();
        assert_eq!(ids, (1..=records).map(Some).collect::<Vec<_>>(), "{stream}");
        assert_eq!(api.requests().len() - before, requests, "{stream}");
    }
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    rate_limit("3/1h"),
    rate_limit("1/1h", path = "reports/*"),
    streams(Limited, Report),
)]
struct Limits;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Limits)]
struct Limited {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Limits, path = "reports/daily")]
struct Report {
    id: u64,
}

#[test]
fn a_request_beyond_a_declared_rate_gets_a_429_with_the_wait() {
    let api = testing::mock_api::<Limits>().start();
    let get = |path: &str| {
        let url = format!("{}/v1/{path}", api.url());
        let response = fetch(&Request::get(&*url).unwrap(), Timeouts::default()).unwrap();
        let wait = response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().parse::<u64>().unwrap());
        (response.status().as_u16(), wait.is_some_and(|wait| (3_590..=3_600).contains(&wait)))
    };

    assert_eq!((get("reports/daily"), get("reports/daily")), ((200, false), (429, true)), "the limit of the path");
    assert_eq!((get("limited"), get("limited")), ((200, false), (200, false)));
    assert_eq!(get("limited"), (429, true), "the limit of the source, over all streams");
}

#[test]
fn each_parent_record_has_other_children() {
    let output = testing::read::<Everything>(&api(), json!({ "token": "any" }), ["child"]).succeeded();

    let ids: Vec<u64> = output.records("child").iter().filter_map(|record| record["id"].as_u64()).collect();
    assert_eq!(ids.len(), 125);
    assert_eq!(ids[..6], [101, 102, 103, 104, 105, 201]);
}

#[test]
fn two_mocks_serve_the_same_records() {
    let read = || testing::read::<Everything>(&api(), json!({ "token": "any" }), ["token"]).succeeded();

    let records = read().records("token");

    assert_eq!(records, read().records("token"));
    assert_eq!(
        records[0],
        json!({
            "id": 1, "updated_at": "2024-01-01T01:00:00Z", "kind": "small",
            "payment": { "type": "cash", "coins": 1 },
            "places": [
                { "city": "city 2", "born_on": "2024-01-01", "opened": "2024-01-01T02:00:00" },
                { "city": "city 3", "born_on": "2024-01-01", "opened": "2024-01-01T03:00:00" },
            ],
            "score": 1.5, "is_active": false, "percent": 1,
        })
    );
}

#[test]
fn the_next_sync_reads_only_what_is_not_older() {
    for stream in ["changed", "epoch"] {
        let api = api();
        let config = json!({ "token": "any", "since": "2024-01-01T00:00:00Z" });
        let connector = Connector::<Everything>::new(&api, config).now("2024-01-05T00:00:00Z");

        let first = connector.read([stream]).succeeded();
        let second = connector.state(first.state()).read([stream]).succeeded();

        assert_eq!((first.records(stream).len(), second.records(stream).len()), (25, 1), "{stream}");
    }
}

#[test]
fn a_request_without_credentials_gets_a_401() {
    for stream in ["token", "keyed"] {
        let output = Connector::<Anonymous>::new(&api(), json!({})).read([stream]);

        assert!(output.failed().to_string().contains("401"), "{stream}");
    }
}

#[derive(Deserialize, JsonSchema)]
struct NoConfig {}

#[derive(Source)]
#[source(config = NoConfig, url_base = "https://api.example.com/v1", records = "data", streams(AnonymousToken, AnonymousKeyed))]
struct Anonymous;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Anonymous, name = "token", primary_key = "id")]
struct AnonymousToken {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Anonymous, name = "keyed", primary_key = "id")]
struct AnonymousKeyed {
    id: u64,
}
