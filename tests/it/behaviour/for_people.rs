//! `read` for people: `--format`, `--limit`, tables, sentences on standard error, a terminal.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::json;
use tests::process::BoundedCommand;

use super::process::under_test;
use super::{Folder, Nothing};

#[derive(Source)]
#[source(
    name = "source-shop",
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    paginate = cursor(token = "next", param = "page"),
    streams(User, Item),
)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, primary_key = "id")]
struct User {
    id: u64,
    name: Option<String>,
    tags: Vec<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent = User, path = "user/{parent.id}/items")]
struct Item {
    item: String,
}

fn shop() -> RunningApi {
    Api::new()
        .on("GET /user", |request| {
            let page: u64 = request.param("page").map_or(0, |page| page.parse().unwrap());
            let user = |id| json!({ "id": id, "name": "Ada\u{1b}[31m", "tags": ["a", "b"] });
            Reply::json(json!({ "data": [user(page * 2 + 1), user(page * 2 + 2)], "next": page + 1 }))
        })
        .on("GET /user/{id}/items", |_| Reply::json(json!({ "data": [{ "item": "x" }] })))
        .start()
}

/// A standard output that can be looked at afterwards.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Exit code and standard output of a read with these options.
fn read(api: &RunningApi, options: &[&str]) -> (u8, String) {
    let folder = Folder::new();
    let mut arguments: Vec<OsString> = vec!["read".into(), "--url-base".into(), api.url().into()];
    arguments.extend(["--config".into(), folder.file("config.json", "{}").into()]);
    arguments.extend(options.iter().map(OsString::from));
    let out = Shared::default();
    let code = cdk_core::entrypoint::run_with::<Shop>(arguments, Box::new(out.clone()));
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    (code, text)
}

