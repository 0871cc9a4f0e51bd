//! `cache`: what was answered once in a run is not asked for again, and what may not be shared is not.

use std::thread::scope;

use cdk_core::SourceDef;
use cdk_core::prelude::*;
use cdk_core::stream::Cache;
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

use super::{Item, Nothing};

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    streams(Employee, Detail, Contract, Plain, PlainDetail, Linked, LinkedDetail),
)]
struct Staff;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, path = "employees", paginate = "cursor", primary_key = "id", cache)]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, parent = Employee, path = "employees/{parent.id}/details", records = ".")]
struct Detail {
    title: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, parent = Employee, path = "employees/{parent.id}/contract", records = ".")]
struct Contract {
    title: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, path = "employees", paginate = "cursor", primary_key = "id")]
struct Plain {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, parent = Plain, path = "employees/{parent.id}/details", records = ".")]
struct PlainDetail {
    title: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, path = "linked", paginate = "link", add(total = "{header.X-Total}"), cache)]
struct Linked {
    id: u64,
    total: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Staff, parent = Linked, path = "employees/{parent.id}/details", params(of = "{parent.total}"), records = ".")]
struct LinkedDetail {
    title: String,
}

/// Three pages of employees; one answer each.
fn staff() -> RunningApi {
    Api::new()
        .on("GET /employees", |request| {
            let page: u64 = request.param("cursor").unwrap_or("0").parse().unwrap();
            let employees = json!([{ "id": page * 2 }, { "id": page * 2 + 1 }]);
            Reply::json(json!({ "data": employees, "next_cursor": (page < 2).then_some(page + 1) }))
        })
        .on("GET /employees/{id}/{part}", |request| {
            Reply::json(json!({ "title": format!("{} {}", request.capture("part"), request.capture("id")) }))
        })
        .on("GET /linked", |request| match request.param("page") {
            None => Reply::json(json!({ "data": [{ "id": 1 }] }))
                .header("Link", "</linked?page=2>; rel=\"next\"")
                .header("X-Total", "2"),
            Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })).header("X-Total", "2"),
        })
        .start()
}

/// How often the most asked for of all URLs was asked for, and how many requests there were.
fn most(api: &RunningApi) -> (usize, usize) {
    let urls: Vec<_> =
        api.requests().into_iter().map(|request| (request.path().to_owned(), request.query().to_vec())).collect();
    let most = urls.iter().map(|url| urls.iter().filter(|other| *other == url).count()).max();
    (most.unwrap_or(0), urls.len())
}

/// What the streams' summaries say that came from the cache, in all.
fn hits(output: &Output) -> usize {
    let logs = output.logs();
    let counts = logs.iter().filter_map(|(_, text)| text.split_once(" from the cache")?.0.rsplit(' ').next());
    counts.map(|count| count.parse::<usize>().unwrap()).sum()
}

#[test]
fn a_parent_that_is_kept_is_asked_for_once_for_itself_and_all_its_children() {
    let api = staff();

    let output = testing::read::<Staff>(&api, json!({}), ["employee", "detail", "contract"]).succeeded();

    assert_eq!(most(&api), (1, 3 + 6 + 6));
    for stream in ["employee", "detail", "contract"] {
        assert_eq!(output.records(stream).len(), 6, "{output}");
    }
    assert_eq!(output.records("contract")[5], json!({ "title": "contract 5" }));
    assert_eq!(hits(&output), 3 + 3, "{output}");
}

#[test]
fn a_parent_that_is_not_kept_is_asked_for_again() {
    let api = staff();

    let output = testing::read::<Staff>(&api, json!({}), ["plain", "plain_detail"]).succeeded();

    assert_eq!(most(&api), (2, 3 + 3 + 6));
    assert_eq!(hits(&output), 0, "{output}");
}

#[test]
fn the_headers_of_a_kept_response_lead_on_and_fill_fields() {
    let api = staff();

    let output = testing::read::<Staff>(&api, json!({}), ["linked", "linked_detail"]).succeeded();

    assert_eq!(api.count("GET /linked"), 2);
    assert_eq!(output.records("linked")[1], json!({ "id": 2, "total": "2" }));
    assert_eq!(output.records("linked_detail").len(), 2);
    assert_eq!(api.requests().last().unwrap().param("of"), Some("2"));
}

#[test]
fn a_failure_is_not_kept_and_what_follows_it_is() {
    let page = Reply::json(json!({ "data": [{ "id": 1 }] }));
    let api = Api::new()
        .on_each("GET /employees", [Reply::status(500).header("Retry-After", "0"), page])
        .on("GET /employees/{id}/{part}", |_| Reply::json(json!({ "title": "x" })))
        .start();

    let output = testing::read::<Staff>(&api, json!({}), ["employee", "detail"]).succeeded();

    assert_eq!(api.count("GET /employees"), 2);
    assert_eq!((output.records("employee").len(), output.records("detail").len()), (1, 1));
}

#[test]
fn a_stream_that_fails_for_good_leaves_nothing_to_the_other() {
    let page = Reply::json(json!({ "data": [{ "id": 1 }] }));
    let api = Api::new()
        .on_each("GET /employees", [Reply::status(404), page])
        .on("GET /employees/{id}/{part}", |_| Reply::json(json!({ "title": "x" })))
        .start();

    let output = testing::read::<Staff>(&api, json!({}), ["employee", "detail"]);

    let complete = ["employee", "detail"].map(|stream| output.statuses(stream).last().unwrap() == "COMPLETE");
    assert_ne!(complete[0], complete[1], "{output}");
    let records = ["employee", "detail"].map(|stream| output.records(stream).len());
    assert_eq!(records, complete.map(usize::from), "{output}");
}

