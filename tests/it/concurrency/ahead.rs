//! Pages that are asked for before their turn: how many, and that none is where the API counts.

use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Received, Reply, RunningApi};

use super::InFlight;
use crate::behaviour::Nothing;

const PAGE: u64 = 10;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    concurrency = 8,
    retry(initial = "1ms", jitter = 0),
    streams(Numbered, Totalled, Skipped, Budgeted, Looking, Half, Alone),
)]
struct Book;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Book, records = "data", $($words)*)]
        struct $name {
            id: u64,
        }
    )* };
}
streams! {
    Numbered(path = "list", paginate = page(size(n = 10)))
    Totalled(path = "list", paginate = page(total = "pages"))
    Skipped(path = "list", paginate = offset(size(n = 10)))
    Budgeted(path = "list", paginate = "page", rate_limit("1000/1s"))
    Looking(path = "list", paginate = "page", params(seen = "{response.pages}"))
    Half(path = "list", paginate = "page", slices(halves, slice = u64), params(half = "{slice}"))
    Alone(path = "list", paginate = "page", concurrency = 1)
}

async fn halves(_: &SliceCx<'_, Half>) -> Result<Vec<u64>> {
    Ok((0..20).collect())
}

/// So many pages; what lies behind them is an empty one.
fn page(request: &Received, pages: u64) -> Reply {
    let number = |name| request.param(name).map(|value| value.parse::<u64>().unwrap());
    let from = number("page").map_or_else(|| number("offset").unwrap(), |page| (page - 1) * PAGE);
    let half = number("half").unwrap_or(0) * 1_000_000;
    let data: Value = (from..(from + PAGE).min(pages * PAGE)).map(|id| json!({ "id": half + id })).collect();
    Reply::json(json!({ "data": data, "pages": pages }))
}

fn api(pages: u64, time: Duration) -> (RunningApi, InFlight) {
    let in_flight = InFlight::default();
    let seen = in_flight.clone();
    (Api::new().on("GET /list", move |request| seen.handle(time, || page(request, pages))).start(), in_flight)
}

fn ids(records: &[Value]) -> Vec<u64> {
    records.iter().map(|record| record["id"].as_u64().unwrap()).collect()
}

fn read(api: &RunningApi, stream: &str) -> Vec<u64> {
    let output = Connector::<Book>::new(api, json!({})).concurrency(None).read([stream].as_slice()).succeeded();
    ids(&output.records(stream))
}

#[test]
fn pages_of_known_numbers_are_read_several_at_a_time_and_come_in_their_order() {
    for stream in ["numbered", "totalled", "skipped"] {
        let (api, in_flight) = api(40, Duration::from_millis(10));

        assert_eq!(read(&api, stream), (0..40 * PAGE).collect::<Vec<_>>(), "{stream}");
        assert!((7..=8).contains(&in_flight.most()), "{stream}: {} in flight", in_flight.most());
    }
}

#[test]
fn where_the_number_of_pages_is_told_none_behind_them_is_asked_for() {
    for pages in [1, 2, 3, 17] {
        let (api, _) = api(pages, Duration::ZERO);

        read(&api, "totalled");

        assert_eq!(api.count("GET /list") as u64, pages);
    }
}

#[test]
fn of_a_short_list_no_more_is_asked_for_than_was_read() {
    for (pages, most) in [(0, 1), (1, 2), (2, 4), (3, 6), (5, 10)] {
        let (api, _) = api(pages, Duration::from_millis(2));

        read(&api, "numbered");

        let asked = api.count("GET /list");
        assert!((pages as usize + 1..=most).contains(&asked), "{asked} requests for {pages} pages");
    }
}

#[test]
fn where_the_api_counts_requests_none_is_asked_for_in_vain() {
    let (api, _) = api(20, Duration::from_millis(1));
    read(&api, "budgeted");
    assert_eq!(api.count("GET /list"), 21);

    // By its own headers.
    let told = Api::new().on("GET /list", |request| {
        page(request, 20).header("X-RateLimit-Remaining", "4000").header("X-RateLimit-Reset", "60")
    });
    let told = told.start();
    read(&told, "numbered");
    assert_eq!(told.count("GET /list"), 21);
}

#[test]
fn a_request_that_looks_at_the_answer_before_waits_for_it() {
    let (api, in_flight) = api(10, Duration::from_millis(5));

    read(&api, "looking");

    assert_eq!(in_flight.most(), 1);
    let seen: Vec<Option<String>> =
        api.requests().iter().map(|request| request.param("seen").map(str::to_owned)).collect();
    assert_eq!(seen[1..], vec![Some("10".to_owned()); 10]);
}

#[test]
fn one_at_a_time_is_one_at_a_time() {
    let (api, in_flight) = api(10, Duration::from_millis(2));

    assert_eq!(read(&api, "alone").len() as u64, 10 * PAGE);

    assert_eq!(in_flight.most(), 1);
    assert!(api.count("GET /list") <= 12);
}

#[test]
fn slices_do_not_multiply_what_is_asked_for_ahead() {
    let (api, in_flight) = api(6, Duration::from_millis(2));

    let mut ids = read(&api, "half");

    ids.sort_unstable();
    let want: Vec<u64> = (0..20).flat_map(|half| (0..6 * PAGE).map(move |id| half * 1_000_000 + id)).collect();
    assert_eq!(ids, want);
    assert!(in_flight.most() <= 8);
}

#[test]
fn a_page_that_fails_behind_the_end_fails_nothing() {
    let api = Api::new().on("GET /list", |request| match request.param("page") {
        Some("1" | "2" | "3") => page(request, 3),
        Some("4") => page(request, 3).delay(Duration::from_millis(30)),
        _ => Reply::json(json!({ "message": "no such page" })).with_status(404),
    });
    let api = api.start();

    assert_eq!(read(&api, "numbered").len() as u64, 3 * PAGE);
}

#[test]
fn a_page_that_comes_short_changes_where_the_next_one_begins() {
    // The API gives fewer than were asked for, and goes on from there: what was asked for at other places is dropped.
    let api = Api::new().on("GET /list", |request| {
        let from: u64 = request.param("offset").unwrap().parse().unwrap();
        let size = if from == 20 { 13 } else { PAGE };
        let data: Value = (from..(from + size).min(113)).map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "data": data }))
    });
    let api = api.start();

    assert_eq!(read(&api, "skipped"), (0..113).collect::<Vec<_>>());
}
