//! The Employees connector before the outside judges.

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::binary::binary;
use tests::clients::{Verdict, pyairbyte, standard_tests};
use tests::files::Files;
use tests::options;

use super::judged::all_commands_pass;

pub(super) const TOKEN: &str = "employees-t0ken-1234";
const EMPLOYEES: usize = 25;

/// Employees in pages of ten, and each one's details.
pub(super) fn employees() -> RunningApi {
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

pub(super) fn config(token: &str) -> String {
    json!({ "subdomain": "acme", "api_token": token }).to_string()
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

    verdict.inspect(Verdict::assert_passed);
}

#[test]
fn employees_is_read_by_pyairbyte_twice() {
    let (api, files) = (employees(), Files::new());
    let config = files.with("config.json", config(TOKEN));
    let cache = files.path().join("cache");
    let options = options![
        "--cache-dir",
        &cache,
        "--expect=employee=25",
        "--expect=employee_details=25",
        "--expect-second-run=employee=25",
        "--expect-second-run=employee_details=25",
    ];

    let verdict = pyairbyte(&binary("employees"), &config, &api.url(), options);

    verdict.inspect(Verdict::assert_passed);
}
