//! The end of numbered pages: an API that ignores the number, short pages and the probe after the first of them, totals.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0),
    streams(
        Numbered, Skipped, Unkeyed, Sized, Loose, Totalled, Going, Done, Half, Child, Lines, LinesSized, Hooked, Kept,
        Embedded, Ignoring,
    ),
)]
struct Book;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Book, $($words)*)]
        struct $name {
            id: u64,
        }
    )* };
}
streams! {
    Numbered(path = "list", records = "data", primary_key = "id", paginate = "page")
    Skipped(path = "list", records = "data", primary_key = "id", paginate = "offset")
    Unkeyed(path = "list", records = "data", paginate = "page")
    Sized(path = "list", records = "data", primary_key = "id", paginate = offset(size(limit = 3)))
    Loose(path = "list", records = "data", paginate = offset(size(limit = 3)))
    Totalled(path = "list", records = "data", primary_key = "id", paginate = offset(total = "total", size(limit = 3)))
    Going(path = "list", records = "data", primary_key = "id", paginate = offset(more = "more", size(limit = 3)))
    Done(path = "list", records = "data", primary_key = "id", paginate = page(done = "done"))
    Half(
        path = "list", records = "data", primary_key = "id", paginate = offset(size(limit = 3)),
        slices(halves, slice = u64), params(half = "{slice}"),
    )
    Child(
        parent = Sized, path = "children/{parent.id}", records = "data", primary_key = "id",
        paginate = offset(size(limit = 3)),
    )
    Lines(path = "lines", decoder = "jsonl", primary_key = "id", paginate = "page")
    LinesSized(path = "lines", decoder = "jsonl", primary_key = "id", paginate = offset(size(limit = 3)))
    Hooked(path = "list", records = "data", primary_key = "id", params(page = "{token}"), next_page_token = next_number)
    Kept(path = "list", records = "data", primary_key = "id", paginate = "page", cache)
    Embedded(
        parent(Order, from = "lines", more = "go_on"), path = "orders/{parent.id}/lines", records = "data",
        primary_key = "id", paginate = offset(size(limit = 2)),
    )
    Ignoring(
        path = "list", records = "data", primary_key = "id", paginate = offset(size(limit = 3)),
        on(status = 404, ignore),
    )
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Book, path = "orders", records = "data")]
struct Order {
    id: u64,
}

async fn halves(_: &SliceCx<'_, Half>) -> Result<Vec<u64>> {
    Ok((0..6).collect())
}

fn next_number(cx: &Cx<'_, Hooked>) -> Result<Option<Value>> {
    Ok(Some(Value::from(cx.next_page_token().and_then(Value::as_u64).unwrap_or(1) + 1)))
}

fn number(request: &Received, name: &str) -> Option<u64> {
    request.param(name).map(|value| value.parse().unwrap())
}

fn records(ids: std::ops::Range<u64>) -> Value {
    ids.map(|id| json!({ "id": id })).collect()
}

/// The records of one list by offset and limit; the server never returns more than `cap` at once.
fn slice_of(request: &Received, all: u64, cap: u64) -> std::ops::Range<u64> {
    let from = number(request, "offset").unwrap_or(0).min(all);
    let end = (from + number(request, "limit").unwrap_or(u64::MAX).min(cap)).min(all);
    from..end
}

