//! `decoder = "jsonl"` and `"json_stream"`: bodies that are read as they come, and gzip files.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    retry(initial = "1ms", jitter = 0),
    streams(Line, Item, Numbered, After, Behind, Leave, Child, Kept, Plain),
)]
struct Exports;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Exports, $($words)*)]
        struct $name {
            id: u64,
            text: Option<String>,
        }
    )* };
}
streams! {
    Line(path = "lines", decoder = "jsonl", primary_key = "id")
    Item(path = "items", decoder = "json_stream")
    Numbered(path = "lines", decoder = "jsonl", paginate = page(param = "page"), concurrency = 2)
    After(path = "lines", decoder = "jsonl", paginate = cursor(token = last("id"), param = "after"))
    Behind(path = "items", decoder = "json_stream", paginate = cursor(token = last("id"), param = "after", size(limit = 2)))
    Leave(path = "lines", decoder = "jsonl", on(status = 404, ignore))
    Child(parent = Line, path = "children/{parent.id}", decoder = "json_stream")
    Kept(path = "lines", decoder = "jsonl", cache)
    Plain(path = "plain", records = ".")
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", paginate = "cursor", streams(Around))]
struct Wrong;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Wrong, path = "lines", decoder = "jsonl")]
struct Around {
    id: u64,
}

const RECORDS: usize = 20_000;

fn records() -> Vec<Value> {
    (0..RECORDS).map(|id| json!({ "id": id, "text": format!("ü \"[{id}]\" \\") })).collect()
}

fn lines() -> String {
    records().iter().fold(String::new(), |mut lines, record| {
        writeln!(lines, "{record}").unwrap();
        lines
    })
}

fn items() -> String {
    serde_json::to_string_pretty(&records()).unwrap()
}

