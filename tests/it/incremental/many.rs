//! Many slices, each with a cursor of its own: neither the state nor the memory grows with them.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use cdk_core::testing::{Api, Reply};
use serde_json::{Value, json};
use tests::process::{BoundedCommand, memory};

use crate::behaviour::Folder;

/// More than have a state of their own, several times over.
const SLICES: usize = 25_000;
const LARGEST_STATE: usize = 1_000_000;

#[test]
fn many_slices_cost_neither_memory_nor_a_large_state() {
    let api = Api::new()
        .on("GET /changed/{slice}", |request| {
            let id: u64 = request.capture("slice").parse().unwrap();
            Reply::json(json!({ "data": [{ "id": id, "at": id + 1, "text": "" }] }))
        })
        .start();
    let folder = Folder::new();
    let catalog = json!({ "streams": [{ "stream": { "name": "changed" }, "sync_mode": "incremental" }] });
    let config = json!({ "server": api.url(), "slices": SLICES });
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-resumed"));
    command.env_remove("CDK_URL_BASE").arg("read").arg("--config").arg(folder.file("config.json", config.to_string()));
    command.arg("--catalog").arg(folder.file("catalog.json", catalog.to_string()));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn_bounded();

    let (mut records, mut states, mut bytes, mut held) = (0, 0, 0, Vec::new());
    let mut last = Value::Null;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if line.starts_with(r#"{"type":"RECORD""#) {
            records += 1;
            if records % (SLICES / 5) == 0 {
                held.extend(memory(child.id(), "VmRSS"));
            }
        } else if line.starts_with(r#"{"type":"STATE""#) {
            assert!(line.len() < LARGEST_STATE, "a state of {} bytes", line.len());
            states += 1;
            bytes += line.len();
            last = serde_json::from_str::<Value>(&line).unwrap()["state"]["stream"]["stream_state"].take();
        }
    }
    assert!(child.wait().unwrap().success());

    assert_eq!(records, SLICES);
    assert_eq!((&last["use_global_cursor"], &last["state"]), (&json!(true), &json!({ "at": SLICES })));
    println!("{states} states of {bytes} bytes; held {held:?} KiB");
    // The first fifth fills what is kept of each slice; behind it nothing is added.
    if let [_, second, .., end] = held[..] {
        assert!(end <= second + second / 5, "it held {held:?} KiB, fifth by fifth");
    }
}
