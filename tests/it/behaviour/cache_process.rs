//! The cache's files: where they are, who may see them, and that they go however a run ends.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cdk_core::testing::{Api, Reply, RunningApi};
use serde_json::{Value, json};
use tests::process::{Bounded, BoundedCommand};
use tests::wait::wait_until;

use super::Folder;
use super::process::{messages, signal, under_test};

/// A server whose list comes at once and whose details never do, where `hangs`.
fn api(hangs: bool) -> RunningApi {
    Api::new()
        .on("GET /kept", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": 1, "text": "xyzzy-plugh" }], "next_cursor": "b" }))
                .header("Set-Cookie", "session=cookie-value"),
            Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })),
        })
        .on("GET /kept/{id}", move |_| {
            let reply = Reply::json(json!({ "data": [{ "id": 3 }] }));
            if hangs { reply.delay(std::time::Duration::from_secs(60)) } else { reply }
        })
        .start()
}

/// A read of the kept list and its children, with its cache in `place`.
fn reading(folder: &Folder, api: &RunningApi, place: &Path) -> Command {
    reading_of(["kept", "of_kept"], folder, api, place)
}

fn reading_of(streams: [&str; 2], folder: &Folder, api: &RunningApi, place: &Path) -> Command {
    let select =
        |name| json!({ "stream": { "name": name }, "sync_mode": "full_refresh", "destination_sync_mode": "append" });
    let config = json!({ "server": api.url(), "token": "canary-t0ken" });
    let catalog = json!({ "streams": streams.map(select) });
    let mut command = under_test();
    command.arg("read").arg("--config").arg(folder.file("config.json", config.to_string()));
    command.arg("--catalog").arg(folder.file("catalog.json", catalog.to_string()));
    command.env("CDK_CACHE_DIR", place);
    command
}

fn entries(place: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// A run that has kept the list and waits for the first child.
fn waiting(folder: &Folder, api: &RunningApi, place: &Path) -> Bounded {
    let child = reading(folder, api, place).spawn_bounded();
    wait_until("the first child is asked for", || api.count("GET /kept/{id}") >= 1);
    child
}

fn warnings(output: &Output) -> Vec<String> {
    let logs = messages(output).into_iter().filter(|message| message["log"]["level"] == "WARN");
    logs.map(|message| message["log"]["message"].as_str().unwrap().to_owned()).collect()
}

fn records(messages: &[Value]) -> usize {
    messages.iter().filter(|message| message["type"] == "RECORD").count()
}

#[test]
fn the_files_are_the_users_alone_and_hold_no_credential_and_no_question() {
    let (folder, api) = (Folder::new(), api(true));
    let place = folder.0.join("made/for/it");
    let mut child = waiting(&folder, &api, &place);

    let found = entries(&place);
    assert_eq!(found.len(), 2, "a directory and its lock: {found:?}");
    let directory = found.iter().find(|path| path.is_dir()).unwrap();
    assert!(directory.file_name().unwrap().to_str().unwrap().starts_with("rust-cdk-cache-"));
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
    let segments = entries(directory);
    let bytes: Vec<u8> = segments.iter().flat_map(|segment| fs::read(segment).unwrap()).collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("xyzzy-plugh"), "the look into the files finds what is there");
    for secret in ["canary", "t0ken", "cookie-value", "127.0.0.1", "Bearer"] {
        assert!(!holds(secret), "{secret}");
    }
    signal(&child, "-KILL");
    child.wait().unwrap();
}

#[test]
fn nothing_remains_after_the_end_or_a_signal() {
    let folder = Folder::new();
    let place = folder.0.join("cache");
    let served = api(false);
    let output = reading(&folder, &served, &place).bounded_output();
    assert_eq!((output.status.code(), records(&messages(&output))), (Some(0), 4), "{output:?}");
    assert_eq!((served.count("GET /kept"), warnings(&output)), (2, vec![]));
    assert!(place.is_dir() && entries(&place).is_empty(), "{:?}", entries(&place));

    for name in ["-TERM", "-INT"] {
        let hanging = api(true);
        let child = waiting(&folder, &hanging, &place);
        assert_eq!(entries(&place).len(), 2);
        signal(&child, name);
        child.output();
        assert!(entries(&place).is_empty(), "{name}: {:?}", entries(&place));
    }
}

