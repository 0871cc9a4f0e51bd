//! Explicit slices: a function gives a list or a stream of values, and every template and hook sees the one at hand.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply, RunningApi};

use super::Nothing;

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
    repositories: Vec<String>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = bearer("{config.token}"),
    params(locale = "en"),
    headers("X-App" = "cdk"),
    request_headers = named,
    streams(Sale, Commit, Visit, Unread, Ticket, Far),
)]
struct Shop;

fn named(cx: &SourceCx<'_, Config>) -> Result<Headers> {
    Ok(Headers::new().with("X-Stream", cx.stream()))
}

fn config(repositories: &[&str]) -> Value {
    json!({ "token": "t0p", "repositories": repositories })
}

/// A static list of structs.
#[derive(Serialize)]
struct Region {
    code: String,
    #[serde(rename = "firstDay")]
    first_day: Date,
    last: Option<Date>,
    desk: Desk,
}

#[derive(Serialize)]
struct Desk {
    city: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    slices(regions, slice = Region),
    url_base = "https://{slice.code}.example.com/v2",
    path = "desks/{slice.desk.city}/sales",
    method = "POST",
    params(since = "{slice.first_day:%d.%m.%Y}", until = "{slice.last}"),
    headers("X-Region" = "{slice.code}"),
    body = json(region = "{slice.code}", deep(city = "in {slice.desk.city}")),
    filter = is_of_region,
    request_params = params_of,
    add(region = slice.code, desk = slice.desk, label = "{slice.code}!"),
)]
struct Sale {
    id: u64,
    region: String,
    desk: Value,
    label: String,
}

async fn regions(_: &SliceCx<'_, Sale>) -> Result<[Region; 2]> {
    let region = |code: &str, city: &str, last| Region {
        code: code.to_owned(),
        first_day: Date::constant(2024, 2, 1),
        last,
        desk: Desk { city: city.to_owned() },
    };
    Ok([region("eu", "Bad Homburg", None), region("us", "NY/NY", Some(Date::constant(2024, 3, 1)))])
}

fn is_of_region(cx: &Cx<'_, Sale>) -> Result<bool> {
    Ok(cx.slice()?.code == cx.record()?.region && cx.record()?.id < 9)
}

fn params_of(cx: &Cx<'_, Sale>) -> Result<Params> {
    Ok(Params::new().with("hook", &cx.slice()?.code))
}

#[test]
fn the_slice_is_known_to_every_template_and_hook() {
    let api = Api::new()
        .on("POST /v2/desks/{city}/sales", |request| {
            let id = if request.capture("city") == "NY/NY" { 2 } else { 1 };
            Reply::json(json!([{ "id": id }, { "id": 9 }]))
        })
        .start();

    // A host that a slice names must be declared: the local API stands in for every declared one.
    let output = testing::read::<Shop>(&api, config(&[]), ["sale"]);
    assert!(output.failed().contains("an origin that is not declared"), "{}", output.failed());
    assert!(api.requests().is_empty());
}

/// The same with declared hosts.
#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://eu.example.com/v1",
    origins("us.example.com"),
    streams(Sold),
)]
struct Hosts;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Hosts,
    slices(regions_of_sold, slice = Region),
    url_base = "https://{slice.code}.example.com/v2",
    path = "desks/{slice.desk.city}/sales",
    method = "POST",
    params(since = "{slice.first_day:%d.%m.%Y}", until = "{slice.last}"),
    headers("X-Region" = "{slice.code}"),
    body = json(region = "{slice.code}", deep(city = "in {slice.desk.city}")),
    filter = is_sold,
    request_params = params_of_sold,
    add(region = slice.code, desk = slice.desk, label = "{slice.code}!"),
)]
struct Sold {
    id: u64,
    region: String,
    desk: Value,
    label: String,
}

async fn regions_of_sold(_: &SliceCx<'_, Sold>) -> Result<Vec<Region>> {
    let region = |code: &str, city: &str, last| Region {
        code: code.to_owned(),
        first_day: Date::constant(2024, 2, 1),
        last,
        desk: Desk { city: city.to_owned() },
    };
    Ok(vec![region("eu", "Bad Homburg", None), region("us", "NY/NY", Some(Date::constant(2024, 3, 1)))])
}

fn is_sold(cx: &Cx<'_, Sold>) -> Result<bool> {
    Ok(cx.slice()?.code == cx.record()?.region && cx.record()?.id < 9)
}

fn params_of_sold(cx: &Cx<'_, Sold>) -> Result<Params> {
    Ok(Params::new().with("hook", &cx.slice()?.code))
}

