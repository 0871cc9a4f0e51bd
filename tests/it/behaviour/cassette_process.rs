//! A cassette's options, as a process has them; and the disk that is full while it is recorded.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::BoundedCommand;
use tests::wait::wait_until;

use super::Folder;
use super::process::{signal, under_test};

const BINARY: &str = env!("CARGO_BIN_EXE_source-under-test");

fn ended(command: &mut Command) -> Output {
    command.env_remove("CDK_URL_BASE").env_remove("CDK_NOW").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).bounded_output()
}

fn messages(output: &Output) -> Vec<Value> {
    output.stdout.split_inclusive(|byte| *byte == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn logged(output: &Output, part: &str) -> usize {
    messages(output)
        .iter()
        .filter(|message| message["log"]["message"].as_str().is_some_and(|text| text.contains(part)))
        .count()
}

fn records(output: &Output) -> usize {
    messages(output).iter().filter(|message| message["type"] == "RECORD").count()
}

/// Three pages of 10 KB.
fn api() -> RunningApi {
    Api::new()
        .on("GET /items", |request| {
            let page: u64 = request.param("cursor").unwrap_or("1").parse().unwrap();
            let next = if page < 3 { json!((page + 1).to_string()) } else { json!(null) };
            Reply::json(json!({ "data": [{ "id": page, "text": "x".repeat(10_000) }], "next_cursor": next }))
        })
        .start()
}

/// `read` of the items, with the config and catalog in `folder`.
fn read(command: &mut Command, folder: &Folder, server: &str) {
    read_of(&["item"], command, folder, server);
}

fn read_of(streams: &[&str], command: &mut Command, folder: &Folder, server: &str) {
    let config = folder.file("config.json", json!({ "server": server, "token": "t0ken" }).to_string());
    let select = |name: &&str| json!({ "stream": { "name": name }, "sync_mode": "full_refresh", "destination_sync_mode": "append" });
    let catalog = json!({ "streams": streams.iter().map(select).collect::<Vec<_>>() });
    let catalog = folder.file("catalog.json", catalog.to_string());
    command.arg("read").arg("--config").arg(config).arg("--catalog").arg(catalog);
}

fn kept(folder: &Folder, server: &str, tape: &Path) -> Output {
    let mut command = Command::new(BINARY);
    read(&mut command, folder, server);
    ended(command.arg("--keep-cache").arg(tape))
}

#[test]
fn the_commands_that_ask_the_api_know_both_options() {
    for command in ["check", "discover", "read"] {
        let output = ended(Command::new(BINARY).args([command, "--help"]));
        let text = String::from_utf8(output.stdout).unwrap();
        for part in [
            "--keep-cache <DIR>",
            "Secrets are masked, records are not",
            "--from-cache <DIR>",
            "instead of sending requests",
        ] {
            assert!(text.contains(part), "{command}: {text}");
        }
        // What the command itself does stays at the top.
        let first = [("check", "Check the config"), ("discover", "Print the catalog"), ("read", "Read the")];
        assert!(first.iter().any(|(name, begin)| *name == command && text.starts_with(begin)), "{text}");
    }
}

#[test]
fn both_at_once_are_a_wrong_use_and_so_is_either_with_spec() {
    for arguments in [
        &["read", "--config", "c", "--catalog", "c", "--keep-cache", "a", "--from-cache", "b"][..],
        &["check", "--config", "c", "--from-cache", "b", "--keep-cache", "a"],
        &["spec", "--keep-cache", "a"],
        &["spec", "--from-cache", "a"],
        &["read", "--config", "c", "--catalog", "c", "--keep-cache"],
    ] {
        let output = ended(Command::new(BINARY).args(arguments));

        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn the_clock_of_a_recording_is_that_of_its_replay() {
    let (folder, api) = (Folder::new(), api());
    let (url, tape) = (api.url(), folder.0.join("tape"));
    let first = kept(&folder, &url, &tape);
    drop(api);

    let mut command = Command::new(BINARY);
    read(&mut command, &folder, &url);
    let second = ended(command.arg("--from-cache").arg(&tape));

    let told = |output: &Output| -> Vec<Value> {
        messages(output).into_iter().filter(|message| message["type"] != "LOG").collect()
    };
    assert_eq!((records(&first), told(&first)), (3, told(&second)), "emitted_at and all");
    let mut command = Command::new(BINARY);
    read(&mut command, &folder, &url);
    command.arg("--from-cache").arg(&tape).env_remove("CDK_URL_BASE").env("CDK_NOW", "2024-02-29T00:00:00Z");
    let third = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).bounded_output();
    let record = messages(&third).into_iter().find(|message| message["type"] == "RECORD").unwrap();
    assert_eq!(record["record"]["emitted_at"], 1_709_164_800_000_u64);
}

#[test]
fn a_stand_in_server_may_be_named_on_one_side_only() {
    let (folder, api) = (Folder::new(), api());
    let (direct, moved) = (folder.0.join("direct"), folder.0.join("moved"));
    assert_eq!(records(&kept(&folder, &api.url(), &direct)), 3);
    let mut command = Command::new(BINARY);
    read(&mut command, &folder, "https://api.example.com");
    let output = ended(command.arg("--keep-cache").arg(&moved).args(["--url-base", &api.url()]));
    assert_eq!((records(&output), logged(&output, "instead of the declared url_base")), (3, 1));
    let url = api.url();
    drop(api);

    let mut command = Command::new(BINARY);
    read(&mut command, &folder, &url);
    let output = ended(command.arg("--from-cache").arg(&direct).args(["--url-base", "http://127.0.0.1:1"]));
    assert_eq!((records(&output), logged(&output, "instead of the declared url_base")), (3, 0));
    let mut command = Command::new(BINARY);
    read(&mut command, &folder, "https://api.example.com");
    assert_eq!(records(&ended(command.arg("--from-cache").arg(&moved))), 3);
}

#[cfg(unix)]
#[test]
fn a_run_that_a_signal_ends_leaves_an_incomplete_recording() {
    let api = Api::new().on("GET /items", |request| match request.param("cursor") {
        None => Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "b" })),
        Some(_) => Reply::json(json!({ "data": [] })).delay(Duration::from_secs(60)),
    });
    let (folder, api) = (Folder::new(), api.start());
    let tape = folder.0.join("tape");
    let mut command = under_test();
    read(&mut command, &folder, &api.url());
    let child = command.arg("--keep-cache").arg(&tape).spawn_bounded();
    wait_until("the second page is requested", || api.requests().len() == 2);
    signal(&child, "-TERM");
    let output = child.output();

    assert_eq!(logged(&output, "cassette: incomplete: 1 exchange is recorded"), 1, "{output:?}");
    let text = std::fs::read_to_string(tape.join("exchanges.jsonl")).unwrap();
    assert!(!text.contains("\"end\""), "{text}");
    let mut command = Command::new(BINARY);
    read(&mut command, &folder, &api.url());
    assert_eq!(logged(&ended(command.arg("--from-cache").arg(&tape)), "tape is incomplete"), 1);
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_recording_and_not_the_run() {
    let (folder, api) = (Folder::new(), api());
    let tape = folder.0.join("tape");
    // No file may grow beyond some blocks; the signal that would kill the process is ignored.
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap "" XFSZ; ulimit -f 30; exec "$0" "$@""#, BINARY]);
    read(&mut command, &folder, &api.url());

    let output = ended(command.arg("--keep-cache").arg(&tape));

    assert_eq!((output.status.code(), records(&output)), (Some(0), 3), "{output:?}");
    let stops = "any more: File too large (os error 27); the recording stops after ";
    assert_eq!((logged(&output, stops), logged(&output, "cassette: incomplete: ")), (1, 1), "{output:?}");
    let text = std::fs::read_to_string(tape.join("exchanges.jsonl")).unwrap();
    assert!(text.ends_with('\n') && !text.contains("\"end\""), "half a line was left");
    let mut command = Command::new(BINARY);
    read(&mut command, &folder, &api.url());
    let replayed = ended(command.arg("--from-cache").arg(&tape));
    assert_eq!((logged(&replayed, "is incomplete"), replayed.status.code()), (1, Some(1)));
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_from_the_start_leaves_no_recording_behind() {
    let (folder, api) = (Folder::new(), api());
    let tape = folder.0.join("tape");
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap "" XFSZ; ulimit -f 0; exec "$0" "$@""#, BINARY]);
    read(&mut command, &folder, &api.url());

    let output = ended(command.arg("--keep-cache").arg(&tape));

    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && text.contains("tape cannot be written: File too large"), "{text}");
    assert!(!tape.join("exchanges.jsonl").exists());
    // Where it could not even be removed.
    for left in ["", "{\"cassette\":1,\"conn"] {
        std::fs::write(tape.join("exchanges.jsonl"), left).unwrap();
        assert_eq!(records(&kept(&folder, &api.url(), &tape)), 3, "{left}");
    }
}

/// A cache that could keep at the recording and cannot at the replay: whoever asks second finds no answer of its own.
#[test]
fn what_was_kept_is_answered_again_where_it_cannot_be_kept() {
    let api = Api::new()
        .on("GET /kept", |_| Reply::json(json!({ "data": [{ "id": 1, "text": "a" }] })))
        .on("GET /kept/{id}", |_| Reply::json(json!({ "data": [{ "id": 3 }] })));
    let (folder, api) = (Folder::new(), api.start());
    let tape = folder.0.join("tape");
    let reading = |option: &str, megabytes: &str| {
        let mut command = under_test();
        read_of(&["kept", "of_kept"], &mut command, &folder, &api.url());
        command.arg(option).arg(&tape).env("CDK_CACHE_DIR", folder.0.join("cache")).env("CDK_CACHE_MAX_MB", megabytes);
        command.bounded_output()
    };
    let first = reading("--keep-cache", "64");
    assert_eq!((records(&first), api.count("GET /kept")), (2, 1), "{first:?}");

    let second = reading("--from-cache", "0");

    assert_eq!((records(&second), second.status.code()), (2, Some(0)), "{second:?}");
    assert_eq!(api.count("GET /kept"), 1);
}
