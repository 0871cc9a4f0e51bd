//! `cx.warn(…)`, `cx.info(…)` and `cx.debug(…)`: what hooks log, in each context that a hook sees.

use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::stream::{BeforeSliceCx, DynRecord, Records};
use cdk_core::testing::{Api, Connector, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = signed,
    should_retry = of_source,
    request_headers = headers,
    streams(Task),
    streams = found,
)]
struct Logged;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Logged,
    path = "tasks",
    slices(groups, slice = u64),
    before_slice = before,
    request_params = params,
    backoff_time = wait,
    parse_response = parsed,
    next_page_token = next,
    filter = is_open,
    map = mapped,
    add(label = label),
)]
struct Task {
    id: u64,
    label: Option<String>,
}

async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    let key = cx.config().key.expose();
    cx.info(format!("signs with {key}"));
    cx.debug("signed in detail");
    Ok(Credentials::new().header("X-Key", key))
}

fn of_source(cx: &SourceCx<'_, Config>) -> Result<bool> {
    cx.debug(format_args!("attempt {}", cx.attempt()?.number()));
    Ok(cx.attempt()?.is_retried_by_default())
}

fn headers(cx: &SourceCx<'_, Config>) -> Result<Headers> {
    cx.info("headers of the source");
    cx.warn(String::from("a warning of the source"));
    Ok(Headers::new())
}

async fn groups(cx: &SliceCx<'_, Task>) -> Result<Vec<u64>> {
    cx.warn("one group alone");
    cx.info(cx.stream());
    cx.debug("groups in detail");
    Ok(vec![1])
}

async fn before(cx: &BeforeSliceCx<'_, Task>) -> Result<()> {
    cx.info(format!("before slice {}", cx.slice()?));
    Ok(())
}

fn params(cx: &Cx<'_, Task>) -> Result<Params> {
    cx.info("params");
    Ok(Params::new())
}

fn wait(cx: &Cx<'_, Task>) -> Result<Option<Duration>> {
    cx.info("waits");
    Ok(Some(Duration::ZERO))
}

fn parsed(cx: &Cx<'_, Task>) -> Result<Records> {
    let tasks: Vec<Value> = cx.response()?.json()?;
    cx.debug("parsed in detail");
    Ok(tasks.iter().collect())
}

fn next(cx: &Cx<'_, Task>) -> Result<Option<Value>> {
    cx.info("no next page");
    Ok(None)
}

fn is_open(cx: &Cx<'_, Task>) -> Result<bool> {
    let id = cx.record()?.id;
    if id == 2 {
        cx.warn(format!("task {id} is left out, says {}", cx.config().key.expose()));
    }
    Ok(id != 2)
}

fn mapped(cx: &Cx<'_, Task>, task: Task) -> Result<Option<Task>> {
    cx.info(format!("task {}", task.id));
    Ok(Some(task))
}

fn label(cx: &Cx<'_, Task>) -> Result<Option<String>> {
    cx.debug("a label");
    Ok(None)
}

async fn found(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    cx.warn("one table alone");
    cx.info(format!("key {}", cx.config().key.expose()));
    cx.debug("tables in detail");
    Ok(vec![StreamDef::<DynRecord, Config>::new("table").source::<Logged>().schema(json!({})).into()])
}

fn api() -> RunningApi {
    Api::new()
        .on_each("GET /tasks", [Reply::status(503), Reply::json(json!([{ "id": 1 }, { "id": 2 }]))])
        .on("GET /table", |_| Reply::json(json!([])))
        .start()
}

const KEY: &str = "secret-of-the-hooks";

fn logs(streams: &[&str], arg: Option<&str>) -> Vec<(String, String)> {
    let api = api();
    let connector = Connector::<Logged>::new(&api, json!({ "key": KEY }));
    let output = arg.into_iter().fold(connector, Connector::arg).read(streams).succeeded();
    assert!(!output.lines().concat().contains(KEY), "{output}");
    output.logs()
}

fn has(logs: &[(String, String)], level: &str, text: &str) -> bool {
    logs.iter().any(|(own, told)| own == level && told == text)
}

#[test]
fn each_hook_of_a_stream_logs_with_the_streams_name() {
    let logs = logs(&["task"], None);

    for (level, text) in [
        ("INFO", "stream `task`: auth: signs with ****"),
        ("INFO", "stream `task`: headers of the source"),
        ("WARN", "stream `task`: a warning of the source"),
        ("WARN", "stream `task`: one group alone"),
        ("INFO", "stream `task`: task"),
        ("INFO", "stream `task`: before slice 1"),
        ("INFO", "stream `task`: params"),
        ("INFO", "stream `task`: waits"),
        ("INFO", "stream `task`: no next page"),
        ("WARN", "stream `task`: task 2 is left out, says ****"),
        ("INFO", "stream `task`: task 1"),
    ] {
        assert!(has(&logs, level, text), "{level} {text}: {logs:?}");
    }
    assert_eq!(logs.iter().filter(|(_, text)| text.contains("one group")).count(), 1);
}

#[test]
fn the_function_that_finds_streams_logs_too() {
    let logs = logs(&["table"], None);

    assert!(has(&logs, "WARN", "hook `streams`: one table alone"), "{logs:?}");
    assert!(has(&logs, "INFO", "hook `streams`: key ****"), "{logs:?}");
    assert!(has(&logs, "INFO", "stream `table`: auth: signs with ****"), "{logs:?}");
}

#[test]
fn debug_is_written_where_somebody_debugs() {
    let details = [
        "stream `task`: auth: signed in detail",
        "stream `task`: attempt 1",
        "stream `task`: groups in detail",
        "stream `task`: parsed in detail",
        "stream `task`: a label",
        "hook `streams`: tables in detail",
    ];
    let (without, with) = (logs(&["task", "table"], None), logs(&["task", "table"], Some("--debug")));

    for text in details {
        assert!(has(&with, "DEBUG", text), "{text}: {with:?}");
        assert!(!has(&without, "DEBUG", text), "{text}: {without:?}");
    }
}