#[test]
fn a_struct_s_fields_reach_address_params_headers_body_added_fields_and_hooks() {
    let api = Api::new()
        .on("POST /v2/desks/{city}/sales", |request| {
            let id = if request.capture("city") == "NY/NY" { 2 } else { 1 };
            Reply::json(json!([{ "id": id }, { "id": 9 }]))
        })
        .start();

    let output = testing::read::<Hosts>(&api, config(&[]), ["sold"]).succeeded();

    let mut records = output.records("sold");
    records.sort_by_key(|record| record["id"].as_u64());
    let record = |id: u64, code: &str, city: &str| json!({ "id": id, "region": code, "desk": { "city": city }, "label": format!("{code}!") });
    assert_eq!(records, [record(1, "eu", "Bad Homburg"), record(2, "us", "NY/NY")]);
    let requests = api.requests();
    let us = requests.iter().find(|request| request.path().contains("NY%2FNY")).unwrap();
    let params = [("since", "01.02.2024"), ("until", "2024-03-01"), ("hook", "us")];
    assert_eq!(us.query(), params.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(us.header("x-region"), Some("us"));
    assert_eq!(us.json(), json!({ "region": "us", "deep": { "city": "in NY/NY" } }));
    // What is `None` is left out.
    let eu = requests.iter().find(|request| request.header("x-region") == Some("eu")).unwrap();
    assert_eq!(eu.param("until"), None);
}

/// A scalar, from the config, bare in templates.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    slices(repositories, slice = String),
    path = "repos/{slice/*}/commits",
    params(of = "{slice}"),
    paginate = "page",
    add(repository = slice),
)]
struct Commit {
    id: u64,
    repository: String,
}

async fn repositories(cx: &SliceCx<'_, Commit>) -> Result<Vec<String>> {
    assert_eq!(cx.stream(), "commit");
    Ok(cx.config().repositories.clone())
}

fn commits() -> RunningApi {
    let pages = |request: &testing::Received| {
        let is_first = request.param("page") == Some("1");
        Reply::json(if is_first { json!([{ "id": 1 }, { "id": 2 }]) } else { json!([]) })
    };
    Api::new().on("GET /v1/repos/{owner}/{name}/commits", pages).start()
}

#[test]
fn a_scalar_stands_alone_in_a_template_and_may_be_several_segments_of_a_path() {
    let api = commits();

    let output = testing::read::<Shop>(&api, config(&["rust-lang/rust", "a b/c"]), ["commit"]).succeeded();

    let mut records = output.records("commit");
    records.sort_by_key(Value::to_string);
    let record = |id: u64, repository: &str| json!({ "id": id, "repository": repository });
    let (spaced, rust) = ("a b/c", "rust-lang/rust");
    assert_eq!(records, [record(1, spaced), record(1, rust), record(2, spaced), record(2, rust)]);
    assert_eq!(api.count("GET /v1/repos/a%20b/c/commits"), 2, "two pages of each slice");
}

#[test]
fn an_empty_list_completes_the_stream_without_a_request() {
    let api = commits();

    let output = testing::read::<Shop>(&api, config(&[]), ["commit"]).succeeded();

    assert_eq!(output.statuses("commit"), ["STARTED", "COMPLETE"]);
    assert_eq!(output.states("commit").len(), 1);
    assert!(api.requests().is_empty());
    testing::check::<Shop>(&api, config(&["a/b"])).connection_status().unwrap();
}

/// From the API.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    slices(Self::sites, slice = u64),
    path = "sites/{slice}/visits",
    params(locale = "de", limit = 2, site = "{slice}"),
    headers("X-App" = none, "X-Site" = "{slice}"),
    add(site = slice),
)]
struct Visit {
    id: u64,
    site: u64,
}

impl Visit {
    async fn sites(cx: &SliceCx<'_, Self>) -> Result<Vec<u64>> {
        let all: Vec<u64> = cx.send(cx.get("sites?active=1")?).await?.json()?;
        let named: Vec<u64> = cx.send(cx.post_json("sites/search", &json!({ "q": "x" }))?).await?.json()?;
        Ok(all.into_iter().chain(named).collect())
    }
}

