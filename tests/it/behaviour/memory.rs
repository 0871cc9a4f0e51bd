//! How much memory a run takes: `--memory` for all answers at once, `--max-body` for one.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::{BoundedCommand, memory};

use super::Folder;

/// Eight orgs; the teams of each are one page of so many bytes.
fn api(bytes: usize) -> RunningApi {
    let list: Value = (1..=8).map(|id| json!({ "id": id })).collect();
    let filler = "x".repeat(bytes / 8);
    let teams: Value = (1..=8).map(|id| json!({ "id": id, "filler": filler })).collect();
    let body: Arc<str> = json!({ "data": teams }).to_string().into();
    Api::new()
        .on("GET /orgs", move |_| Reply::json(json!({ "data": list })))
        .on("GET /orgs/{id}/teams", move |_| Reply::text(body.to_string()).delay(Duration::from_millis(20)))
        .start()
}

struct Ended {
    records: usize,
    /// The most memory in MiB, as far as it was seen.
    peak: u64,
    errors: Vec<String>,
    success: bool,
}

fn read(api: &RunningApi, arguments: &[&str]) -> Ended {
    read_stream("team", api, arguments)
}

fn read_stream(stream: &str, api: &RunningApi, arguments: &[&str]) -> Ended {
    let folder = Folder::new();
    let catalog = json!({ "streams": [{ "stream": { "name": stream }, "sync_mode": "full_refresh" }] });
    let mut child = Command::new(env!("CARGO_BIN_EXE_source-tree"))
        .args(["read", "--url-base", &api.url()])
        .args(arguments)
        .arg("--config")
        .arg(folder.file("config.json", "{}"))
        .arg("--catalog")
        .arg(folder.file("catalog.json", catalog.to_string()))
        .env("NO_PROXY", "127.0.0.1")
        // What glibc would keep of large blocks that were given back is not what the run holds.
        .env("MALLOC_MMAP_THRESHOLD_", "131072")
        .stdout(Stdio::piped())
        .spawn_bounded();
    let (mut records, mut peak, mut errors) = (0, 0, Vec::new());
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if line.starts_with(r#"{"type":"RECORD""#) {
            records += 1;
        } else {
            let message: Value = serde_json::from_str(&line).unwrap();
            errors.extend(message["trace"]["error"]["message"].as_str().map(str::to_owned));
        }
        peak = memory(child.id(), "VmHWM").map_or(peak, |kib| kib / 1024);
    }
    Ended { records, peak, errors, success: child.wait().unwrap().success() }
}

#[test]
fn large_pages_come_one_after_the_other_where_there_is_little_memory() {
    let api = api(12 << 20);

    let little = read(&api, &["--memory", "16M", "--concurrency", "8"]);
    let much = read(&api, &["--memory", "1G", "--concurrency", "8"]);

    assert_eq!((little.records, little.success, much.records, much.success), (64, true, 64, true));
    assert!(little.peak < 60, "{} MiB", little.peak);
    assert!(much.peak > little.peak || cfg!(not(target_os = "linux")), "{} and {} MiB", much.peak, little.peak);
}

#[test]
fn a_page_larger_than_all_of_the_memory_passes_alone() {
    let api = api(24 << 20);

    let ended = read(&api, &["--memory", "8M", "--concurrency", "4"]);

    assert_eq!((ended.records, ended.success), (64, true));
    assert!(ended.peak < 90, "{} MiB", ended.peak);
}

#[test]
fn a_body_that_is_too_large_is_one_clear_error() {
    let api = api(3 << 20);

    let ended = read(&api, &["--max-body", "2M"]);

    assert!(!ended.success && ended.records == 0);
    assert!(
        ended.errors[0]
            .contains("the body is larger than 2 MiB: request smaller pages, or raise the limit with --max-body"),
        "{:?}",
        ended.errors
    );
    assert_eq!(api.count("GET /orgs/{id}/teams"), 8, "it is not asked for again");
}

#[test]
fn a_gzip_bomb_is_one_clear_error_in_bounded_memory() {
    let bomb = Reply::bytes(vec![b' '; 300 << 20]).gzip();
    let api = Api::new()
        .on("GET /orgs", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .on("GET /orgs/{id}/teams", move |_| bomb.clone())
        .start();

    let ended = read(&api, &["--max-body", "32M"]);

    assert!(ended.errors[0].contains("the body is larger than 32 MiB"), "{:?}", ended.errors);
    assert!(ended.peak < 120, "{} MiB", ended.peak);
}

#[test]
fn a_body_that_is_read_as_it_comes_may_be_of_any_size() {
    const LARGE: usize = 48;
    let filler = "x".repeat(16 << 10);
    let body = |mebibytes: usize, open: &str, between: &str, close: &str| {
        let records = (0..mebibytes * 64).map(|id| format!(r#"{{"id":{id},"text":"{filler}"}}"#));
        format!("{open}{}{close}", records.collect::<Vec<_>>().join(between))
    };
    let (lines, elements) = (["", "\n", "\n"], ["[", ",", "]"]);
    for (stream, [open, between, close], packed) in
        [("line", lines, false), ("element", elements, false), ("line", lines, true)]
    {
        let peak = |mebibytes: usize| {
            let reply = Reply::text(body(mebibytes, open, between, close));
            let reply = if packed { reply.gzip() } else { reply };
            let api = Api::new().on(&format!("GET /{stream}s"), move |_| reply.clone()).start();
            let ended = read_stream(stream, &api, &["--max-body", "1M"]);
            assert_eq!((ended.records, ended.success), (mebibytes * 64, true), "{stream}: {:?}", ended.errors);
            ended.peak
        };
        let (small, large) = (peak(4), peak(LARGE));

        assert!(large < small + 8, "{stream}: {small} MiB for 4, {large} MiB for {LARGE}");
    }
}
