//! Polling: a rule sends the request again until what it asks for is ready. That is no failure.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0, tries = 3),
    circuit = 2,
    on(status = 202, retry),
    on(json("status") = ["pending", "running"], retry),
    on(header("X-State") = "working", retry),
    on(empty, retry),
    on(status = 409, retry),
    streams(Report, Sliced),
)]
struct Reports;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "report", records = "rows")]
struct Report {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "report/{slice}", slices(started, slice = u64), records = "rows", circuit = none)]
struct Sliced {
    id: u64,
}

async fn started(cx: &SliceCx<'_, Sliced>) -> Result<Vec<u64>> {
    cx.send(cx.post_json("report", &json!({}))?).await?;
    Ok((0..6).collect())
}

fn ready() -> Reply {
    Reply::json(json!({ "status": "done", "rows": [{ "id": 1 }] }))
}

fn pending() -> Reply {
    Reply::json(json!({ "status": "pending" }))
}

fn levels_of_tries(output: &Output) -> Vec<String> {
    output.logs().into_iter().filter(|(_, text)| text.contains("; retry in ")).map(|(level, _)| level).collect()
}

fn summary(output: &Output, stream: &str) -> String {
    let begins = format!("stream `{stream}`: ");
    let logs = output.logs().into_iter().map(|(_, text)| text);
    logs.filter(|text| text.starts_with(&begins)).find(|text| text.contains(" requests, ")).unwrap()
}

#[test]
fn an_answer_that_is_not_ready_is_told_as_info_and_counted_as_a_poll() {
    let accepted = || Reply::json(json!({})).with_status(202);
    for (name, reply) in [
        ("no error beside", Reply::json(json!({ "status": "pending", "error": null, "errors": [], "ok": true }))),
        ("pending with a wait", pending().header("Retry-After", "0")),
        ("202", accepted()),
        ("202 without a body", Reply::status(202)),
        ("202 with a wait", accepted().header("Retry-After", "0")),
        ("pending", pending()),
        ("a header", Reply::json(json!([])).header("X-State", "working")),
        ("200 without a body", Reply::status(200)),
    ] {
        let api = Api::new().on_each("GET /report", [reply.clone(), reply, ready()]).start();

        let output = testing::read::<Reports>(&api, json!({}), ["report"]).succeeded();

        assert_eq!(output.records("report"), [json!({ "id": 1 })], "{name}");
        assert_eq!(levels_of_tries(&output), ["INFO", "INFO"], "{name}");
        let summary = summary(&output, "report");
        assert!(summary.contains("3 requests, 0 retries, 2 polls, "), "{name}: {summary}");
    }
}

#[test]
fn a_wait_before_the_next_poll_is_no_rate_limit() {
    for reply in [Reply::json(json!({})).with_status(202), pending()] {
        let api = Api::new().on_each("GET /report", [reply.header("Retry-After", "0"), ready()]).start();

        let output = testing::read::<Reports>(&api, json!({}), ["report"]).succeeded();

        assert!(!output.lines().concat().contains("RATE_LIMITED"), "{output}");
    }
}

#[test]
fn a_refusal_that_a_rule_retries_is_a_failure_still() {
    let busy = json!({ "status": "running", "error": "too many reports" });
    for (reply, reason) in [(Reply::status(409), "HTTP 409"), (Reply::json(busy), "HTTP 200")] {
        let api = Api::new().on_each("GET /report", [reply, pending(), ready()]).start();

        let output = testing::read::<Reports>(&api, json!({}), ["report"]).succeeded();

        assert_eq!(levels_of_tries(&output), ["WARN", "INFO"]);
        let summary = summary(&output, "report");
        assert!(summary.contains(&format!("1 retry ({reason}: 1), 1 poll, ")), "{summary}");
    }
}

#[test]
fn polls_in_vain_do_not_open_the_circuit() {
    for (name, reply) in [("202", Reply::status(202)), ("no body", Reply::status(200)), ("pending", pending())] {
        let api =
            Api::new().on("POST /report", |_| Reply::json(json!({}))).on("GET /report/{id}", move |_| reply.clone());
        let api = api.on("GET /report", |_| ready()).start();

        let output = testing::read::<Reports>(&api, json!({}), ["sliced", "report"]);

        assert!(output.failed().contains("6 of 6 slices failed"), "{name}: {output}");
        assert!(output.failed().contains("after 3 attempts"), "{name}: {output}");
        assert!(!output.lines().concat().contains("requests in a row"), "{name}: {output}");
        assert_eq!(output.statuses("report").last().unwrap(), "COMPLETE", "{name}");
        assert_eq!(api.requests().len(), 6 * 3 + 2, "{name}");
    }
}