/// Streams of one URL, by what differs between them.
#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    streams(One, Two, OtherAccount, NoAccount, Again, OtherHeader, OtherTrace, OtherValue),
)]
struct Same;

macro_rules! same {
    ($($stream:ident($($words:tt)*);)*) => {$(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Same, path = "items", cache, $($words)*)]
        struct $stream {
            id: u64,
        }
    )*};
}

same! {
    One(auth = bearer("token-of-one"), params(a = 1, b = ["2", "3"]));
    Two(auth = bearer("token-of-two"), params(a = 1, b = ["2", "3"]));
    OtherAccount(auth = other, params(a = 1, b = ["2", "3"]));
    NoAccount(params(a = 1, b = ["2", "3"]));
    Again(auth = bearer("token-of-one"), params(b = ["2", "3"], a = 1));
    OtherHeader(auth = bearer("token-of-one"), params(a = 1, b = ["2", "3"]), headers("X-Team" = "red"));
    OtherTrace(auth = bearer("token-of-one"), params(a = 1, b = ["2", "3"]), headers("X-Request-Id" = "7"));
    OtherValue(auth = bearer("token-of-one"), params(a = 1, b = ["3", "2"]));
}

async fn other(_: &AuthCx<'_, Nothing>) -> Result<Credentials> {
    Ok(Credentials::new().header("Authorization", "Bearer token-of-one"))
}

/// How many requests a run of these streams sends.
fn requests(streams: &[&str]) -> usize {
    let api = Api::new().on("GET /items", |request| Reply::json(json!([{ "id": request.headers().len() }]))).start();
    testing::read::<Same>(&api, json!({}), streams).succeeded();
    api.count("GET /items")
}

#[test]
fn two_accounts_do_not_share() {
    for other in ["two", "other_account", "no_account"] {
        assert_eq!(requests(&["one", other]), 2, "{other}");
    }
}

#[test]
fn parameters_in_another_order_and_the_headers_of_one_exchange_make_no_difference() {
    assert_eq!(requests(&["one", "again", "other_trace"]), 1);
}

#[test]
fn other_headers_and_other_values_make_a_difference() {
    assert_eq!(requests(&["one", "other_header"]), 2);
    assert_eq!(requests(&["one", "other_value"]), 2);
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Found, Hit, Posted, Shut))]
struct Search;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Search, method = "POST", path = "search", body = json(open = true), cache(safe))]
struct Found {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Search, parent = Found, path = "items/{parent.id}")]
struct Hit {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Search, method = "POST", path = "search", body = json(open = true))]
struct Posted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Search, method = "POST", path = "search", body = json(open = false), cache(safe))]
struct Shut {
    id: u64,
}

#[test]
fn a_post_is_kept_where_it_is_said_to_read_only_and_its_body_counts() {
    for (streams, searches) in [(["found", "hit"], 1), (["found", "posted"], 2), (["found", "shut"], 2)] {
        let api = Api::new()
            .on("POST /search", |_| Reply::json(json!([{ "id": 1 }])))
            .on("GET /items/{id}", |_| Reply::json(json!([{ "id": 1 }])))
            .start();

        testing::read::<Search>(&api, json!({}), streams).succeeded();

        assert_eq!(api.count("POST /search"), searches, "{streams:?}");
    }
}

#[test]
fn runs_share_nothing() {
    let api = staff();

    scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| testing::read::<Staff>(&api, json!({}), ["employee", "detail"]).succeeded());
        }
    });

    assert_eq!(most(&api).0, 2);
}

#[test]
fn a_method_that_is_not_kept_is_told_before_any_command() {
    struct ByHand<const CASE: usize>;
    const POST: usize = 0;
    const SAFE_PUT: usize = 1;
    const SAFE_GET: usize = 2;
    impl<const CASE: usize> Source for ByHand<CASE> {
        type Config = Nothing;
        const NAME: &'static str = "by_hand";
        const VERSION: &'static str = "0.1.0";

        fn definition() -> SourceDef<Self::Config> {
            SourceDef::new().stream_def(|| {
                let (method, cache) = match CASE {
                    POST => ("POST", Cache::On),
                    SAFE_PUT => ("PUT", Cache::Safe),
                    _ => ("GET", Cache::Safe),
                };
                let stream = StreamDef::<Item, Nothing>::new("item").url_base("https://api.example.com");
                stream.method(method).cache(cache)
            })
        }
    }
    let post = testing::Connector::<ByHand<POST>>::unserved(json!({})).discover().failed();
    let put = testing::Connector::<ByHand<SAFE_PUT>>::unserved(json!({})).discover().failed();
    let get = testing::Connector::<ByHand<SAFE_GET>>::unserved(json!({})).discover().failed();

    assert!(post.contains("stream `item`: cache: a POST may change something: say `cache(safe)`"), "{post}");
    assert!(put.contains("stream `item`: cache: responses to a PUT are never cached"), "{put}");
    assert!(get.contains("stream `item`: cache: a GET only reads anyway"), "{get}");
}
