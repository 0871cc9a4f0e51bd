//! Several slicers: their product, the first one outermost; lists that are kept, and streams of values.

use std::cell::Cell;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    concurrency = 1,
    streams(Report, Named, Metric, Turned, Counted, Paged),
)]
struct Reports;

#[derive(Serialize)]
struct Month {
    month: String,
    last_day: u8,
}

/// The second list comes from the API.
async fn months<C: 'static>(cx: &cdk_core::stream::SliceContext<'_, C>) -> Result<Vec<Month>> {
    let months: Vec<String> = cx.send(cx.get("months")?).await?.json()?;
    Ok(months.into_iter().map(|month| Month { month, last_day: 31 }).collect())
}

async fn regions<C>(_: &cdk_core::stream::SliceContext<'_, C>) -> Result<[String; 2]> {
    Ok(["eu".to_owned(), "us".to_owned()])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    slices(regions, slice = String),
    slices(months, slice = Month, as = "month"),
    path = "reports/{slice}/{month.month}",
    params(last = "{month.last_day}"),
    filter = is_known,
    add(region = slice, month = month.month, whole = month),
)]
struct Report {
    id: u64,
    region: String,
    month: String,
    whole: Value,
}

fn is_known(cx: &Cx<'_, Report>) -> Result<bool> {
    let month = cx.slice_as::<Month>("month")?;
    Ok(cx.slice_as::<String>("slice")? == cx.slice()? && month.last_day == 31)
}

fn api() -> RunningApi {
    Api::new()
        .on("GET /months", |_| Reply::json(json!(["jan", "feb"])))
        .on("GET /reports/{region}/{month}", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /sites", |_| Reply::json(json!([{ "id": 7 }, { "id": 8 }])))
        .on("GET /metrics", |_| Reply::json(json!([{ "id": 1 }])))
        .start()
}

fn asked(api: &RunningApi) -> Vec<String> {
    let of = |request: &testing::Received| {
        let params: Vec<String> = request.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} {}", request.path(), params.join("&")).trim_end().to_owned()
    };
    api.requests().iter().map(of).collect()
}

#[test]
fn two_slicers_give_their_product_and_the_first_is_the_outermost() {
    let api = api();

    let output = testing::read::<Reports>(&api, json!({}), ["report"]).succeeded();

    let report = |region: &str, month: &str| json!({ "id": 1, "region": region, "month": month, "whole": { "month": month, "last_day": 31 } });
    let want = [("eu", "jan"), ("eu", "feb"), ("us", "jan"), ("us", "feb")];
    assert_eq!(output.records("report"), want.map(|(region, month)| report(region, month)));
}

#[test]
fn an_inner_list_is_asked_for_once() {
    let api = api();

    testing::read::<Reports>(&api, json!({}), ["report"]).succeeded();

    assert_eq!(api.count("GET /months"), 1);
    assert_eq!(api.requests().len(), 5);
}

/// The first slices may have a name too.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    slices(regions, slice = String, as = "region"),
    path = "reports/{region}/{slice}",
    add(region = region, same = slice),
)]
struct Named {
    id: u64,
    region: String,
    same: String,
}

#[test]
fn the_first_slices_are_seen_by_their_name_and_as_slice() {
    let api = api();

    let output = testing::read::<Reports>(&api, json!({}), ["named"]).succeeded();

    assert_eq!(asked(&api), ["/reports/eu/eu", "/reports/us/us"]);
    assert_eq!(output.records("named")[1], json!({ "id": 1, "region": "us", "same": "us" }));
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "sites", primary_key = "id")]
struct Site {
    id: u64,
}

#[derive(Serialize)]
struct Window {
    from: Date,
    to: Date,
}

async fn windows<C>(_: &cdk_core::stream::SliceContext<'_, C>) -> Result<Vec<Window>> {
    let day = |day| Date::constant(2024, 1, day);
    Ok(vec![Window { from: day(1), to: day(7) }, Window { from: day(8), to: day(14) }])
}

/// A parent with time windows: each site, week by week.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    parent(Site, only = is_open),
    slices(windows, slice = Window),
    path = "metrics",
    params(site = "{parent.id}", from = "{slice.from}", to = "{slice.to}"),
    add(site = parent.id, from = slice.from),
)]
struct Metric {
    id: u64,
    site: u64,
    from: Date,
}

/// The parent stands in front: it is asked when the slice behind it is found.
fn is_open(cx: &Cx<'_, Metric>) -> Result<bool> {
    Ok(cx.parent()?.id == 7 || cx.slice()?.from.day() == 1)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    slices(windows, slice = Window),
    parent(Site, only = is_late),
    path = "metrics",
    params(site = "{parent.id}", from = "{slice.from}"),
)]
struct Turned {
    id: u64,
}

fn is_late(cx: &Cx<'_, Turned>) -> Result<bool> {
    Ok(cx.parent()?.id == 7 || cx.slice()?.from.day() > 1)
}

