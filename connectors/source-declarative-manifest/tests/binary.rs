//! The binary: where it finds the manifest, and `manifest FILE`.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests/pages.yaml")
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_source-declarative-manifest"));
    command.args(arguments).current_dir(std::env::temp_dir()).env_remove("CDK_MANIFEST").output().unwrap()
}

fn messages(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_manifest_in_the_config_is_used() {
    let manifest = std::fs::read_to_string(pages()).unwrap();
    let config =
        json!({ "token": "secret-token", "url": "https://a.example", "__injected_declarative_manifest": manifest });
    let path = std::env::temp_dir().join(format!("cdk-injected-{}.json", std::process::id()));
    std::fs::write(&path, config.to_string()).unwrap();

    let output = run(&["discover", "--config", path.to_str().unwrap()]);

    std::fs::remove_file(&path).unwrap();
    let messages = messages(&output);
    let catalog = messages.iter().find(|message| message["type"] == "CATALOG").unwrap();
    assert_eq!(catalog["catalog"]["streams"].as_array().unwrap().len(), 4);
}

#[test]
fn the_report_names_what_cannot_run() {
    let output = run(&["manifest", pages().to_str().unwrap(), "--json"]);

    assert_eq!(output.status.code(), Some(1));
    let report = &messages(&output)[0];
    assert_eq!(report["streams"][0], json!({ "name": "users", "runs": true, "cannot_run": null }));
    assert!(report["streams"][3]["cannot_run"].as_str().unwrap().contains("source_x.components.Odd"), "{report}");
}

#[test]
fn a_missing_manifest_is_one_message() {
    let output = run(&["spec", "--manifest-path", "does-not-exist.yaml"]);

    assert_eq!(output.status.code(), Some(1));
    let error = &messages(&output)[0]["trace"]["error"];
    assert_eq!(error["failure_type"], "config_error");
    assert!(error["message"].as_str().unwrap().contains("does-not-exist.yaml"));
}
