//! The kill test of `--out`: a process that is killed at any moment, and started again, writes each record exactly once.
//!
//! `CDK_KILLS` is the number of kills (`just kills`: 200), `CDK_SEED` repeats a run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::BoundedCommand;

use super::kill::{ALL, PAGES, SIZE, SLICE, SLICES};
use crate::behaviour::Folder;
use crate::rng::Rng;

/// The streams, each with the sync mode that a read without a catalog chooses.
const STREAMS: [&str; 3] = ["refreshed", "changed", "windowed"];

/// Kills a process when the server has sent this number of pages.
#[derive(Default)]
struct Trigger {
    process: AtomicU64,
    pages_left: AtomicU64,
}

impl Trigger {
    fn count_page(&self) {
        if self.pages_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) == Ok(1) {
            let process = self.process.load(Ordering::SeqCst).to_string();
            let _ = Command::new("kill").args(["-KILL", &process]).status();
        }
    }
}

fn api(trigger: &Arc<Trigger>) -> RunningApi {
    let page = |trigger: &Trigger, from: u64, end: u64| {
        trigger.count_page();
        let after = (from + SIZE).min(end);
        let next = if after < end { json!(after.to_string()) } else { Value::Null };
        Reply::json(json!({ "data": (from..after).map(record).collect::<Value>(), "next": next }))
    };
    let number = |request: &Received, name: &str| request.param(name).map(|text| text.parse::<u64>().unwrap());
    let slice = |request: &Received| request.capture("slice").parse::<u64>().unwrap();
    let (refreshed, changed, windowed) = (trigger.clone(), trigger.clone(), trigger.clone());
    Api::new()
        .on("GET /refreshed/{slice}", move |request| {
            let slice = slice(request);
            page(&refreshed, number(request, "cursor").unwrap_or(slice * SLICE), (slice + 1) * SLICE)
        })
        .on("GET /changed/{slice}", move |request| {
            let slice = slice(request);
            let first = number(request, "since").unwrap().max(slice * SLICE);
            page(&changed, number(request, "cursor").unwrap_or(first), (slice + 1) * SLICE)
        })
        .on("GET /windowed", move |request| {
            let first = number(request, "cursor").or(number(request, "since")).unwrap();
            page(&windowed, first, number(request, "until").unwrap() + 1)
        })
        .start()
}

/// The record as a file has it; `refreshed` does not declare `at`.
fn line(stream: &str, id: u64) -> String {
    let mut record = record(id);
    if stream == "refreshed" {
        record.as_object_mut().unwrap().shift_remove("at");
    }
    record.to_string()
}

fn record(id: u64) -> Value {
    json!({ "id": id, "at": id, "text": "a record of some length, as records are".repeat(2) })
}

/// The command that reads a stream into `data`.
fn reading(folder: &Folder, api: &RunningApi, stream: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-resumed"));
    command.env("CDK_NOW", "1970-01-01T04:26:39Z").env_remove("CDK_URL_BASE");
    command.args(["read", "--streams", stream, "--config"]);
    command.arg(folder.file("config.json", json!({ "server": api.url() }).to_string()));
    command.arg("--out").arg(folder.0.join("data"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The lines of a file, by their ids, are those of an unbroken run: all of them, each once.
fn assert_exact(path: &Path, stream: &str, when: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<(u64, &str)> =
        text.lines().map(|line| (serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap(), line)).collect();
    lines.sort_unstable();
    assert_eq!(lines.len() as u64, ALL, "{stream}, {when}");
    for (expected, (id, line)) in lines.iter().enumerate() {
        assert_eq!((*id, *line), (expected as u64, &*self::line(stream, *id)), "{stream}, {when}");
    }
}

#[test]
fn a_sync_to_files_that_is_killed_at_any_moment_writes_each_record_exactly_once() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let kills = number("CDK_KILLS").unwrap_or(10);
    let seed = number("CDK_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    println!("{kills} kills, CDK_SEED={seed}");
    let mut rng = Rng::new(seed);
    let trigger = Arc::new(Trigger::default());
    let api = api(&trigger);
    let (mut killed, mut midway) = (0, 0);
    for stream in STREAMS.into_iter().cycle() {
        let folder = Folder::new();
        let file = folder.0.join("data").join(format!("{stream}.jsonl"));
        let is_refresh = stream == "refreshed";
        if is_refresh {
            // A complete file, which must be there until the next one is.
            assert!(reading(&folder, &api, stream).bounded_output().status.success());
        }
        // Three kills, then to the end. A further run after the end would be the next sync.
        let mut is_complete = false;
        for _ in 0..3 {
            trigger.pages_left.store(1 + rng.below((SLICES * PAGES / 2) as usize) as u64, Ordering::SeqCst);
            let mut child = reading(&folder, &api, stream).spawn_bounded();
            trigger.process.store(u64::from(child.id()), Ordering::SeqCst);
            let status = child.wait().unwrap();
            if status.success() {
                is_complete = true;
                break;
            }
            killed += 1;
            let state = std::fs::read_to_string(folder.0.join("data/_state.json")).unwrap_or_default();
            let length = serde_json::from_str::<Value>(&state).unwrap_or_default()["streams"][0]["length"].clone();
            midway += u64::from(length.as_u64().is_some_and(|length| length > 0));
            if is_refresh {
                assert_exact(&file, stream, "before the end of the next full refresh");
            }
        }
        trigger.pages_left.store(0, Ordering::SeqCst);
        assert!(is_complete || reading(&folder, &api, stream).bounded_output().status.success(), "{stream}");
        assert_exact(&file, stream, "at the end");
        if killed >= kills {
            break;
        }
    }
    println!("{killed} kills, {midway} of them after some records were committed");
}

#[test]
fn a_full_disk_loses_nothing() {
    for stream in STREAMS {
        let (folder, trigger) = (Folder::new(), Arc::new(Trigger::default()));
        let api = api(&trigger);
        let file = folder.0.join("data").join(format!("{stream}.jsonl"));
        // A limit of the file size, in blocks of 512 bytes, stands in for a full disk: a write fails the same way.
        let full = |blocks: &str| {
            let read = reading(&folder, &api, stream);
            let mut command = Command::new("sh");
            command.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", blocks]);
            command.arg(read.get_program()).args(read.get_args());
            command.env("CDK_NOW", "1970-01-01T04:26:39Z").env_remove("CDK_URL_BASE");
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.bounded_output()
        };
        for blocks in ["600", "1500"] {
            let output = full(blocks);
            assert_eq!(output.status.code(), Some(1), "{stream}");
            let stdout = String::from_utf8(output.stdout).unwrap();
            assert!(stdout.contains(&format!("{stream}.jsonl")), "{stdout}");
            assert!(stdout.contains("cannot be written: File too large"), "{stdout}");
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        }

        assert!(reading(&folder, &api, stream).bounded_output().status.success(), "{stream}");
        assert_exact(&file, stream, "after a full disk");
    }
}