#[test]
fn a_parent_stands_beside_time_windows_in_the_order_of_the_words() {
    let (outer, inner) = (api(), api());

    let output = testing::read::<Reports>(&outer, json!({}), ["metric"]).succeeded();
    testing::read::<Reports>(&inner, json!({}), ["turned"]).succeeded();

    let week = |site: u64, from: u8, to: u8| format!("/metrics site={site}&from=2024-01-{from:02}&to=2024-01-{to:02}");
    assert_eq!(asked(&outer)[1..], [week(7, 1, 7), week(7, 8, 14), week(8, 1, 7)]);
    assert_eq!(output.records("metric")[2], json!({ "id": 1, "site": 8, "from": "2024-01-01" }));
    // Inside, the parent is read anew for each window, from the cache, and `only` sees which.
    let turned: Vec<String> = asked(&inner).into_iter().filter(|asked| asked.starts_with("/metrics")).collect();
    let first = |site: u64, from: u8| format!("/metrics site={site}&from=2024-01-{from:02}");
    assert_eq!(turned, [first(7, 1), first(7, 8), first(8, 8)]);
    assert_eq!(inner.count("GET /sites"), 1);
}

thread_local! {
    static PULLED: Cell<u64> = const { Cell::new(0) };
}

/// More than anybody would hold.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, slices(endless, slice = u64), path = "reports/eu/{slice}")]
struct Counted {
    id: u64,
}

async fn endless(_: &SliceCx<'_, Counted>) -> Result<SliceStream<u64>> {
    PULLED.set(0);
    Ok(SliceStream::of((1..).inspect(|number| PULLED.set(*number))))
}

#[test]
fn a_stream_of_values_is_pulled_one_by_one() {
    let api = Api::new()
        .on("GET /reports/eu/{number}", |request| match request.capture("number") {
            "1" => Reply::json(json!([{ "id": 1 }])),
            _ => Reply::status(401),
        })
        .start();

    let output = testing::read::<Reports>(&api, json!({}), ["counted"]);

    assert!(output.failed().contains("slice `{\"slice\":2}`: page 1: "), "{}", output.failed());
    assert!(PULLED.get() < 10, "{} values were pulled", PULLED.get());
}

/// Page by page from the API, while the slices are read.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    slices(numbers, slice = u64, as = "number"),
    slices(pages, slice = String, as = "month"),
    path = "reports/{number}/{month}",
)]
struct Paged {
    id: u64,
}

async fn numbers(_: &SliceCx<'_, Paged>) -> Result<SliceStream<u64>> {
    Ok(SliceStream::of_results(["1", "2"].map(|number| Ok(number.parse()?))))
}

async fn pages(cx: &SliceCx<'_, Paged>) -> Result<SliceStream<String>> {
    let cx = cx.owned();
    Ok(SliceStream::unfold(0, async move |page: &mut u32| {
        *page += 1;
        let page = cx.get(&format!("months?page={page}"))?;
        cx.send(page).await?.json()
    }))
}

#[test]
fn a_stream_of_values_asks_the_api_as_it_goes_and_anew_for_each_outer_slice() {
    let api = Api::new()
        .on("GET /months", |request| match request.param("page") {
            Some("1") => Reply::json("jan"),
            Some("2") => Reply::json("feb"),
            _ => Reply::json(Value::Null),
        })
        .on("GET /reports/{number}/{month}", |_| Reply::json(json!([{ "id": 1 }])))
        .start();

    let output = testing::read::<Reports>(&api, json!({}), ["paged"]).succeeded();

    assert_eq!(output.records("paged").len(), 4);
    assert_eq!(api.count("GET /months"), 6);
    let reports: Vec<String> = asked(&api).into_iter().filter(|asked| asked.starts_with("/reports")).collect();
    assert_eq!(reports, ["/reports/1/jan", "/reports/1/feb", "/reports/2/jan", "/reports/2/feb"]);
}

/// A field of the slice has the name of the parent.
#[derive(Serialize)]
struct Clashing {
    parent: u64,
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Site, Clash, Bare))]
struct Clashes;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clashes, slices(clashing, slice = Clashing), parent = Site, path = "clash/{slice.parent}/{parent.id}")]
struct Clash {
    id: u64,
}

async fn clashing(_: &SliceCx<'_, Clash>) -> Result<[Clashing; 2]> {
    Ok([1, 2].map(|parent| Clashing { parent }))
}

#[test]
fn slicers_whose_names_collide_are_an_error_in_either_order() {
    let api = Api::new().on("GET /sites", |_| Reply::json(json!([{ "id": 1 }]))).start();

    let output = testing::read::<Clashes>(&api, json!({}), ["clash"]);

    let want = "stream `clash`: the parent `parent` and another slicer of the stream both have a field `parent`, so \
                their slices would have the same key in the state; rename one";
    assert_eq!(output.failed(), want);
    assert_eq!(api.count("GET /clash/{a}/{b}"), 0);
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clashes, parent = Site, slices(nothing, slice = String), path = "bare/{slice}/{parent.id}")]
struct Bare {
    id: u64,
}

async fn nothing(_: &SliceCx<'_, Bare>) -> Result<Vec<String>> {
    Ok(Vec::new())
}

#[test]
fn an_empty_list_behind_a_parent_asks_nothing_either() {
    let api = api();

    let output = testing::read::<Clashes>(&api, json!({}), ["bare"]).succeeded();

    assert_eq!(output.statuses("bare"), ["STARTED", "COMPLETE"]);
    assert!(api.requests().is_empty(), "{:?}", asked(&api));
}