fn list(page: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> RunningApi {
    Api::new().on("GET /list", page).start()
}

fn capped(all: u64, cap: u64) -> RunningApi {
    list(move |request| Reply::json(json!({ "data": records(slice_of(request, all, cap)), "total": all })))
}

fn read_at(api: &RunningApi, stream: &str, concurrency: Option<usize>) -> Output {
    Connector::<Book>::new(api, json!({})).concurrency(concurrency).read([stream].as_slice())
}

fn read(api: &RunningApi, stream: &str) -> Output {
    read_at(api, stream, Some(1))
}

fn ids(output: &Output, stream: &str) -> Vec<u64> {
    output.records(stream).iter().map(|record| record["id"].as_u64().unwrap()).collect()
}

fn offsets(api: &RunningApi) -> Vec<u64> {
    api.requests().iter().filter_map(|request| number(request, "offset")).collect()
}

fn warnings(output: &Output) -> Vec<String> {
    let is_of_a_stream = |(level, message): &(String, String)| level == "WARN" && message.starts_with("stream ");
    output.logs().into_iter().filter(is_of_a_stream).map(|(_, message)| message).collect()
}

const WARNING: &str = "only an empty page ends a slice of this stream";

#[test]
fn a_page_that_repeats_is_an_error() {
    for (stream, param) in [("numbered", "page = 2"), ("skipped", "offset = 2"), ("unkeyed", "page = 2")] {
        for concurrency in [Some(1), Some(16)] {
            // What is not a record may differ.
            let api = list(|request| {
                Reply::json(json!({ "data": records(0..2), "asked": [request.param("page"), request.param("offset")] }))
            });

            let output = read_at(&api, stream, concurrency);

            assert_eq!(
                output.failed(),
                format!(
                    "stream `{stream}`: page 2: the API returned the same 2 records as for the page before, although \
                     `{param}` was sent: it ignores that parameter, or repeats its last page; check the name in \
                     `paginate`, say `paginate = none` if the API has no pages here, or name the end with `total`, `more` \
                     or `done`"
                )
            );
            assert_eq!(ids(&output, stream), [0, 1]);
            assert!(api.requests().len() <= 3, "{} requests", api.requests().len());
        }
    }
}

#[test]
fn a_page_that_repeats_is_an_error_wherever_pages_come_from() {
    let lines = || Reply::text("{\"id\":1}\n{\"id\":2}\n");
    let order = || Reply::json(json!({ "data": [{ "id": 7, "lines": [{ "id": 0 }, { "id": 1 }], "go_on": true }] }));
    let api = Api::new()
        .on("GET /list", |_| Reply::json(json!({ "data": records(0..2) })))
        .on("GET /lines", move |_| lines())
        .on("GET /orders", move |_| order())
        .on("GET /orders/7/lines", |_| Reply::json(json!({ "data": records(0..2) })))
        .start();

    for (stream, written) in [("lines", 2), ("hooked", 2), ("kept", 2), ("embedded", 2)] {
        let output = read(&api, stream);

        assert!(output.failed().contains("returned the same 2 records as for the page before"), "{output}");
        assert_eq!(output.records(stream).len(), written, "{stream}");
    }
}

#[test]
fn a_clamped_page_number_is_an_error_and_what_was_read_is_kept() {
    let api = list(|request| {
        let page = number(request, "page").unwrap().min(5);
        Reply::json(json!({ "data": records(page * 10..page * 10 + 10) }))
    });

    let output = read_at(&api, "numbered", Some(16));

    assert!(output.failed().contains("page 6: the API returned the same 10 records"), "{output}");
    assert_eq!(ids(&output, "numbered"), (10..60).collect::<Vec<_>>());
    assert!(api.requests().len() < 30, "{} requests", api.requests().len());
}

#[test]
fn equal_records_without_a_key_may_be_different_ones() {
    let data = |page: u64| if page < 4 { json!([{ "id": 1 }, { "id": 1 }]) } else { json!([]) };
    let api = list(move |request| Reply::json(json!({ "data": data(number(request, "page").unwrap()) })));

    assert_eq!(ids(&read(&api, "unkeyed").succeeded(), "unkeyed"), [1; 6]);
    assert!(read(&api, "numbered").failed().contains("the same 2 records"));
}

#[test]
fn without_a_size_none_is_sent_and_only_an_empty_page_ends() {
    let api = capped(7, 2);

    let output = read(&api, "skipped").succeeded();

    assert_eq!((ids(&output, "skipped"), offsets(&api)), ((0..7).collect(), vec![0, 2, 4, 6, 7]));
    assert!(api.requests().iter().all(|request| request.param("limit").is_none()));
    assert_eq!(warnings(&output), Vec::<String>::new());
}

#[test]
fn a_server_that_caps_the_page_size_is_read_to_its_end() {
    for stream in ["sized", "loose"] {
        for concurrency in [Some(1), Some(16)] {
            let api = capped(7, 2);

            let output = read_at(&api, stream, concurrency).succeeded();

            assert_eq!(ids(&output, stream), (0..7).collect::<Vec<_>>(), "{stream}");
            assert_eq!(offsets(&api), [0, 2, 4, 6, 7]);
            let warned = warnings(&output);
            assert!(
                warned.len() == 1 && warned[0].contains(WARNING) && warned[0].contains("page 1 has 2 of 3"),
                "{output}"
            );
        }
    }
}

#[test]
fn a_probe_that_brings_nothing_new_is_the_end() {
    let repeats_page = |_: &Received| Reply::json(json!({ "data": records(3..5) }));
    let repeats_last = |_: &Received| Reply::json(json!({ "data": records(4..5) }));
    let is_empty = |_: &Received| Reply::json(json!({ "data": [] }));
    let not_found = |_: &Received| Reply::json(json!({ "message": "no such offset" })).with_status(404);
    type Probe = fn(&Received) -> Reply;
    let probes: [(&str, Probe); 6] = [
        ("the last page again", repeats_page),
        ("its last record again", repeats_last),
        ("an empty page", is_empty),
        ("no content", |_| Reply::status(204)),
        ("not found", not_found),
        ("range not satisfiable", |_| Reply::status(416)),
    ];
    for (name, probe) in probes {
        for stream in ["sized", "ignoring"] {
            let api = list(move |request| match request.param("offset") {
                Some("5") => probe(request),
                _ => Reply::json(json!({ "data": records(slice_of(request, 5, 3)) })),
            });

            let output = read(&api, stream).succeeded();

            assert_eq!((ids(&output, stream), offsets(&api)), ((0..5).collect(), vec![0, 3, 5]), "{name}");
            assert_eq!(warnings(&output), Vec::<String>::new(), "{name}");
            assert!(output.statuses(stream).ends_with(&["COMPLETE".to_owned()]), "{name}");
        }
    }
}

#[test]
fn a_refused_offset_after_a_short_page_is_the_end_of_a_capped_stream_too() {
    let api = list(|request| match number(request, "offset") {
        Some(5..) => Reply::json(json!({})).with_status(404),
        _ => Reply::json(json!({ "data": records(slice_of(request, 5, 2)) })),
    });

    assert_eq!(ids(&read(&api, "sized").succeeded(), "sized"), [0, 1, 2, 3, 4]);
}

#[test]
fn a_probe_that_fails_otherwise_is_an_error() {
    for status in [401, 403, 408, 429, 500] {
        let api = list(move |request| match request.param("offset") {
            Some("2") => Reply::status(status),
            _ => Reply::json(json!({ "data": records(0..2) })),
        });

        assert!(read(&api, "sized").failed().contains(&format!("HTTP {status}")));
    }
}

#[test]
fn short_pages_are_trusted_once_a_probe_has_shown_the_end() {
    for concurrency in [Some(1), Some(16)] {
        // Each half has 4 records: a full page and a short one.
        let api = list(|request| {
            let from = number(request, "half").unwrap() * 100;
            let ids = slice_of(request, 4, 3);
            Reply::json(json!({ "data": records(from + ids.start..from + ids.end) })).delay(Duration::from_millis(2))
        });

        let output = read_at(&api, "half", concurrency).succeeded();

        assert_eq!(output.records("half").len(), 24);
        let probes = offsets(&api).iter().filter(|offset| **offset == 4).count();
        assert_eq!(probes, 1, "{concurrency:?}: {:?}", offsets(&api));
    }
}

#[test]
fn one_warning_is_enough_for_all_slices_of_a_capped_stream() {
    for concurrency in [Some(1), Some(16)] {
        let api = list(|request| {
            let from = number(request, "half").unwrap() * 100;
            let ids = slice_of(request, 5, 2);
            Reply::json(json!({ "data": records(from + ids.start..from + ids.end) })).delay(Duration::from_millis(2))
        });

        let output = read_at(&api, "half", concurrency).succeeded();

        assert_eq!((output.records("half").len(), warnings(&output).len()), (30, 1));
    }
}

#[test]
fn a_probe_that_fails_is_made_again_by_another_slice() {
    let failed = Arc::new(AtomicUsize::new(0));
    let api = list(move |request| match (request.param("half"), request.param("offset")) {
        (_, Some("4")) if failed.fetch_add(1, Ordering::SeqCst) == 0 => Reply::status(403),
        _ => Reply::json(json!({ "data": records(slice_of(request, 4, 3)) })),
    });

    let output = read_at(&api, "half", Some(16));

    assert!(output.failed().contains("HTTP 403"), "{output}");
    assert_eq!((output.records("half").len(), output.errors().len()), (24, 1));
    assert_eq!(offsets(&api).iter().filter(|offset| **offset == 4).count(), 2);
}

#[test]
fn children_and_streamed_bodies_have_the_same_ends() {
    let api = Api::new()
        .on("GET /list", |request| Reply::json(json!({ "data": records(slice_of(request, 5, 2)) })))
        .on("GET /children/{id}", |request| {
            let from = request.capture("id").parse::<u64>().unwrap() * 100;
            let ids = slice_of(request, 4, 2);
            Reply::json(json!({ "data": records(from + ids.start..from + ids.end) }))
        })
        .on("GET /lines", |request| {
            Reply::text(slice_of(request, 7, 2).map(|id| format!("{{\"id\":{id}}}\n")).collect::<String>())
        })
        .start();

    for concurrency in [Some(1), Some(16)] {
        let output = read_at(&api, "child", concurrency).succeeded();
        assert_eq!((output.records("child").len(), warnings(&output).len()), (20, 2));

        let output = read_at(&api, "lines_sized", concurrency).succeeded();
        assert_eq!((ids(&output, "lines_sized"), warnings(&output).len()), ((0..7).collect(), 1));
    }
}

#[test]
fn a_streamed_probe_that_repeats_its_page_writes_nothing_twice() {
    let api = Api::new()
        .on("GET /lines", |request| {
            let ids = if request.param("offset") == Some("0") { 0..3 } else { 3..5 };
            Reply::text(ids.map(|id| format!("{{\"id\":{id}}}\n")).collect::<String>())
        })
        .start();

    let output = read(&api, "lines_sized").succeeded();

    assert_eq!((ids(&output, "lines_sized"), offsets(&api)), ((0..5).collect(), vec![0, 3, 5]));
}

#[test]
fn total_more_and_done_decide_if_they_are_given() {
    let total = capped(7, 2);
    assert_eq!(ids(&read(&total, "totalled").succeeded(), "totalled"), (0..7).collect::<Vec<_>>());
    assert_eq!(offsets(&total), [0, 2, 4, 6]);

    // A page of hidden records is not the end.
    let hidden = list(|request| {
        let ids = slice_of(request, 9, 3);
        let data = if ids.start == 3 { json!([]) } else { records(ids.clone()) };
        Reply::json(json!({ "data": data, "total": 9, "more": ids.end < 9 }))
    });
    for stream in ["totalled", "going"] {
        assert_eq!(ids(&read(&hidden, stream).succeeded(), stream), [0, 1, 2, 6, 7, 8]);
    }
    assert_eq!(offsets(&hidden), [0, 3, 6, 0, 3, 6]);

    let done = list(|request| {
        let page = number(request, "page").unwrap();
        Reply::json(json!({ "data": records(page..page + 1), "done": page == 3 }))
    });
    assert_eq!(ids(&read(&done, "done").succeeded(), "done"), [1, 2, 3]);
    assert_eq!(done.requests().len(), 3);
}

#[test]
fn a_sync_that_stopped_at_the_probe_is_resumed_there() {
    let api = capped(5, 3);
    let state = json!([{
        "type": "STREAM",
        "stream": { "stream_descriptor": { "name": "sized" }, "stream_state": { "offset": 5 } },
    }]);

    let output = Connector::<Book>::new(&api, json!({})).state(state).read(["sized"]).succeeded();

    assert_eq!((output.records("sized").len(), offsets(&api)), (0, vec![5]));
}
