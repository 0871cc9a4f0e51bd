//! Crates: what `cdk new` makes is a connector that works.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{empty, new, root};

/// The build directory of this workspace.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// Cargo in the new crate, with the build directory of this workspace.
fn cargo(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).arg("--offline").current_dir(directory).env("CARGO_TARGET_DIR", target());
    command
}

fn run(mut command: Command) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn a_new_crate_passes_its_tests_and_reads_its_mock() {
    let directory = empty("works");
    let output = new(&directory, &["source-new-shop", "--path", root().to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let directory = directory.join("source-new-shop");
    // The versions of this workspace, which are at hand without a network.
    std::fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();

    let mut fmt = Command::new(env!("CARGO"));
    fmt.args(["fmt", "--check"]).current_dir(&directory);
    run(fmt);
    run(cargo(&directory, &["test"]));

    // The tests have built the binary. `cargo run` would outlive a kill of cargo.
    let binary = target().join("debug/source-new-shop");
    let mut mock = Command::new(&binary).args(["mock", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(mock.stdout.take().unwrap()).lines().map_while(Result::ok);
    let url = { lines }.find(|line| line.starts_with("http://"));
    std::fs::write(directory.join("config.json"), r#"{"api_token": "any"}"#).unwrap();
    let read = Command::new(&binary)
        .args(["read", "--config", "config.json", "--url-base", &url.unwrap_or_default(), "--out", "data"])
        .current_dir(&directory)
        .output()
        .unwrap();
    mock.kill().unwrap();
    mock.wait().unwrap();

    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stdout));
    let items = std::fs::read_to_string(directory.join("data/order_items.jsonl")).unwrap();
    assert_eq!(items.lines().count(), 125);
}

#[test]
fn a_git_dependency_is_written_as_it_is() {
    let directory = empty("git");

    let output = new(&directory, &["source-shop", "--git", "https://git.example.com/rust-cdk"]);

    let expected = "made the crate source-shop; next:\n  cd source-shop\n  cargo test\n  cargo run -- mock\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    let manifest = std::fs::read_to_string(directory.join("source-shop/Cargo.toml")).unwrap();
    assert!(manifest.contains("cdk-core = { git = \"https://git.example.com/rust-cdk\" }\n"), "{manifest}");
    let dockerfile = std::fs::read_to_string(directory.join("source-shop/Dockerfile")).unwrap();
    let last_stage = dockerfile.rsplit("\nFROM ").next().unwrap();
    assert!(last_stage.starts_with("scratch\n") && last_stage.contains("\nUSER 1000:1000\n"), "{last_stage}");
}
