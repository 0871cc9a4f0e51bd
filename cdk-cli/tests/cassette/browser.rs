//! Browser: Debian's headless Chromium, which opens a page.
//!
//! Default: where it is not installed, a test says `SKIPPED: …` on standard error and passes; with
//! `CDK_REQUIRE_BROWSER=1` it fails.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

const PROGRAMS: [&str; 2] = ["chromium-headless-shell", "chromium"];

/// The document after its scripts have run; `None` without a browser. `link`: the part of the URL after `#`.
pub(crate) fn dumped(page: &Path, link: &str) -> Option<String> {
    let url = format!("file://{}#{link}", page.display());
    let output = run(page, &["--dump-dom", "--virtual-time-budget=5000", &url])?;
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Writes a picture of the page; `None` without a browser.
pub(crate) fn pictured(page: &Path, link: &str, picture: &Path) -> Option<()> {
    let url = format!("file://{}#{link}", page.display());
    let picture = format!("--screenshot={}", picture.display());
    run(page, &["--window-size=1400,800", "--virtual-time-budget=5000", &picture, &url]).map(drop)
}

fn run(page: &Path, arguments: &[&str]) -> Option<Output> {
    let profile = format!("--user-data-dir={}", page.with_extension("profile").display());
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    let mut why = "Chromium is not installed".to_owned();
    for program in PROGRAMS {
        match Command::new(program).args(quiet).arg(&profile).args(arguments).output() {
            Ok(output) if output.status.success() => return Some(output),
            Ok(output) => why = format!("{program} does not run: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => why = format!("{program}: {error}"),
        }
    }
    let is_required = std::env::var("CDK_REQUIRE_BROWSER").is_ok_and(|value| value == "1");
    assert!(!is_required, "a browser is required: {why}");
    // Not `eprintln!`: the harness keeps that to itself when a test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: the page of `cdk inspect` was not opened: {why}");
    None
}
