//! Four levels, as many requests as may be in flight, and flat memory.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use cdk_core::testing::{Api, Connector, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::{BoundedCommand, memory};
use tests::tree::Tree;

use super::InFlight;
use crate::behaviour::Folder;

const ORGS: u64 = 20;
const TEAMS: u64 = 20;
const EMPLOYEES: u64 = 50;
const DOCUMENTS: u64 = 3;

/// A level's records, which begin at `first`, in pages of `size`.
fn page(cursor: Option<&str>, first: u64, count: u64, size: u64) -> Reply {
    let from: u64 = cursor.map_or(0, |cursor| cursor.parse().unwrap());
    let to = (from + size).min(count);
    let text = "x".repeat(100);
    let data: Value = (from..to).map(|at| json!({ "id": first + at, "text": text, "name": text })).collect();
    Reply::json(json!({ "data": data, "next_cursor": (to < count).then(|| to.to_string()) }))
}

/// `scale` divides the number of employees.
fn api(in_flight: &InFlight, scale: u64) -> RunningApi {
    let level = |segment: &'static str, count: u64, size: u64| {
        let in_flight = in_flight.clone();
        move |request: &cdk_core::testing::Received| {
            let above: u64 =
                request.path().split('/').nth(2).filter(|_| segment != "orgs").map_or(0, |id| id.parse().unwrap());
            let cursor = request.param("cursor").map(str::to_owned);
            in_flight.handle(Duration::from_micros(300), || page(cursor.as_deref(), above * 100, count, size))
        }
    };
    Api::new()
        .on("GET /orgs", level("orgs", ORGS, 7))
        .on("GET /orgs/{id}/teams", level("teams", TEAMS, 20))
        .on("GET /teams/{id}/employees", level("employees", EMPLOYEES / scale, 20))
        .on("GET /employees/{id}/documents", level("documents", DOCUMENTS, 3))
        .start()
}

#[test]
fn four_levels_come_whole_with_no_more_requests_in_flight_than_said() {
    for (concurrency, most) in [(Some(1), 1), (None, 8), (Some(16), 16)] {
        let in_flight = InFlight::default();
        let api = api(&in_flight, 10);

        let streams = ["org", "team", "employee", "document"];
        let output = Connector::<Tree>::new(&api, json!({})).concurrency(concurrency).read(streams).succeeded();

        let counts = streams.map(|stream| output.records(stream).len() as u64);
        let employees = ORGS * TEAMS * EMPLOYEES / 10;
        assert_eq!(counts, [ORGS, ORGS * TEAMS, employees, employees * DOCUMENTS]);
        assert!(in_flight.most() <= most, "{} in flight with {most}", in_flight.most());
        assert!(in_flight.most() * 2 > most, "only {} in flight with {most}", in_flight.most());
        // Each stream reads those above it again: nothing is kept.
        assert_eq!(api.count("GET /employees/{id}/documents") as u64, employees);
        assert_eq!(api.count("GET /orgs"), 4 * 3);
    }
}

#[test]
fn twenty_thousand_slices_are_read_in_little_memory() {
    let in_flight = InFlight::default();
    let api = api(&in_flight, 1);
    let folder = Folder::new();
    let catalog = json!({ "streams": [{ "stream": { "name": "document" }, "sync_mode": "full_refresh" }] });
    let mut child = Command::new(env!("CARGO_BIN_EXE_source-tree"))
        .args(["read", "--url-base", &api.url()])
        .arg("--config")
        .arg(folder.file("config.json", "{}"))
        .arg("--catalog")
        .arg(folder.file("catalog.json", catalog.to_string()))
        .env("NO_PROXY", "127.0.0.1")
        .stdout(Stdio::piped())
        .spawn_bounded();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();

    let mut records = 0;
    // The most that it ever held, looked at while it runs.
    let mut peak = 0;
    for line in lines.map_while(Result::ok) {
        records += u64::from(line.starts_with(r#"{"type":"RECORD""#));
        if records % 1_000 == 0 {
            peak = memory(child.id(), "VmHWM").unwrap_or(peak);
        }
    }

    assert!(child.wait().unwrap().success());
    assert_eq!(records, ORGS * TEAMS * EMPLOYEES * DOCUMENTS);
    assert!(in_flight.most() <= 8);
    assert!(peak > 0 || cfg!(not(target_os = "linux")), "its memory was never seen");
    assert!(peak < 40 * 1024, "{peak} KiB");
}