fn api(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> RunningApi {
    let (tries, reply) = (AtomicUsize::new(0), Arc::new(reply));
    let of_items = reply.clone();
    let items = AtomicUsize::new(0);
    Api::new()
        .on("GET /lines", move |_| reply(tries.fetch_add(1, Ordering::SeqCst)))
        .on("GET /items", move |_| of_items(items.fetch_add(1, Ordering::SeqCst)))
        .start()
}

fn read(api: &RunningApi, stream: &str) -> Output {
    Connector::<Exports>::new(api, json!({})).read([stream].as_slice())
}

#[test]
fn lines_and_elements_are_read_whatever_they_come_in() {
    for (stream, body) in [("line", lines()), ("item", items())] {
        let body: Arc<str> = body.into();
        for pack in [|reply: Reply| reply, Reply::gzip, Reply::chunked, |reply: Reply| Reply::chunked(reply.gzip())]
            as [fn(Reply) -> Reply; 4]
        {
            let body = body.clone();
            let api = api(move |_| pack(Reply::text(body.to_string())));

            let output = read(&api, stream).succeeded();

            assert_eq!(output.records(stream), records());
            assert_eq!(output.states(stream).len(), 1);
            assert!(output.statuses(stream).ends_with(&["COMPLETE".to_owned()]));
        }
    }
}

#[test]
fn a_gzip_file_is_inflated_in_every_form() {
    let gzip = |body: String| {
        // The packed body alone, without the header that says so.
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, body.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let (packed_lines, packed_items) = (gzip(lines()), gzip(items()));
    let plain = packed_items.clone();
    let api = Api::new()
        .on("GET /lines", move |_| Reply::bytes(packed_lines.clone()))
        .on("GET /items", move |_| Reply::bytes(packed_items.clone()))
        .on("GET /plain", move |_| Reply::bytes(plain.clone()))
        .start();

    for stream in ["line", "item", "plain"] {
        assert_eq!(read(&api, stream).succeeded().records(stream), records(), "{stream}");
    }
}

#[test]
fn a_body_that_breaks_off_is_asked_for_again_and_no_record_comes_twice() {
    for (stream, body) in [("line", lines()), ("item", items())] {
        for cut in [1, 3, 1_000, body.len() / 3, body.len() - 5] {
            let body: Arc<str> = body.clone().into();
            let api = api(move |attempt| match attempt {
                0 => Reply::text(body.to_string()).cut_after(cut),
                1 => Reply::text(body.to_string()).gzip().cut_after(cut / 8),
                2 => Reply::status(503),
                _ => Reply::text(body.to_string()),
            });

            let output = read(&api, stream).succeeded();

            assert_eq!(output.records(stream), records(), "{stream} cut after {cut}");
        }
    }
}

#[test]
fn a_body_that_is_another_one_the_second_time_fails_and_says_so() {
    let body: Arc<str> = lines().into();
    let api = api(move |attempt| match attempt {
        0 => Reply::text(body.to_string()).cut_after(body.len() / 2),
        _ => Reply::text(body.replacen("\"id\":7", "\"id\":70007", 1)),
    });

    let output = read(&api, "line");

    assert!(output.failed().contains("and the retry returned different records"), "{}", output.failed());
    assert_eq!(output.errors()[0].1, "transient_error");
    assert_eq!(output.statuses("line").last().map(String::as_str), Some("INCOMPLETE"));
}

#[test]
fn a_body_whose_rest_is_not_there_the_second_time_fails_and_says_so() {
    let half = |body: &str| Reply::text(body.to_owned()).cut_after(body.len() / 2);
    let short: Arc<str> = lines().into();
    let shorter = api(move |attempt| match attempt {
        0 => half(&short),
        _ => Reply::text(short.lines().take(100).map(|line| format!("{line}\n")).collect::<String>()),
    });
    let gone: Arc<str> = lines().into();
    let refused = api(move |attempt| if attempt == 0 { half(&gone) } else { Reply::status(404) });

    for (api, stream, want) in [
        (shorter, "line", "the retry returned only 100 records"),
        (refused, "leave", "the retry was refused (HTTP 404"),
    ] {
        let output = read(&api, stream);

        assert!(output.failed().contains(want), "{}", output.failed());
        assert_eq!(output.errors()[0].1, "transient_error");
        assert_eq!(output.statuses(stream).last().map(String::as_str), Some("INCOMPLETE"));
    }
}

#[test]
fn a_page_that_breaks_off_behind_its_last_record_leads_to_the_next_one() {
    let record = |id: u64| json!({ "id": id, "text": "x".repeat(200 << 10) });
    let first = serde_json::to_string(&[record(1), record(2)]).unwrap();
    let tries = AtomicUsize::new(0);
    let api = Api::new()
        .on("GET /items", move |request| match (request.param("after"), tries.fetch_add(1, Ordering::SeqCst)) {
            (None, 0) => Reply::text(first.clone()).cut_after(first.len() - 1),
            (None, _) => Reply::text(first.clone()),
            (Some("2"), _) => Reply::text(r#"[{"id":3}]"#),
            (Some(_), _) => Reply::text("[]"),
        })
        .start();

    let output = read(&api, "behind").succeeded();

    let ids: Vec<_> = output.records("behind").iter().map(|record| record["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn a_mark_of_the_byte_order_is_passed_over() {
    let body = format!("\u{feff}{}", items());
    let (of_lines, of_items, whole) = (format!("\u{feff}{}", lines()), body.clone(), body);
    let api = Api::new()
        .on("GET /lines", move |_| Reply::text(of_lines.clone()))
        .on("GET /items", move |_| Reply::text(of_items.clone()))
        .on("GET /plain", move |_| Reply::text(whole.clone()))
        .start();

    for stream in ["line", "item", "plain"] {
        assert_eq!(read(&api, stream).succeeded().records(stream), records(), "{stream}");
    }
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    let body: Arc<str> = lines().replacen("\"id\":15000", "\"id\":\"x\"", 1).into();
    let api = api(move |_| Reply::text(body.to_string()));

    let failed = read(&api, "line").failed();

    assert!(
        failed.contains("page 1: record 15001 on line 15001 (id = ")
            || failed.contains("record 15001 on line 15001: /id"),
        "{failed}"
    );
}

#[test]
fn a_line_that_is_no_json_is_an_error_and_not_asked_for_again() {
    for (line, want) in [
        ("{\"id\":1", "page 1: line 3: record 2: the body ends too early"),
        ("nonsense", "page 1: line 3: the response is not readable as JSON"),
        ("{\"id\":\"x\"}", "page 1: record 2 on line 3"),
        ("[{\"id\":1}]", "page 1: record 2 on line 3"),
    ] {
        let body = format!("{{\"id\":0}}\n\n{line}\n{{\"id\":2}}\n");
        let api = api(move |_| Reply::text(body.clone()));

        let failed = read(&api, "line").failed();

        assert!(failed.contains(want), "{failed}");
        assert_eq!(api.count("GET /lines"), 1);
    }
}

#[test]
fn a_bad_line_is_named_in_a_later_part_and_after_a_body_that_broke_off() {
    let body: Arc<str> = format!("\n{}nonsense\n", lines()).into();
    let whole = body.len();
    // The first body breaks off behind several parts.
    let api = api(move |tries| match tries {
        0 => Reply::text(body.to_string()).length(whole).cut_after(whole / 2),
        _ => Reply::text(body.to_string()),
    });

    let output = read(&api, "line");

    let want = format!("page 1: line {}: the response is not readable as JSON", RECORDS + 2);
    assert!(output.failed().contains(&want), "{}", output.failed());
    assert_eq!((output.records("line").is_empty(), api.count("GET /lines")), (false, 2));
}

#[test]
fn lines_that_are_an_array_are_told_with_what_to_use() {
    for body in ["[{\"id\":1},{\"id\":2}]", "[\n  {\"id\":1}\n]\n", "[]"] {
        let api = api(move |_| Reply::text(body));

        let failed = read(&api, "line").failed();

        assert!(
            failed.contains("the body is a JSON array") && failed.contains("use `decoder = \"json_stream\"`"),
            "{failed}"
        );
        assert_eq!(api.count("GET /lines"), 1);
    }
}

#[test]
fn what_is_no_array_is_told() {
    for (body, want) in [
        ("{\"id\":1}\n{\"id\":2}\n", "use `decoder = \"jsonl\"`"),
        (r#"{"error":"no"}"#, "expected a JSON array at byte 0"),
        ("[{\"id\":1} {\"id\":2}]", "`,` or `]` should come at byte 10"),
        ("<html>", "expected a JSON array at byte 0"),
    ] {
        let api = api(move |_| Reply::text(body));

        let failed = read(&api, "item").failed();

        assert!(failed.contains(want), "{failed}");
        assert_eq!(api.count("GET /items"), 1);
    }
}

/// An answer that says it is packed, and is empty.
fn api_of_nothing_packed() -> RunningApi {
    Api::new().on("GET /lines", |_| Reply::text("").header("Content-Encoding", "gzip")).start()
}

#[test]
fn empty_bodies_hold_no_records_where_that_can_be() {
    let api = Api::new().on("GET /lines", |_| Reply::status(204)).on("GET /items", |_| Reply::text("[]")).start();
    let packed = api_of_nothing_packed();
    assert!(read(&packed, "line").succeeded().records("line").is_empty());
    for stream in ["line", "item"] {
        assert!(read(&api, stream).succeeded().records(stream).is_empty(), "{stream}");
    }
}

#[test]
fn pages_of_lines_follow_each_other() {
    let page =
        |from: u64| (from..from + 3).filter(|id| *id < 8).map(|id| format!("{{\"id\":{id}}}\n")).collect::<String>();
    let api = Api::new().on("GET /lines", move |request| {
        let after = request.param("after").map_or(0, |after| after.parse::<u64>().unwrap() + 1);
        let from = request.param("page").map_or(after, |page| (page.parse::<u64>().unwrap() - 1) * 3);
        Reply::text(page(from)).with_status(if page(from).is_empty() { 204 } else { 200 })
    });
    let api = api.start();

    for stream in ["numbered", "after"] {
        let output = read(&api, stream).succeeded();
        let ids: Vec<u64> = output.records(stream).iter().map(|record| record["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, (0..8).collect::<Vec<_>>(), "{stream}");
    }
}

#[test]
fn parents_come_as_they_are_read() {
    let api = Api::new()
        .on("GET /lines", |_| Reply::text("{\"id\":1}\n{\"id\":2}\n"))
        .on("GET /children/{id}", |request| Reply::text(format!("[{{\"id\":{}0}}]", request.capture("id"))))
        .start();

    assert_eq!(read(&api, "child").succeeded().records("child"), [json!({ "id": 10 }), json!({ "id": 20 })]);
}

#[test]
fn with_cache_and_from_a_recording_it_is_the_same() {
    let body: Arc<str> = lines().into();
    let api = api(move |_| Reply::text(body.to_string()).gzip());
    let folder = super::Folder::new();
    let recording = folder.file("beside", "").with_file_name("recording");

    assert_eq!(read(&api, "kept").succeeded().records("kept"), records());
    Connector::<Exports>::new(&api, json!({})).keep_cassette(&recording).read(["line"]).succeeded();
    let replay = Connector::<Exports>::unserved(json!({})).from_cassette(&recording).read(["line"]).succeeded();
    assert_eq!(replay.records("line"), records());
}

#[test]
fn a_check_reads_the_begin_of_it() {
    let body: Arc<str> = lines().into();
    let api = api(move |_| Reply::text(body.to_string()).stall(Duration::from_millis(1)));

    let (status, _) = cdk_core::testing::check::<Exports>(&api, json!({})).connection_status().unwrap();

    assert_eq!(status, "SUCCEEDED");
}

#[test]
fn pagination_by_a_body_that_is_nothing_but_records_is_an_error() {
    let api = api(|_| Reply::text(""));

    let catalog = json!({ "streams": [{ "stream": { "name": "around" }, "sync_mode": "full_refresh" }] });
    let output = Connector::<Wrong>::new(&api, json!({})).read(catalog);

    let failed = &output.errors()[0].0;
    let want = "decoder = \"jsonl\": `next_cursor` is in the body around the records";
    assert!(failed.contains(want), "{failed}");
}
