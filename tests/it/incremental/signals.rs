//! A process that is ended by a signal between two checkpoints: its last STATE says what is written.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::{Bounded, BoundedCommand};

use crate::behaviour::Folder;

/// Records of a page: fewer than the 1,000 after which a STATE is due.
const SIZE: u64 = 440;
const HANGS: Duration = Duration::from_secs(120);

/// Two pages, and a third one that does not come while `hangs`; records are numbered through, and the number is the cursor.
fn api(hangs: bool) -> RunningApi {
    let number = |request: &Received, name: &str| request.param(name).map(|text| text.parse::<u64>().unwrap());
    let record = |id| json!({ "id": id, "at": id, "text": "x" });
    let page = move |request: &Received| {
        let first = number(request, "cursor").or(number(request, "since")).unwrap_or_default();
        let records: Value = (first..(first + SIZE).min(3 * SIZE)).map(record).collect();
        let next = (first + SIZE < 3 * SIZE).then(|| (first + SIZE).to_string());
        let reply = Reply::json(json!({ "data": records, "next": next }));
        if hangs && first >= 2 * SIZE { reply.delay(HANGS) } else { reply }
    };
    let lines = move |request: &Received| {
        let first = number(request, "since").unwrap_or_default();
        let line = |id| format!("{}\n", json!({ "id": id, "at": id, "text": "x".repeat(2_000) }));
        let reply = Reply::text((first..SIZE * 2).map(line).collect::<String>());
        if hangs { reply.stall(HANGS) } else { reply }
    };
    Api::new()
        .on("GET /refreshed/{slice}", page)
        .on("GET /changed/{slice}", page)
        .on("GET /windowed", page)
        .on("GET /lined", lines)
        .start()
}

fn start(folder: &Folder, api: &RunningApi, stream: &str, state: Option<&Value>) -> Bounded {
    let mode = if stream == "refreshed" { "full_refresh" } else { "incremental" };
    let catalog = json!({ "streams": [{ "stream": { "name": stream }, "sync_mode": mode }] });
    let config = json!({ "server": api.url(), "slices": 1 });
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-resumed"));
    // The last record is of this second.
    command.env("CDK_NOW", "1970-01-01T00:21:59Z").env_remove("CDK_URL_BASE");
    command.arg("read").arg("--config").arg(folder.file("config.json", config.to_string()));
    command.arg("--catalog").arg(folder.file("catalog.json", catalog.to_string()));
    if let Some(state) = state {
        command.arg("--state").arg(folder.file("state.json", json!([state]).to_string()));
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn_bounded()
}

/// The ids of the records, and the messages of type STATE with the number of records in front of each.
fn read(text: &str) -> (Vec<u64>, Vec<(usize, Value)>) {
    let (mut ids, mut states) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        match message["type"].as_str() {
            Some("RECORD") => ids.push(message["record"]["data"]["id"].as_u64().unwrap()),
            Some("STATE") => states.push((ids.len(), message["state"].clone())),
            _ => {}
        }
    }
    (ids, states)
}

#[test]
fn a_signal_before_the_first_checkpoint_leaves_a_state_of_what_is_written() {
    for (stream, signals) in
        [("refreshed", "-TERM"), ("changed", "-TERM"), ("changed", "-INT"), ("windowed", "-INT"), ("lined", "-TERM")]
    {
        let (folder, server) = (Folder::new(), api(true));
        let mut child = start(&folder, &server, stream, None);
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        // Of the body that stalls in its middle, a part is written.
        let wanted = if stream == "lined" { 100 } else { 2 * SIZE };
        while !text.contains(&format!("\"id\":{},", wanted - 1)) {
            assert_ne!(stdout.read_line(&mut text).unwrap(), 0, "{text}");
        }
        assert!(Command::new("kill").args([signals, &child.id().to_string()]).status().unwrap().success());
        stdout.read_to_string(&mut text).unwrap();
        assert!(child.wait().unwrap().signal().is_some());

        let (ids, states) = read(&text);
        assert!(ids.len() < 1_000, "{stream}");
        assert_eq!(states.len(), 1, "{stream}: {states:?}");
        // It stands in front of the end of its stream.
        assert!(text.find("\"STATE\"") < text.find("INCOMPLETE"), "{text}");
        let (records, state) = &states[0];
        assert_eq!(
            (*records, state["sourceStats"]["recordCount"].as_f64()),
            (ids.len(), Some(ids.len() as f64)),
            "{stream}"
        );

        let server = api(false);
        let second = start(&folder, &server, stream, Some(state)).output();
        assert!(second.status.success(), "{stream}");
        let (again, _) = read(std::str::from_utf8(&second.stdout).unwrap());
        // The last cursor is read again: another record may have the same.
        let twice = ids.iter().filter(|id| again.contains(id)).count();
        assert!(twice <= 1, "{stream}: {twice}");
        let all = if stream == "lined" { 2 * SIZE } else { 3 * SIZE };
        assert!((0..all).all(|id| ids.contains(&id) || again.contains(&id)), "{stream}");
    }
}
