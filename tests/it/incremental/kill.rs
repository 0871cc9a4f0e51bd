//! The kill test: a process that is killed at any moment of a sync, and started again with the last STATE that it wrote.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::BoundedCommand;

use crate::behaviour::Folder;
use crate::rng::Rng;

/// 8 slices of 200 pages of 10 records. Records are numbered through, and their cursor is their number.
pub(super) const SLICES: u64 = 8;
pub(super) const PAGES: u64 = 200;
pub(super) const SIZE: u64 = 10;
pub(super) const SLICE: u64 = PAGES * SIZE;
pub(super) const ALL: u64 = SLICES * SLICE;
/// The records of one interval, for each slice in flight, and the page that it ends in.
const MOST_TWICE: u64 = SLICES * (1_000 + SIZE);
const KILLS: usize = 100;

/// The ids of each page that was given, in the run at hand.
pub(super) type Given = Arc<Mutex<Vec<(u64, u64)>>>;

pub(super) fn api(given: &Given) -> RunningApi {
    let page = |given: &Given, from: u64, end: u64| {
        let behind = (from + SIZE).min(end);
        if from < behind {
            given.lock().unwrap().push((from, behind));
        }
        let record = |id| json!({ "id": id, "at": id, "text": "a record of some length, as records are".repeat(2) });
        let next = if behind < end { json!(behind.to_string()) } else { Value::Null };
        Reply::json(json!({ "data": (from..behind).map(record).collect::<Value>(), "next": next }))
    };
    let number = |request: &Received, name: &str| request.param(name).map(|text| text.parse::<u64>().unwrap());
    let (refreshed, changed, windowed) = (given.clone(), given.clone(), given.clone());
    Api::new()
        .on("GET /refreshed/{slice}", move |request| {
            let slice: u64 = request.capture("slice").parse().unwrap();
            page(&refreshed, number(request, "cursor").unwrap_or(slice * SLICE), (slice + 1) * SLICE)
        })
        .on("GET /changed/{slice}", move |request| {
            let slice: u64 = request.capture("slice").parse().unwrap();
            let first = number(request, "since").unwrap().max(slice * SLICE);
            page(&changed, number(request, "cursor").unwrap_or(first), (slice + 1) * SLICE)
        })
        .on("GET /windowed", move |request| {
            let first = number(request, "cursor").or(number(request, "since")).unwrap();
            page(&windowed, first, number(request, "until").unwrap() + 1)
        })
        .start()
}

/// What a run wrote, up to its end or its kill.
struct Run {
    ids: Vec<u64>,
    /// The last STATE, and how many records stood in front of it.
    state: Option<(Value, usize)>,
    is_complete: bool,
}

/// Runs the stream; kills the process once that many records are read.
fn run(folder: &Folder, api: &RunningApi, stream: &str, state: Option<&Value>, kill_at: Option<usize>) -> Run {
    let mode = if stream == "refreshed" { "full_refresh" } else { "incremental" };
    let catalog = json!({ "streams": [{ "stream": { "name": stream }, "sync_mode": mode }] });
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-resumed"));
    command.env("CDK_NOW", "1970-01-01T04:26:39Z").env_remove("CDK_URL_BASE");
    command.arg("read").arg("--config").arg(folder.file("config.json", json!({ "server": api.url() }).to_string()));
    command.arg("--catalog").arg(folder.file("catalog.json", catalog.to_string()));
    if let Some(state) = state {
        command.arg("--state").arg(folder.file("state.json", json!([state]).to_string()));
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn_bounded();
    let mut run = Run { ids: Vec::new(), state: None, is_complete: false };
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut is_killed = false;
    loop {
        line.clear();
        // What a kill cut off is no line.
        if reader.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            break;
        }
        let message: Value = serde_json::from_str(&line).unwrap();
        match message["type"].as_str() {
            Some("RECORD") => run.ids.push(message["record"]["data"]["id"].as_u64().unwrap()),
            Some("STATE") => run.state = Some((message["state"].clone(), run.ids.len())),
            _ => run.is_complete |= message["trace"]["stream_status"]["status"] == "COMPLETE",
        }
        if kill_at.is_some_and(|at| run.ids.len() >= at) && !is_killed {
            child.kill().unwrap();
            is_killed = true;
        }
    }
    child.wait().unwrap();
    run
}

