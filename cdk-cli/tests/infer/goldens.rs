//! Goldens: what `cdk infer` prints for each case. `CDK_GOLDEN=write` writes them; review the difference.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cdk_core::testing::{Api, Reply, golden};
use serde_json::Value;

use crate::cases::{CASES, Case, Given};

/// The folder of these tests.
pub(crate) fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/infer")
}

/// Runs `cdk` with these arguments.
pub(crate) fn cdk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cdk")).args(arguments).current_dir(here()).output().unwrap()
}

/// The sample of a case.
pub(crate) fn sample(case: &Case) -> Value {
    let text = std::fs::read_to_string(here().join(format!("samples/{}.json", case.name))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn printed(case: &Case) -> String {
    let run = |input: &str| {
        let output = cdk(&[&["infer", input], case.arguments].concat());
        let problem = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && problem.is_empty(), "{}: {problem}", case.name);
        String::from_utf8(output.stdout).unwrap()
    };
    match case.given {
        Given::File => run(&format!("samples/{}.json", case.name)),
        Given::Other(input) => run(input),
        Given::Url { query, link } => {
            let body = sample(case);
            let reply = move |_: &_| {
                let reply = Reply::json(body.clone());
                link.map_or(reply.clone(), |link| reply.header("Link", link))
            };
            let api = Api::new().on(&format!("GET {}", case.path), reply).start();
            let question = if query.is_empty() { "" } else { "?" };
            run(&format!("{}{}{question}{query}", api.url(), case.path)).replace(&api.url(), "https://api.example.com")
        }
    }
}

#[test]
fn the_output_is_the_golden_file() {
    for case in &CASES {
        golden::text(here().join(format!("golden/{}.rs", case.name)), &printed(case));
    }
}

#[test]
fn every_golden_file_is_formatted() {
    let files = CASES.iter().map(|case| here().join(format!("golden/{}.rs", case.name)));
    let checked = Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(files).output();

    let Ok(output) = checked else { return println!("SKIPPED: rustfmt is not installed") };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
