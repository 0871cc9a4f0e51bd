//! Golden files: reviewed texts that a test compares with the current output of the code.
//!
//! In: a path and the current content of the file, or of one section of it. Out: nothing, or a panic with the first
//! line that differs. `CDK_GOLDEN=write` writes the file instead: review the difference like any other change.
//! Default: compare.
//! Not here: the content (see [`config_table`](super::config_table) and [`streams_table`](super::streams_table)).
//!
//! ```no_run
//! use cdk_core::testing::golden;
//! # let specification = serde_json::json!({});
//! golden::json(concat!(env!("CARGO_MANIFEST_DIR"), "/spec.json"), &specification);
//! ```

use std::path::Path;

use serde_json::Value;

/// Compares a JSON value, printed with an indentation of two spaces, with a whole file.
///
/// # Panics
/// If they differ, or the file does not exist.
pub fn json(path: impl AsRef<Path>, now: &Value) {
    let mut now = serde_json::to_string_pretty(now).expect("a Value is always printable");
    now.push('\n');
    text(path, &now);
}

/// Compares a text with a whole file.
///
/// # Panics
/// If they differ, or the file does not exist.
pub fn text(path: impl AsRef<Path>, now: &str) {
    let path = path.as_ref();
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    if golden == now {
        return;
    }
    if std::env::var("CDK_GOLDEN").is_ok_and(|mode| mode == "write") {
        std::fs::write(path, now).expect("the golden file can be written");
        return;
    }
    let line = golden.lines().zip(now.lines()).take_while(|(golden, now)| golden == now).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    let (path, number) = (path.display(), line + 1);
    panic!(
        "{path}:{number} says {:?}, now it is {:?}; run the test with CDK_GOLDEN=write and review the difference",
        at(&golden),
        at(now)
    );
}

/// Compares a text with one section of a file: the lines between `<!-- begin NAME -->` (a note may follow the name) and
/// `<!-- end NAME -->`.
///
/// # Panics
/// If they differ, or the section does not exist.
pub fn section(path: impl AsRef<Path>, name: &str, now: &str) {
    let path = path.as_ref();
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    let lines: Vec<&str> = golden.lines().collect();
    let begin = lines.iter().position(|line| line.starts_with(&format!("<!-- begin {name} ")));
    let end = lines.iter().position(|line| *line == format!("<!-- end {name} -->"));
    let (Some(begin), Some(end)) = (begin, end) else {
        panic!("{}: no section between `<!-- begin {name} -->` and `<!-- end {name} -->`", path.display());
    };
    let parts = [&lines[..=begin], &["", now.trim_end(), ""], &lines[end..]].concat();
    text(path, &(parts.join("\n") + "\n"));
}