/// The records that a state says are written.
fn covered(stream: &str, state: &Value) -> Vec<bool> {
    let mut covered = vec![false; ALL as usize];
    let mut cover = |from: u64, behind: u64| (from..behind.min(ALL)).for_each(|id| covered[id as usize] = true);
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let states = state["states"].as_array().cloned().unwrap_or_default();
    let slice = |entry: &Value| entry["partition"]["slice"].as_u64().unwrap() * SLICE;
    let resume = &state["__resume"];
    match stream {
        "refreshed" => {
            for entry in &states {
                let behind = number(&entry["cursor"]["cursor"]).unwrap_or(slice(entry) + SLICE);
                cover(slice(entry), behind);
            }
        }
        "changed" => {
            for entry in &states {
                let last = number(&entry["cursor"]["at"]).unwrap();
                // 0 is where a slice begins that has read nothing.
                cover(slice(entry), if last == 0 { slice(entry) } else { last + 1 });
            }
        }
        _ => {
            for open in resume["open"].as_array().into_iter().flatten() {
                for done in open["done"].as_array().into_iter().flatten() {
                    cover(number(&done[0]).unwrap(), number(&done[1]).unwrap() + 1);
                }
                for left in open["left"].as_array().into_iter().flatten() {
                    let start = number(&left[0]).unwrap();
                    cover(start, number(&left[3]).unwrap_or(start));
                }
            }
            if resume.is_null() {
                cover(0, ALL);
            }
        }
    }
    covered
}

/// The state without what is another one in each run.
fn lasting(state: &Value) -> Value {
    let mut state = state["stream"]["stream_state"].clone();
    state.as_object_mut().unwrap().remove("lookback_window");
    state
}

#[test]
fn a_sync_that_is_killed_at_any_moment_loses_nothing() {
    let folder = Folder::new();
    let given = Given::default();
    let api = api(&given);
    let mut rng = Rng::new(20_261_128);
    let (mut kills, mut between, mut inside, mut most_twice) = (0, 0, 0, 0);
    let mut unbroken = BTreeMap::new();
    let mut streams = ["refreshed", "changed", "windowed"].into_iter().cycle();
    while kills < KILLS {
        let stream = streams.next().unwrap();
        let last = unbroken.entry(stream).or_insert_with(|| {
            let run = run(&folder, &api, stream, None, None);
            assert_eq!(run.ids.len() as u64, ALL, "{stream}");
            lasting(&run.state.unwrap().0)
        });
        let mut times = vec![0_u64; ALL as usize];
        let mut state: Option<Value> = None;
        let mut killed = 0;
        loop {
            let done = state
                .as_ref()
                .map_or_else(|| vec![false; ALL as usize], |state| covered(stream, &state["stream"]["stream_state"]));
            let left = done.iter().filter(|done| !**done).count();
            given.lock().unwrap().clear();
            // Three kills, then to the end.
            let kill_at = (killed < 3 && left > 1).then(|| 1 + rng.below(left - 1));
            let run = run(&folder, &api, stream, state.as_ref(), kill_at);

            for (from, behind) in &*given.lock().unwrap() {
                let is_covered = (*from..*behind).all(|id| done[id as usize]);
                assert!(!is_covered, "{stream}: records {from} to {behind} are asked for again; {state:?}");
            }
            for id in &run.ids {
                times[*id as usize] += 1;
            }
            if let Some((new, records)) = &run.state {
                // A STATE says nothing of a record that does not stand in front of it.
                let mut written = done.clone();
                run.ids[..*records].iter().for_each(|id| written[*id as usize] = true);
                let said = covered(stream, &new["stream"]["stream_state"]);
                let unwritten = said.iter().zip(&written).position(|(said, written)| *said && !written);
                assert_eq!(unwritten, None, "{stream}: {new}");
                state = Some(new.clone());
            }
            if run.is_complete {
                break;
            }
            assert!(kill_at.is_some(), "{stream}: a run ended by itself and is not complete");
            killed += 1;
            let slices = run.ids.iter().fold(BTreeMap::new(), |mut slices, id| {
                *slices.entry(id / SLICE).or_insert(0_u64) += 1;
                slices
            });
            kills += 1;
            between += usize::from((1..left).contains(&run.ids.len()));
            inside += usize::from(slices.values().any(|records| (1..SLICE).contains(records)));
        }
        assert_eq!(times.iter().position(|times| *times == 0), None, "{stream}: a record is missing");
        let twice: u64 = times.iter().map(|times| times - 1).sum();
        most_twice = most_twice.max(twice / (killed as u64).max(1));
        assert!(twice <= MOST_TWICE * killed as u64, "{stream}: {twice} records twice after {killed} kills");
        assert_eq!(&lasting(state.as_ref().unwrap()), last, "{stream}");
    }
    println!(
        "{kills} kills, {between} between the first and the last record, {inside} inside of a slice; at most {most_twice} records twice a kill"
    );
    assert!(between >= 90 && inside >= 60, "{kills} kills, {between} between records, {inside} inside of a slice");
}
