//! What the repository says of itself is true: dependencies, versions, module docs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tests::process::BoundedCommand;
use tests::root::root;

/// What cargo knows of the workspace; with all its dependencies on this platform if `deep`.
fn metadata(deep: bool) -> Value {
    let version = Command::new(env!("CARGO")).arg("-vV").stdout(Stdio::piped()).bounded_output();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    // Offline: building this test has brought everything that it is about.
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host]);
    if !deep {
        command.arg("--no-deps");
    }
    let output = command.current_dir(root()).stdout(Stdio::piped()).stderr(Stdio::piped()).bounded_output();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().unwrap().iter()
}

#[test]
fn each_direct_dependency_has_its_reason() {
    let metadata = metadata(false);
    let members: BTreeSet<&str> =
        list(&metadata, "packages").map(|package| package["name"].as_str().unwrap()).collect();
    let dependencies = list(&metadata, "packages").flat_map(|package| list(package, "dependencies"));
    let named = dependencies.map(|dependency| dependency["name"].as_str().unwrap());
    let used: BTreeSet<&str> = named.filter(|name| !members.contains(name)).collect();

    let document = std::fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let reason = |line: &'_ str| Some(line.strip_prefix("- `")?.split_once("`: ")?.0.to_owned());
    let listed: Vec<String> = document.lines().filter_map(reason).collect();

    let missing: Vec<&&str> = used.iter().filter(|name| !listed.iter().any(|known| known == **name)).collect();
    assert!(missing.is_empty(), "docs/dependencies.md has no reason for {missing:?}");
    let gone: Vec<&String> = listed.iter().filter(|name| !used.contains(name.as_str())).collect();
    assert!(gone.is_empty(), "docs/dependencies.md gives reasons for {gone:?}, which nothing depends on");
    assert_eq!(listed.len(), used.len(), "docs/dependencies.md names something twice: {listed:?}");
}

#[test]
fn the_rust_version_is_no_less_than_any_dependency_asks_for() {
    let number = |version: &str| version.split('.').map(|part| part.parse().unwrap()).collect::<Vec<u32>>();
    let metadata = metadata(true);
    let own = |package: &Value| package["source"].is_null();
    let ours = list(&metadata, "packages").find(|package| own(package)).unwrap()["rust_version"].as_str().unwrap();

    for package in list(&metadata, "packages") {
        let Some(version) = package["rust_version"].as_str() else { continue };
        if own(package) {
            assert_eq!(version, ours, "{} has a rust-version of its own", package["name"]);
        }
        assert!(number(version) <= number(ours), "{} asks for Rust {version}, we for {ours}", package["name"]);
    }
}

#[test]
fn only_the_core_has_doc_tests() {
    // Cargo runs doc tests last: an empty run after the core's would hide how the tests ended.
    let metadata = metadata(false);
    for package in list(&metadata, "packages").filter(|package| package["name"] != "cdk-core") {
        let tested = list(package, "targets").any(|target| target["doctest"] == true);
        assert!(!tested, "{}: `doctest = false` is missing under [lib]", package["name"]);
    }
}

#[test]
fn every_file_says_what_it_is() {
    for file in sources(&root()) {
        // A `tests.rs` beside a file is that file's; a compile-fail case speaks by its name.
        let speaks_otherwise = file.ends_with("tests.rs") || file.components().any(|part| part.as_os_str() == "ui");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(speaks_otherwise || text.trim_start().starts_with("//!"), "{} has no module doc", file.display());
    }
}

/// Every Rust file below `directory`, build output aside.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let is_ours = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name != "target" && !name.as_encoded_bytes().starts_with(b"."))
    };
    let mut found = Vec::new();
    for path in entries.filter(is_ours) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
