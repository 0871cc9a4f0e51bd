//! The settings of a run: options, and the environment variables that stand in for them.

use std::process::{Command, Output};

use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::{Value, json};

use super::Folder;
use super::process::{messages, reading, under_test};

/// Every variable, with an invalid text and what the error says.
const INVALID: [(&str, &str, &str); 7] = [
    (
        "CDK_URL_BASE",
        "ftp://user:pa55word@host",
        "expected a URL like http://127.0.0.1:8080, got one that begins with `ftp:`",
    ),
    ("CDK_NOW", "noon", "expected a date and time like 2024-01-31T00:00:00Z, got 'noon'"),
    ("CDK_CONCURRENCY", "0", "expected a whole number from 1 to 256, got '0'"),
    ("CDK_MEMORY", "lots", "expected a size like 32M, 512MiB or 2G, at least 1M, got 'lots'"),
    ("CDK_MAX_BODY", "12", "expected a size like 32M, 512MiB or 2G, at least 1M, got '12'"),
    ("CDK_READ_TIMEOUT", "soon", "expected a duration like 500ms, 90s or 5m, at most 10m, got 'soon'"),
    ("CDK_CACHE_MAX_MB", "8GB", "expected a number of megabytes like 8192, got '8GB'"),
];

fn api() -> RunningApi {
    let page = |_: &_| Reply::json(json!({ "data": [{ "id": 1 }] }));
    Api::new().on("GET /items", page).on("GET /others", page).start()
}

fn read(api: &RunningApi, change: impl Fn(&mut Command)) -> Output {
    let folder = Folder::new();
    let mut command = reading(&folder, &api.url());
    change(&mut command);
    command.output().unwrap()
}

/// Message and failure type of each TRACE ERROR.
fn errors(output: &Output) -> Vec<(String, String)> {
    let messages = messages(output);
    let errors = messages.iter().map(|message| &message["trace"]["error"]).filter(|error| error.is_object());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors.map(|error| (text(&error["message"]), text(&error["failure_type"]))).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_invalid_variable_is_a_config_error_before_any_request() {
    let api = api();
    for (variable, invalid, problem) in INVALID {
        let output = read(&api, |command| {
            command.env(variable, invalid);
        });

        assert_eq!(errors(&output), [(format!("{variable}: {problem}"), "config_error".to_owned())]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), String::new()), "{variable}");
        assert!(!text(&output.stdout).contains("pa55word"), "{variable}");
    }
    assert_eq!(api.requests().len(), 0);
}

#[test]
fn an_invalid_option_is_a_wrong_command_line() {
    let api = api();
    for (variable, invalid, problem) in INVALID.iter() {
        let option = format!("--{}", variable.trim_start_matches("CDK_").to_lowercase().replace('_', "-"));

        let output = read(&api, |command| {
            command.args([&option, *invalid]);
        });

        let said = format!("error: {option}: {problem}\n");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), said));
        assert!(output.stdout.is_empty(), "{option}");
    }
    for duration in ["90", "0s", "-1s", "11m"] {
        let output = read(&api, |command| {
            command.arg(format!("--read-timeout={duration}"));
        });
        assert_eq!(output.status.code(), Some(2), "{duration}");
    }
    assert_eq!(api.requests().len(), 0);
}

#[test]
fn an_empty_variable_is_the_default_but_not_for_the_clock() {
    let api = api();
    for (variable, ..) in INVALID.iter().filter(|(variable, ..)| *variable != "CDK_NOW") {
        let output = read(&api, |command| {
            command.env(variable, "");
        });

        assert_eq!((output.status.code(), errors(&output)), (Some(0), vec![]), "{variable}");
    }
    let directory = read(&api, |command| {
        command.env("CDK_CACHE_DIR", "");
    });
    assert_eq!(directory.status.code(), Some(0));

    let clock = read(&api, |command| {
        command.env("CDK_NOW", "");
    });
    let problem = "CDK_NOW: expected a date and time like 2024-01-31T00:00:00Z, got ''";
    assert_eq!(errors(&clock), [(problem.to_owned(), "config_error".to_owned())]);
    assert_eq!(clock.status.code(), Some(1));
}

#[test]
fn an_option_has_precedence_over_its_variable_before_and_after_the_command() {
    let api = api();
    let nowhere = "http://127.0.0.1:1";

    let after = read(&api, |command| {
        command.env("CDK_URL_BASE", nowhere).args(["--url-base", &api.url()]);
    });
    let folder = Folder::new();
    let mut before = under_test();
    before.env("CDK_URL_BASE", nowhere).env("CDK_CONCURRENCY", "none").args(["--url-base", &api.url()]);
    before.args(["--concurrency=1"]).args(reading(&folder, &api.url()).get_args());

    assert_eq!((after.status.code(), before.output().unwrap().status.code()), (Some(0), Some(0)));
}

#[test]
fn help_names_the_variables_and_hides_their_values() {
    const SECRET: &str = "s3cret-of-the-environment";
    for arguments in
        [&["--help"][..], &["read", "--help"], &["-h"], &["read"], &["nonsense"], &["read", "--memory", "12"]]
    {
        let mut command = under_test();
        for (variable, ..) in INVALID {
            command.env(variable, format!("http://user:{SECRET}@host"));
        }
        command.env("CDK_CACHE_DIR", SECRET);

        let output = command.args(arguments).output().unwrap();

        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains(SECRET), "{said}");
        let is_help = arguments.iter().any(|argument| ["-h", "--help"].contains(argument));
        let named = ["URL_BASE", "NOW", "CONCURRENCY", "MEMORY", "MAX_BODY", "READ_TIMEOUT"];
        assert_eq!(named.iter().all(|name| said.contains(&format!("[env: CDK_{name}]"))), is_help, "{said}");
        assert_eq!(output.status.code(), Some(if is_help { 0 } else { 2 }), "{arguments:?}");
    }
}

#[test]
fn a_check_reports_an_invalid_variable_as_its_status_and_spec_needs_none() {
    let folder = Folder::new();
    let config = folder.file("config.json", json!({ "server": "http://127.0.0.1:1", "token": "t0ken" }).to_string());
    let mut check = under_test();
    check.env("CDK_MEMORY", "lots").args(["check", "--config"]).arg(config);
    let mut spec = under_test();
    spec.env("CDK_MEMORY", "lots").arg("spec");

    let (check, spec) = (check.output().unwrap(), spec.output().unwrap());

    let messages = messages(&check);
    let status = &messages.iter().find(|message| message["type"] == "CONNECTION_STATUS").unwrap()["connectionStatus"];
    assert_eq!(status["status"], "FAILED");
    assert!(status["message"].as_str().unwrap().starts_with("CDK_MEMORY: expected a size like"), "{status}");
    assert_eq!((check.status.code(), spec.status.code()), (Some(0), Some(0)));
}