#[test]
fn a_function_asks_the_api_with_the_streams_words_and_credentials_and_retries() {
    let api = Api::new()
        .on_each("GET /v1/sites", [Reply::status(500).header("Retry-After", "0"), Reply::json(json!([7, 8]))])
        .on("POST /v1/sites/search", |request| {
            assert_eq!(request.json(), json!({ "q": "x" }));
            Reply::json(json!([9]))
        })
        .on("GET /v1/sites/{site}/visits", |_| Reply::json(json!([{ "id": 1 }])))
        .start();

    let output = testing::read::<Shop>(&api, config(&[]), ["visit"]).succeeded();

    let mut sites: Vec<u64> = output.records("visit").iter().filter_map(|visit| visit["site"].as_u64()).collect();
    sites.sort_unstable();
    assert_eq!(sites, [7, 8, 9]);
    let asked = api.requests().remove(0);
    // The stream's over the source's, without what names a slice.
    assert_eq!(asked.header("authorization"), Some("Bearer t0p"));
    assert_eq!((asked.header("x-app"), asked.header("x-site")), (None, None));
    assert_eq!(asked.header("x-stream"), Some("visit"));
    let params = [("locale", "de"), ("active", "1"), ("limit", "2")];
    assert_eq!(asked.query(), params.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let logs = output.logs();
    assert!(
        logs.iter().any(|(_, text)| text.starts_with("stream `visit`: 3 records, 3 slices, 6 requests, 1 retry (HTTP 500: 1)")),
        "{logs:?}"
    );
}

/// From another stream.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(visited, slice = (u64, u64)), path = "tickets", request_params = of_visit, add(visit = slice))]
struct Ticket {
    id: u64,
    visit: Value,
}

async fn visited(cx: &SliceCx<'_, Ticket>) -> Result<Vec<(u64, u64)>> {
    let mut visits = cx.read::<Visit>()?;
    let mut found = Vec::new();
    while let Some(visit) = visits.next().await? {
        found.push((visit.site, visit.id));
    }
    Ok(found)
}

fn of_visit(cx: &Cx<'_, Ticket>) -> Result<Params> {
    let (site, id) = cx.slice()?;
    Ok(Params::new().with("site", *site).with("visit", *id))
}

#[test]
fn a_function_reads_another_stream_with_its_slices() {
    let api = Api::new()
        .on("GET /v1/sites", |_| Reply::json(json!([7])))
        .on("POST /v1/sites/search", |_| Reply::json(json!([])))
        .on("GET /v1/sites/{site}/visits", |_| Reply::json(json!([{ "id": 3 }])))
        .on("GET /v1/tickets", |request| {
            assert_eq!((request.param("site"), request.param("visit")), (Some("7"), Some("3")));
            Reply::json(json!([{ "id": 1 }]))
        })
        .start();

    let output = testing::read::<Shop>(&api, config(&[]), ["ticket"]).succeeded();

    assert_eq!(output.records("ticket"), [json!({ "id": 1, "visit": [7, 3] })]);
}

/// Its own slices need it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(own, slice = u64))]
struct Unread {
    id: u64,
}

async fn own(cx: &SliceCx<'_, Unread>) -> Result<Vec<u64>> {
    let mut unread = cx.read::<Unread>()?;
    Ok(unread.next().await?.map(|unread| unread.id).into_iter().collect())
}

#[test]
fn a_stream_cannot_be_read_for_its_own_slices() {
    let api = Api::new().start();

    let error = testing::read::<Shop>(&api, config(&[]), ["unread"]).failed();

    let want = "stream `unread`: hook `slices`: records of `unread`: a stream cannot be read to list its own slices";
    assert_eq!(error, want);
}

/// A host that only a slice names.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://{slice}", slices(hosts, slice = String), path = "far")]
struct Far {
    id: u64,
}

async fn hosts(cx: &SliceCx<'_, Far>) -> Result<Vec<String>> {
    Ok(vec![cx.send(cx.get("hosts")?).await?.json()?])
}

#[test]
fn a_path_needs_an_address_that_names_no_slice() {
    let api = Api::new().start();

    let error = testing::read::<Shop>(&api, config(&[]), ["far"]).failed();

    let want =
        "stream `far`: hook `slices`: `url_base` names a slice, so `hosts` must be a whole URL of a declared origin";
    assert_eq!(error, want);
}

/// A stream without a source asks at its own address.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Nothing, url_base = "https://alone.example.com", slices(days, slice = u64), path = "days/{slice}")]
struct Day {
    id: u64,
}

async fn days(cx: &SliceCx<'_, Day>) -> Result<Vec<u64>> {
    cx.send(cx.get("days")?).await?.json()
}

#[derive(Source)]
#[source(config = Nothing, streams(Day))]
struct Alone;

#[test]
fn a_stream_without_a_source_has_slices_too() {
    let api = Api::new()
        .on("GET /days", |_| Reply::json(json!([1, 2])))
        .on("GET /days/{day}", |request| Reply::json(json!({ "id": request.capture("day").len() })))
        .start();

    let output = testing::read::<Alone>(&api, json!({}), ["day"]).succeeded();

    assert_eq!(output.records("day").len(), 2);
    assert_eq!(api.requests().len(), 3);
}
