//! Every command of a binary, run and judged message by message.

use std::ffi::OsStr;
use std::path::Path;

use tests::binary::run;
use tests::clients::{configured, validate};
use tests::files::Files;
use tests::options;

/// Runs every command of a binary and has each judged. True unless the judge cannot be had.
pub(super) fn all_commands_pass(binary: &Path, config: &str, url: &str, secret: &str, options: &[&OsStr]) -> bool {
    let files = Files::new();
    let config = files.with("config.json", config);
    let of_config = |command| run(binary, url, options![command, "--config", &config]);
    let secret = options!["--secret", secret];

    let Some(verdict) = validate("spec", &run(binary, url, options!["spec"]), &[]) else { return false };
    verdict.assert_passed();
    validate("check", &of_config("check"), secret).unwrap().assert_passed();
    let discovered = of_config("discover");
    validate("discover", &discovered, secret).unwrap().assert_passed();

    let catalog = files.with("catalog.json", configured(&discovered.streams()).to_string());
    let discovered = files.with("discovered.txt", &discovered.stdout);
    let read = run(binary, url, options!["read", "--config", &config, "--catalog", &catalog]);
    let known = options!["--discovered", &discovered, "--catalog", &catalog, "--check-pk"];
    validate("read", &read, &[known, secret, options].concat()).unwrap().assert_passed();
    true
}

#[test]
fn the_judge_finds_what_is_wrong() {
    let wrong =
        tests::process::Run { exit_code: Some(0), stdout: b"{\"type\":\"SPEC\"}\nnoise\n".to_vec(), stderr: vec![] };

    if let Some(verdict) = validate("spec", &wrong, &[]) {
        assert!(!verdict.passed && verdict.text.contains("every line is one JSON object"), "{}", verdict.text);
    }
}
