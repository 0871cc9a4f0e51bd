//! Records with what JSON parsers refuse, before the outside judges: those drop a line that they cannot parse.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};
use tests::binary::binary;
use tests::clients::{Verdict, pyairbyte, validate};
use tests::files::Files;
use tests::options;
use tests::process::Run;

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", records = "data", streams(Odd))]
struct Odds;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odds, path = "odd", undeclared = "keep")]
struct Odd {
    id: u64,
    text: Option<String>,
    number: Option<f64>,
    any: Option<Value>,
}

/// Three records, each with something that some parser refuses.
fn odd_page() -> String {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let deepest = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    [
        r#"{"meta":{"\ud800":1e400},"data":["#,
        r#"{"id":1,"text":"a\ud800b","number":1e400,"any":{"\udc00":["\ud800",-1e999]},"extra":"\udc00"},"#,
        &format!(r#"{{"id":2,"text":"\ud83d\ude00","number":1e308,"any":{deep},"extra":{deep}}},"#),
        &format!(r#"{{"id":3,"text":null,"any":{deepest},"extra":123456789012345678901234567890}}]}}"#),
    ]
    .concat()
}

#[test]
fn every_line_with_odd_values_is_parsed_by_airbyte() {
    let api = Api::new().on("GET /odd", |_| Reply::bytes(odd_page())).start();
    let output = testing::read::<Odds>(&api, json!({}), ["odd"]).succeeded();
    assert_eq!(output.records("odd").len(), 3);
    let mut stdout = output.lines().join("\n").into_bytes();
    stdout.push(b'\n');

    let run = Run { exit_code: Some(0), stdout, stderr: Vec::new() };
    let verdict = validate("read", &run, options!["--need-records"]);

    let parsed = verdict.inspect(Verdict::assert_passed);
    assert!(parsed.is_none_or(|verdict| verdict.text.contains("'RECORD': 3")));
}

#[test]
fn every_record_with_half_a_surrogate_pair_arrives_in_pyairbyte() {
    let api = Api::new()
        .on("GET /v1/employees", |_| {
            let names = [r"\ud800", r"a\udc00b", r"\ud83d\ude00", "plain"];
            let employees = names.iter().enumerate();
            let employees: Vec<String> =
                employees.map(|(id, name)| format!(r#"{{"id":{id},"name":"{name}","hired_at":null}}"#)).collect();
            Reply::bytes(format!(r#"{{"data":[{}],"note":"\ud800"}}"#, employees.join(",")))
        })
        .on("GET /v1/employees/{id}/details", |_| Reply::bytes(r#"{"title":"\ud800"}"#))
        .start();
    let files = Files::new();
    let config = files.with("config.json", json!({ "subdomain": "acme", "api_token": "t0ken-1234" }).to_string());
    let cache = files.path().join("cache");
    let options = options!["--cache-dir", &cache, "--expect=employee=4", "--expect=employee_details=4"];

    let verdict = pyairbyte(&binary("employees"), &config, &api.url(), options);

    verdict.inspect(Verdict::assert_passed);
}