#[test]
fn nothing_remains_after_a_panic() {
    let folder = Folder::new();
    let place = folder.0.join("cache");
    let list = Reply::json(json!({ "data": [{ "id": 1 }] }));
    let api = Api::new()
        .on("GET /kept", move |_| list.clone())
        .on("GET /others", {
            let place = place.clone();
            // The stream that panics over it must find something kept.
            move |_| {
                wait_until("something is kept", || entries(&place).len() == 2);
                Reply::json(json!({ "data": [{ "id": 1 }] }))
            }
        })
        .start();

    let output = reading_of(["kept", "broken"], &folder, &api, &place).bounded_output();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("internal error (a bug in the connector)"), "{output:?}");
    assert!(place.is_dir() && entries(&place).is_empty(), "{:?}", entries(&place));
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next_and_a_living_ones_is_not() {
    let folder = Folder::new();
    let place = folder.0.join("cache");
    let (first, second) = (api(true), api(true));
    let mut killed = waiting(&folder, &first, &place);
    signal(&killed, "-KILL");
    killed.wait().unwrap();
    let left = entries(&place);
    assert_eq!(left.len(), 2);
    let mut living = waiting(&folder, &second, &place);
    let alive = entries(&place);
    assert!(alive.len() == 2 && !alive.iter().any(|path| left.contains(path)), "{left:?} {alive:?}");
    fs::create_dir(place.join("rust-cdk-cache-of-somebody-else")).unwrap();

    let third = api(false);
    let output = reading(&folder, &third, &place).bounded_output();

    assert_eq!((output.status.code(), warnings(&output)), (Some(0), vec![]));
    assert!(alive.iter().all(|path| path.exists()), "{alive:?}");
    assert_eq!(entries(&place).len(), 3, "{:?}", entries(&place));
    signal(&living, "-TERM");
    living.wait().unwrap();
    assert_eq!(entries(&place), [place.join("rust-cdk-cache-of-somebody-else")]);
}

#[test]
fn a_place_that_cannot_be_written_costs_one_warning_and_no_record() {
    let (folder, api) = (Folder::new(), api(false));
    let place = folder.file("no-directory", "").join("below");

    let output = reading(&folder, &api, &place).bounded_output();

    assert_eq!((output.status.code(), records(&messages(&output))), (Some(0), 4));
    assert_eq!(api.count("GET /kept"), 4, "once for the list, once for its children");
    let warnings = warnings(&output);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let want = format!("the response cache is off: cannot create a directory in `{}`: ", place.display());
    assert!(warnings[0].starts_with(&want), "{warnings:?}");
    assert!(warnings[0].contains("CDK_CACHE_DIR"), "{warnings:?}");
}

#[test]
fn the_cap_is_told_once() {
    let (folder, api) = (Folder::new(), api(false));
    let mut command = reading(&folder, &api, &folder.0.join("cache"));

    let output = command.env("CDK_CACHE_MAX_MB", "0").bounded_output();

    assert_eq!((output.status.code(), api.count("GET /kept")), (Some(0), 4));
    let want = "the response cache is full (0 MB) and stores no more responses; CDK_CACHE_MAX_MB raises the limit";
    assert_eq!(warnings(&output), [want]);
}

#[test]
fn a_cap_that_is_no_number_is_told() {
    let (folder, api) = (Folder::new(), api(false));
    let mut command = reading(&folder, &api, &folder.0);

    let output = command.env("CDK_CACHE_MAX_MB", "8GB").bounded_output();

    assert_eq!((output.status.code(), api.requests().len()), (Some(1), 0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("CDK_CACHE_MAX_MB: expected a number of megabytes like 8192, got '8GB'"), "{text}");
}
