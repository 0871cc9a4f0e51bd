//! The process: signals, a standard output that closes or blocks, standard error, exit codes, environment.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::BoundedCommand;
use tests::wait::wait_until;

use super::Folder;

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

/// The files of a run against this server, and the command that reads both streams.
pub(super) fn reading(folder: &Folder, server: &str) -> Command {
    let select =
        |name| json!({ "stream": { "name": name }, "sync_mode": "full_refresh", "destination_sync_mode": "append" });
    let mut command = under_test();
    command.arg("read");
    command.arg("--config").arg(folder.file("config.json", json!({ "server": server, "token": "t0ken" }).to_string()));
    let catalog = json!({ "streams": [select("item"), select("other")] });
    command.arg("--catalog").arg(folder.file("catalog.json", catalog.to_string()));
    command
}

pub(super) fn under_test() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-under-test"));
    command.env_remove("CDK_URL_BASE").env_remove("CDK_NOW").env_remove("CDK_READ_TIMEOUT");
    command.env_remove("CDK_MEMORY").env_remove("CDK_MAX_BODY").env_remove("CDK_CONCURRENCY");
    command.env_remove("CDK_CACHE_DIR").env_remove("CDK_CACHE_MAX_MB");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(super) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

pub(super) fn messages(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Status of every stream, and message of every TRACE ERROR.
fn traces(messages: &[Value]) -> Vec<String> {
    let traces = messages.iter().filter(|message| message["type"] == "TRACE").map(|message| &message["trace"]);
    let text = traces.map(|trace| match trace["stream_status"]["status"].as_str() {
        Some(status) => format!("{} {status}", trace["stream_status"]["stream_descriptor"]["name"].as_str().unwrap()),
        None => trace["error"]["message"].as_str().unwrap().to_owned(),
    });
    text.collect()
}

fn traces_of(messages: &[Value], stream: &str) -> Vec<String> {
    let mut traces = traces(messages);
    traces.retain(|trace| trace.split(' ').next() == Some(stream));
    traces
}

/// Pages of about 100 KB without an end, or with one.
fn pages(last: u64) -> RunningApi {
    let text = "x".repeat(1000);
    Api::new()
        .on("GET /items", move |request| {
            let page: u64 = request.param("cursor").unwrap_or("1").parse().unwrap();
            let items: Value = (0..100).map(|n| json!({ "id": page * 100 + n, "text": text })).collect();
            Reply::json(json!({ "data": items, "next_cursor": (page < last).then_some(page + 1) }))
        })
        .on("GET /others", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .start()
}

#[test]
fn a_signal_ends_the_stream_incomplete_and_the_process_by_that_signal() {
    let page = || Reply::json(json!({ "data": [] }));
    for (case, name, number, slow) in [
        ("before the response", "-TERM", SIGTERM, page().delay(Duration::from_secs(60))),
        ("interrupted before the response", "-INT", SIGINT, page().delay(Duration::from_secs(60))),
        ("in a wait for the next try", "-TERM", SIGTERM, Reply::status(429).header("Retry-After", "600")),
        ("in the middle of a body", "-TERM", SIGTERM, page().stall(Duration::from_secs(60))),
    ] {
        let api = Api::new()
            .on("GET /items", move |request| match request.param("cursor") {
                None => Reply::json(json!({ "data": [{ "id": 1 }, { "id": 2 }], "next_cursor": "b" })),
                Some(_) => slow.clone(),
            })
            .start();
        let folder = Folder::new();
        let mut child = reading(&folder, &api.url()).spawn_bounded();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains(r#""id":2"#) {
            assert_ne!(stdout.read_line(&mut text).unwrap(), 0, "{case}: {text}");
        }
        wait_until("the second page is asked for", || api.count("GET /items") == 2);
        let asked = Instant::now();

        signal(&child, name);
        stdout.read_to_string(&mut text).unwrap();
        let output = child.output();

        assert_eq!(output.status.signal(), Some(number), "{case}: {text}");
        assert!(asked.elapsed() < Duration::from_secs(5), "{case}");
        let messages: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let reason = format!("the run was ended by SIG{}", &name[1..]);
        let mut traces_of_item = traces_of(&messages, "item");
        // The rate limit is told as a second RUNNING.
        traces_of_item.dedup();
        assert_eq!(traces_of_item, ["item STARTED", "item RUNNING", "item INCOMPLETE"], "{case}");
        assert_eq!(traces(&messages).last(), Some(&reason), "{case}");
        assert_eq!(messages.iter().filter(|message| message["type"] == "RECORD").count(), 2, "{case}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{case}");
    }
}

#[test]
fn a_reader_that_went_away_ends_the_process_quietly() {
    let api = pages(u64::MAX);
    let folder = Folder::new();
    let mut child = reading(&folder, &api.url()).spawn_bounded();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();

    let output = child.output();

    assert!(first.contains("STARTED"), "{first}");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
    assert!(api.requests().len() < 100, "{}", api.requests().len());
}

#[test]
fn a_reader_that_does_not_read_stops_the_requests_and_loses_nothing() {
    let api = pages(150);
    let folder = Folder::new();
    let child = reading(&folder, &api.url()).spawn_bounded();
    let mut seen = (0, Instant::now());
    wait_until("the requests stop", || {
        let requests = api.requests().len();
        if requests != seen.0 {
            seen = (requests, Instant::now());
        }
        requests > 0 && seen.1.elapsed() > Duration::from_millis(700)
    });

    // 512 KiB wait in the queue, a pipe holds some 64 KiB, and the next page is asked for.
    assert!((5..=15).contains(&seen.0), "{} requests of about 100 KB", seen.0);

    let output = child.output();

    assert_eq!(output.status.code(), Some(0));
    let messages = messages(&output);
    assert_eq!(messages.iter().filter(|message| message["type"] == "RECORD").count(), 150 * 100 + 1);
    assert_eq!(traces_of(&messages, "other").last().unwrap(), "other COMPLETE");
    assert_eq!(traces_of(&messages, "item").last().unwrap(), "item COMPLETE");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_process_that_is_stopped_and_goes_on_loses_nothing() {
    let (api, folder) = (pages(40), Folder::new());
    let mut child = reading(&folder, &api.url()).spawn_bounded();
    let stdout = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || BufReader::new(stdout).lines().map_while(Result::ok).count());
    for _ in 0..5 {
        signal(&child, "-STOP");
        std::thread::sleep(Duration::from_millis(60));
        signal(&child, "-CONT");
        std::thread::sleep(Duration::from_millis(10));
    }

    assert!(child.wait().unwrap().success());
    assert!(reader.join().unwrap() > 4_000);
}

#[test]
fn a_signal_ends_a_process_whose_reader_does_not_read() {
    let api = pages(u64::MAX);
    let folder = Folder::new();
    let mut child = reading(&folder, &api.url()).spawn_bounded();
    wait_until("the queue is full", || api.requests().len() > 5);

    signal(&child, "-TERM");
    // Its standard output stays open and unread until it is gone.
    let status = child.wait().unwrap();

    assert_eq!(status.signal(), Some(SIGTERM));
}

#[test]
fn a_reader_that_pauses_at_the_end_gets_every_record() {
    let (api, folder) = (pages(3), Folder::new());
    let mut child = reading(&folder, &api.url()).spawn_bounded();

    // About 300 KB wait in the process meanwhile. That no time limit ends the wait is shown with a paused clock, in
    // the writer's own tests.
    wait_until("all pages are requested", || api.count("GET /others") == 1);
    std::thread::sleep(Duration::from_millis(500));
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();

    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(text.lines().filter(|line| line.starts_with(r#"{"type":"RECORD""#)).count(), 301);
}

#[test]
fn a_standard_output_that_cannot_be_written_is_an_error_of_every_command() {
    let (api, folder) = (pages(1), Folder::new());
    let mut spec = under_test();
    spec.arg("spec");
    for mut command in [spec, reading(&folder, &api.url())] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();

        let output = command.stdout(full).bounded_output();

        assert_eq!(output.status.code(), Some(1), "{command:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.starts_with("standard output cannot be written: "), "{command:?}: {error}");
    }
}

#[test]
fn a_panic_of_a_hook_ends_the_run_as_the_protocol_says() {
    let api = pages(1);
    let folder = Folder::new();
    let mut command = reading(&folder, &api.url());
    let catalog = json!({ "streams": [{ "stream": { "name": "broken" }, "sync_mode": "full_refresh" }] });
    folder.file("catalog.json", catalog.to_string());

    let output = command.bounded_output();

    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
    let traces = traces(&messages(&output));
    assert_eq!(traces[..2], ["broken STARTED", "broken INCOMPLETE"]);
    let start = format!("internal error (a bug in the connector): no {} in **** (tests/support/source.rs:", usize::MAX);
    assert!(traces[2].starts_with(&start), "{}", traces[2]);
}

#[test]
fn a_wrong_command_line_exits_2_and_writes_nothing_to_standard_output() {
    let config = json!({}).to_string();
    let folder = Folder::new();
    let config = folder.file("config.json", config);
    let config = config.to_str().unwrap();
    for arguments in [
        &[][..],
        &["reed"],
        &["check"],
        &["spec", "--config", config],
        &["read", "--catalog", "x", "--config", config, "--nonsense"],
    ] {
        let output = under_test().args(arguments).bounded_output();

        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(output.stdout.len(), 0, "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_told() {
    for (argument, part) in
        [("--help", "read"), ("--help", "CDK_READ_TIMEOUT"), ("--version", "source-under-test 0.1.0")]
    {
        let output = under_test().arg(argument).bounded_output();

        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn login_is_listed_only_for_a_source_that_has_one() {
    let help = under_test().arg("--help").bounded_output();
    let text = String::from_utf8(help.stdout).unwrap();
    let commands: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    assert_eq!(commands[..4], ["spec", "check", "discover", "read"], "{text}");

    let folder = Folder::new();
    let config = folder.file("config.json", "{}");
    let output = under_test().args(["login", "--config"]).arg(config).bounded_output();
    let told = "this connector has no `login`; create a key or token in the account, and write it into the config";
    assert_eq!((output.status.code(), traces(&messages(&output))), (Some(1), vec![told.to_owned()]));
}

#[test]
fn another_server_can_stand_in_and_the_clock_can_be_fixed() {
    let api = pages(2);
    let folder = Folder::new();
    let server = "https://api.example.com/v9";
    let stand_in = format!("http://user:pa55word@{}/mock", api.url().trim_start_matches("http://"));
    let mut by_environment = reading(&folder, server);
    by_environment.env("CDK_URL_BASE", &stand_in).env("CDK_NOW", "2024-02-29T00:00:00Z");
    let mut by_argument = reading(&folder, server);
    by_argument.env("CDK_URL_BASE", "http://127.0.0.1:1").args(["--url-base", &stand_in]);

    for mut command in [by_environment, by_argument] {
        let output = command.bounded_output();

        assert!(api.requests().iter().any(|request| request.path() == "/mock/v9/others"));
        let messages = messages(&output);
        let warning = &messages[0]["log"];
        assert_eq!(warning["level"], "WARN");
        let url = format!("{}/mock", api.url());
        assert_eq!(warning["message"], format!("all requests go to {url} instead of the declared url_base"));
    }

    let mut clocked = reading(&folder, &api.url());
    let output = clocked.env("CDK_NOW", "2024-02-29T00:00:00Z").bounded_output();
    let messages = messages(&output);
    let is_item = |message: &&Value| message["record"]["stream"] == "item";
    let record = &messages.iter().find(is_item).unwrap()["record"];
    assert_eq!(
        (&record["data"]["read_at"], &record["emitted_at"]),
        (&json!("2024-02-29T00:00:00Z"), &json!(1_709_164_800_000_u64))
    );
}

#[test]
fn what_is_wrong_around_a_run_is_one_error_before_any_request() {
    let api = pages(1);
    let folder = Folder::new();
    let missing = folder.0.join("nowhere.json");
    let shown = missing.display();
    let read = |change: &dyn Fn(&mut Command)| {
        let mut command = reading(&folder, &api.url());
        change(&mut command);
        let output = command.bounded_output();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!((output.stderr.len(), api.requests().len()), (0, 0));
        traces(&messages(&output)).join("; ")
    };

    let state = read(&|command| {
        command.arg("--state").arg(&missing);
    });
    assert_eq!(state, format!("state: the file {shown} cannot be read: No such file or directory (os error 2)"));
    let directory = read(&|command| {
        command.arg("--state").arg(&folder.0);
    });
    assert_eq!(
        directory,
        format!("state: the file {} cannot be read: Is a directory (os error 21)", folder.0.display())
    );

    let output = under_test().args(["check", "--config"]).arg(&missing).bounded_output();
    let status = &messages(&output)[1]["connectionStatus"];
    assert_eq!(output.status.code(), Some(0));
    let sentence = format!("config: the file {shown} cannot be read: No such file or directory (os error 2)");
    assert_eq!(status["message"], sentence);
}