#[test]
fn plain_records_are_limited_per_stream_and_parents_are_read_as_far_as_needed() {
    let api = shop();

    let (code, text) = read(&api, &["--format", "jsonl", "--limit", "3", "--concurrency", "1"]);

    assert_eq!(code, 0);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    let user = |id| format!(r#"{{"id":{id},"name":"Ada\u001b[31m","tags":["a","b"]}}"#);
    assert_eq!(lines, [&*user(1), &user(2), &user(3), r#"{"item":"x"}"#, r#"{"item":"x"}"#, r#"{"item":"x"}"#]);
    // The API has no last page.
    assert!(api.requests().len() < 20, "{} requests", api.requests().len());
}

#[test]
fn people_see_the_first_records_as_a_table_and_a_summary() {
    let api = shop();

    let (code, text) = read(&api, &["--format", "human", "--limit", "5", "--streams", "user"]);

    assert_eq!(code, 0);
    let lines: Vec<&str> = text.lines().collect();
    let table = [
        "user",
        "id  name           tags",
        " 1  Ada\\u{1b}[31m  [\"a\",\"b\"]",
        " 2  Ada\\u{1b}[31m  [\"a\",\"b\"]",
        " 3  Ada\\u{1b}[31m  [\"a\",\"b\"]",
        " 4  Ada\\u{1b}[31m  [\"a\",\"b\"]",
        " 5  Ada\\u{1b}[31m  [\"a\",\"b\"]",
        "",
        "stream  records  slices  requests  cached  retries  bytes  seconds",
    ];
    assert_eq!(lines[..table.len()], table, "{text}");
    let cells: Vec<&str> = lines[table.len()].split_whitespace().collect();
    assert_eq!(cells[..6], ["user", "5", "-", "3", "-", "-"], "{text}");
    assert_eq!(lines.len(), table.len() + 1);
}

#[test]
fn a_sample_with_the_protocol_is_a_wrong_use() {
    let api = shop();

    assert_eq!(read(&api, &["--limit", "3"]), (2, String::new()));
    assert_eq!(read(&api, &["--limit", "3", "--format", "protocol"]), (2, String::new()));
    assert_eq!(read(&api, &["--limit", "0", "--format", "jsonl"]), (2, String::new()));
    assert!(api.requests().is_empty());
}

/// An API that refuses the token of one of its two streams.
fn half() -> RunningApi {
    Api::new()
        .on("GET /items", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .on("GET /others", |_| Reply::json(json!({ "message": "no \u{7}bell" })).with_status(403))
        .start()
}

fn process(api: &RunningApi, format: &str) -> Output {
    let folder = Folder::new();
    let config = json!({ "server": api.url(), "token": "t0ken" });
    let mut command = under_test();
    command
        .args(["read", "--streams", "item,other", "--format", format, "--config"])
        .arg(folder.file("config.json", config.to_string()));
    command.bounded_output()
}

#[test]
fn errors_are_sentences_on_standard_error_and_the_exit_code_does_not_depend_on_the_format() {
    let api = half();

    for format in ["jsonl", "human"] {
        let output = process(&api, format);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(stderr.starts_with("error: stream `other`: "), "{format}: {stderr}");
        assert!(stderr.contains("\\u{7}bell"), "{format}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{format}: {stderr}");
    }
    let output = process(&api, "protocol");
    assert_eq!((output.status.code(), output.stderr), (Some(1), Vec::new()));
}

/// A Python that can open a terminal; none is said aloud.
fn python() -> Option<PathBuf> {
    let works = |name: &PathBuf| Command::new(name).args(["-c", "import pty"]).bounded_output().status.success();
    let found = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .map(|folder| folder.join("python3"))
        .find(|python| python.exists() && works(python));
    assert!(found.is_some() || std::env::var_os("CDK_REQUIRE_CLIENTS").is_none(), "python3 with `pty` is required");
    if found.is_none() {
        let _ = writeln!(io::stderr(), "SKIPPED: no python3 with the module `pty`");
    }
    found
}

/// What a terminal of 60 columns gets from a read.
fn on_a_terminal(python: &PathBuf, api: &RunningApi, redirect: &str, no_color: bool) -> String {
    let folder = Folder::new();
    let config = json!({ "server": api.url(), "token": "t0ken" });
    let config = folder.file("config.json", config.to_string());
    let script = "import pty, sys; sys.exit(pty.spawn(['sh', '-c', sys.argv[1]]))";
    let mut command = under_test();
    let program = command.get_program().to_owned();
    let line = format!(
        "stty cols 60 2>/dev/null; {} read --streams item,other --config {} {redirect}",
        program.to_str().unwrap(),
        config.display()
    );
    command = Command::new(python);
    command.args(["-c", script, &line]).stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
    command.env_remove("CDK_URL_BASE").env_remove("NO_COLOR");
    if no_color {
        command.env("NO_COLOR", "1");
    }
    String::from_utf8(command.bounded_output().stdout).unwrap()
}

#[test]
fn a_terminal_shows_tables_progress_and_colours_unless_they_are_unwanted() {
    let Some(python) = python() else { return };
    let api = half();

    let text = on_a_terminal(&python, &api, "", false);
    assert!(text.contains("\x1b[1mitem\x1b[0m"), "{text:?}");
    assert!(text.contains("error: "), "{text:?}");
    assert!(text.contains("records/s"), "{text:?}");
    assert!(!text.contains("\"type\":\"RECORD\""), "{text:?}");

    let text = on_a_terminal(&python, &api, "", true);
    assert!(!text.contains("\x1b[1m") && !text.contains("\x1b[31m"), "{text:?}");
    assert!(text.contains("item"), "{text:?}");
}

#[test]
fn if_only_standard_error_is_a_terminal_it_shows_the_summary_and_standard_output_has_the_protocol() {
    let Some(python) = python() else { return };
    let folder = Folder::new();
    let api = half();
    let file = folder.0.join("output");

    let text = on_a_terminal(&python, &api, &format!("> {}", file.display()), true);

    assert!(text.contains("error: stream `other`"), "{text:?}");
    assert!(text.contains("stream  records"), "{text:?}");
    let output = std::fs::read_to_string(file).unwrap();
    assert!(output.lines().all(|line| line.starts_with("{\"type\":")), "{output}");
    assert!(output.contains("\"type\":\"RECORD\""), "{output}");
}
