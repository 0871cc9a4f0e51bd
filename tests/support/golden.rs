//! Golden files: JSON that a reviewer reads, compared with what the code says today.
//!
//! In: a path below the repository's root and a value. Out: nothing, or a panic with the first differing line.
//! `CDK_GOLDEN=write` (the recipe `just golden`) writes the files instead; the diff is then reviewed line by line.
//! Not here: what is compared (see the tests).

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// Compares `value`, printed with two spaces, with the golden file at `path`.
///
/// # Panics
/// If they differ, or there is no such file.
pub fn check(path: &str, value: &Value) {
    let file = root().join(path);
    let mut now = serde_json::to_string_pretty(value).expect("a Value is always printable");
    now.push('\n');
    if std::env::var("CDK_GOLDEN").is_ok_and(|mode| mode == "write") {
        std::fs::write(&file, now).expect("the golden file can be written");
        return;
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_default();
    if golden == now {
        return;
    }
    let line = golden.lines().zip(now.lines()).take_while(|(golden, now)| golden == now).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    panic!("{path}:{} says {:?}, now it is {:?}; `just golden` rewrites it", line + 1, at(&golden), at(&now));
}
