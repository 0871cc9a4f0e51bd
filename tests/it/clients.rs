//! The outside judges on the Employees connector and on source-stripe, binaries as they are shipped.

use std::ffi::OsStr;
use std::path::Path;

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::binary::{binary, run};
use tests::clients::{configured, pyairbyte, standard_tests, validate};
use tests::files::Files;
use tests::options;

const TOKEN: &str = "employees-t0ken-1234";
const EMPLOYEES: usize = 25;

/// Employees in pages of ten, and each one's details.
fn employees() -> RunningApi {
    let is_known = |request: &Received| request.header("authorization") == Some(&format!("Bearer {TOKEN}"));
    let refused = || Reply::json(json!({ "error": "unknown token" })).with_status(401);
    Api::new()
        .on("GET /v1/employees", move |request| {
            if !is_known(request) {
                return refused();
            }
            let first: usize = request.param("cursor").map_or(0, |cursor| cursor.parse().unwrap());
            let last = (first + 10).min(EMPLOYEES);
            let hired = |id: usize| (!id.is_multiple_of(3)).then(|| format!("2024-01-{:02}T08:00:00Z", id % 28 + 1));
            let employee = |id| json!({ "id": id, "name": format!("Ada {id}"), "hired_at": hired(id) });
            let page: Value = (first..last).map(employee).collect();
            let next = (last < EMPLOYEES).then(|| last.to_string());
            Reply::json(json!({ "data": page, "next_cursor": next }))
        })
        .on("GET /v1/employees/{id}/details", move |request| {
            if !is_known(request) {
                return refused();
            }
            Reply::json(json!({ "title": format!("Engineer {}", request.capture("id")) }))
        })
        .start()
}

fn config(token: &str) -> String {
    json!({ "subdomain": "acme", "api_token": token }).to_string()
}

/// Runs every command of a binary and has each judged. True unless the judge cannot be had.
fn all_commands_pass(binary: &Path, config: &str, url: &str, secret: &str, options: &[&OsStr]) -> bool {
    let files = Files::new();
    let config = files.with("config.json", config);
    let of_config = |command| run(binary, url, options![command, "--config", &config]);
    let secret = options!["--secret", secret];

    let Some(verdict) = validate("spec", &run(binary, url, options!["spec"]), &[]) else { return false };
    verdict.assert_passed();
    validate("check", &of_config("check"), secret).unwrap().assert_passed();
    let discovered = of_config("discover");
    validate("discover", &discovered, secret).unwrap().assert_passed();

    let message = String::from_utf8(discovered.stdout).unwrap();
    let catalog = message.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let catalog = catalog.into_iter().find(|message| message["type"] == "CATALOG").unwrap();
    let discovered = files.with("discovered.txt", &message);
    let streams = catalog["catalog"]["streams"].as_array().unwrap();
    let catalog = files.with("catalog.json", configured(streams).to_string());
    let read = run(binary, url, options!["read", "--config", &config, "--catalog", &catalog]);
    let known = options!["--discovered", &discovered, "--catalog", &catalog, "--check-pk"];
    validate("read", &read, &[known, secret, options].concat()).unwrap().assert_passed();
    true
}

#[test]
fn every_message_of_employees_is_valid() {
    let api = employees();
    let options = options!["--need-records", "--unknown-fields", "error"];

    all_commands_pass(&binary("employees"), &config(TOKEN), &api.url(), TOKEN, options);
}

#[test]
fn employees_passes_airbytes_standard_tests() {
    let (api, files) = (employees(), Files::new());
    let good = files.with("config.json", config(TOKEN));
    let bad = files.with("bad.json", config("wrong-t0ken-1234"));

    let verdict = standard_tests(&binary("employees"), &good, &api.url(), options!["--bad-config", &bad]);

    verdict.inspect(tests::clients::Verdict::assert_passed);
}

#[test]
fn employees_is_read_by_pyairbyte_twice() {
    let (api, files) = (employees(), Files::new());
    let config = files.with("config.json", config(TOKEN));
    let cache = files.path().join("cache");
    let options = options![
        "--cache-dir",
        &cache,
        "--expect",
        "employee=25",
        "--expect",
        "employee_details=25",
        "--expect-second-run",
        "employee=25",
        "--expect-second-run",
        "employee_details=25",
    ];

    let verdict = pyairbyte(&binary("employees"), &config, &api.url(), options);

    verdict.inspect(tests::clients::Verdict::assert_passed);
}

#[test]
fn the_judge_finds_what_is_wrong() {
    let wrong =
        tests::binary::Run { exit_code: Some(0), stdout: b"{\"type\":\"SPEC\"}\nnoise\n".to_vec(), stderr: vec![] };

    if let Some(verdict) = validate("spec", &wrong, &[]) {
        assert!(!verdict.passed && verdict.text.contains("every line is one JSON object"), "{}", verdict.text);
    }
}
