//! A cassette's file: what is refused, what is warned of, and what is left behind.

use cdk_core::testing::Connector;
use serde_json::json;

use super::Folder;
use super::cassette::{Team, api, config, dummies, recorded, replayed};

#[test]
fn a_killed_run_leaves_a_recording_that_is_told_to_be_incomplete() {
    let (folder, _) = recorded(&["mine", "yours"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let cut = text.find("\"exchange\":2").unwrap();
    std::fs::write(&path, &text[..cut + 40]).unwrap();

    let output = replayed(&folder, dummies(), &["mine"]).succeeded();

    assert_eq!(output.records("mine").len(), 1);
    let warnings: Vec<_> = output.logs().into_iter().filter(|(level, _)| level == "WARN").collect();
    assert!(matches!(&warnings[..], [(_, text)] if text.contains("tape is incomplete")), "{warnings:?}");
}

#[test]
fn what_is_no_recording_is_refused_before_any_request() {
    let (folder, _) = recorded(&["mine"]);
    let (path, shown) = (folder.0.join("tape/exchanges.jsonl"), folder.0.join("tape"));
    let whole = std::fs::read_to_string(&path).unwrap();
    let refused = |content: Option<&str>| {
        match content {
            Some(content) => std::fs::write(&path, content).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let output = Connector::<Team>::unserved(config()).from_cassette(&shown).read(json!({ "streams": [] }));
        assert_eq!(output.errors()[0].1, "config_error", "{output}");
        output.failed()
    };
    let begin = format!("--from-cache: {} ", shown.display());

    let want = "was recorded in format 3, but this connector supports format 2: build a newer connector";
    assert_eq!(refused(Some(&whole.replace("\"cassette\":2", "\"cassette\":3"))), format!("{begin}{want}"));
    let want = "is damaged: line 2 of exchanges.jsonl: missing field `stream`";
    assert_eq!(refused(Some(&whole.replace("\"stream\":", "\"strm\":"))), format!("{begin}{want}"));
    assert_eq!(
        refused(Some("")),
        format!("{begin}does not contain a recording: exchanges.jsonl does not have a head line")
    );
    assert_eq!(refused(None), format!("{begin}does not contain a recording: exchanges.jsonl is missing"));
}

#[test]
fn a_recording_of_another_connector_is_replayed_with_a_warning() {
    let (folder, _) = recorded(&["mine"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let text = std::fs::read_to_string(&path).unwrap().replace("\"connector\":\"team\"", "\"connector\":\"teem\"");
    std::fs::write(&path, text).unwrap();

    let output = replayed(&folder, dummies(), &["mine"]).succeeded();

    let warning =
        format!("cassette: {} was recorded by `teem`, but this connector is `team`", folder.0.join("tape").display());
    assert!(output.logs().contains(&("WARN".to_owned(), warning)));
}

#[test]
fn a_recording_is_never_written_over_and_must_be_writable() {
    let (folder, _) = recorded(&["mine"]);
    let whole = std::fs::read(folder.0.join("tape/exchanges.jsonl")).unwrap();
    let api = api();
    let refused = |directory: &std::path::Path| {
        let output = Connector::<Team>::new(&api, config()).keep_cassette(directory).read(["mine"]);
        assert_eq!((output.errors()[0].1.as_str(), api.requests().len()), ("config_error", 0));
        output.failed()
    };

    let shown = folder.0.join("tape");
    let want = "already contains a recording, which is never overwritten; use another directory";
    assert_eq!(refused(&shown), format!("--keep-cache: {} {want}", shown.display()));
    assert_eq!(std::fs::read(shown.join("exchanges.jsonl")).unwrap(), whole);
    let file = folder.file("file", "");
    let below = file.join("below");
    let want = format!("--keep-cache: {} cannot be written: Not a directory (os error 20)", below.display());
    assert_eq!(refused(&below), want);
}

#[test]
fn a_run_that_sends_nothing_leaves_no_recording() {
    let (folder, output) = recorded(&["nowhere"]);
    assert_ne!(output.exit_code(), 0);

    assert!(!folder.0.join("tape/exchanges.jsonl").exists());
    recorded_again(&folder);
}

fn recorded_again(folder: &Folder) {
    Connector::<Team>::new(&api(), config()).keep_cassette(folder.0.join("tape")).read(["mine"]).succeeded();
}

#[cfg(unix)]
#[test]
fn a_recording_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, _) = recorded(&["mine"]);

    let mode = |path: &str| std::fs::metadata(folder.0.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("tape"), mode("tape/exchanges.jsonl")), (0o700, 0o600));
}

#[test]
fn a_dummy_secret_that_is_too_short_to_be_masked_is_warned_of_once() {
    let (folder, _) = recorded(&["mine"]);
    let warnings = |other: &str| {
        let output = replayed(&folder, json!({ "token": "dummy-one", "other": other }), &["mine"]).succeeded();
        let logs = output.logs().into_iter().filter(|(level, _)| level == "WARN");
        logs.map(|(_, text)| text).collect::<Vec<_>>()
    };

    assert!(matches!(&warnings("x")[..], [text] if text.contains("shorter than 4 characters")));
    assert_eq!((warnings("four"), warnings("")), (vec![], vec![]));
}

#[test]
fn a_recording_that_a_hand_has_changed_is_read_as_it_was_meant() {
    let (folder, _) = recorded(&["mine"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    let (exchanges, _) = whole.split_once("{\"end\"").unwrap();
    let replayed = |content: &str| {
        std::fs::write(&path, content).unwrap();
        let output = replayed(&folder, dummies(), &["mine"]);
        (output.records("mine").len(), output.logs().iter().any(|(_, text)| text.contains("is incomplete")))
    };

    assert_eq!(replayed(whole.trim_end()), (1, false), "no last line break");
    assert_eq!(replayed(exchanges.trim_end()), (1, true), "neither an end");
    assert_eq!(replayed(&format!("\n{}", whole.replace('\n', "\n\r\n \n"))), (1, false), "blank lines");
    assert_eq!(replayed(&format!("\u{feff}{whole}")), (1, false), "a byte order mark");
}

#[test]
fn a_body_that_is_no_base64_is_an_error_that_names_its_line() {
    let (folder, _) = recorded(&["mine"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, whole.replace("\"body\":", "\"body_base64\":")).unwrap();

    let error = replayed(&folder, dummies(), &["mine"]).failed();

    let want = "tape is damaged: line 2 of exchanges.jsonl: body_base64 is not valid base64: Invalid symbol 123";
    assert!(error.contains(want), "{error}");
}
