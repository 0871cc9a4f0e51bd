//! What `read` selects: without a catalog, from the output of `discover`, by `--streams`; and states of an earlier output.

use std::ffi::OsString;

use cdk_core::prelude::*;
use cdk_core::stream::{DynRecord, StreamDef};
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

use super::{Folder, Nothing};

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(User, Order, OrderLine), streams = tables)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, primary_key = "id")]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    cursor_field = "day",
    incremental(start = "2024-01-01", param_start = "since", format = "%Y-%m-%d"),
)]
struct Order {
    day: Date,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop)]
struct OrderLine {
    id: u64,
}

async fn tables(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
    let names: Vec<String> = cx.send(cx.get("tables")?).await?.json()?;
    let schema = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
    let stream = |name| StreamDef::<DynRecord, Nothing>::new(name).source::<Shop>().schema(schema.clone());
    Ok(names.into_iter().map(|name: String| stream(name).into()).collect())
}

fn shop() -> RunningApi {
    Api::new()
        .on("GET /tables", |_| Reply::json(json!(["table_a"])))
        .on("GET /order", |_| Reply::json(json!([{ "day": "2024-02-01" }])))
        .on("GET /{stream}", |_| Reply::json(json!([{ "id": 1 }])))
        .start()
}

/// Reads with these options; a name that ends in `.txt` is the file of that name.
fn read(api: &RunningApi, folder: &Folder, options: &[&str]) -> Output {
    let mut arguments: Vec<OsString> = vec!["read".into(), "--url-base".into(), api.url().into()];
    arguments.extend(["--config".into(), folder.file("config.json", "{}").into()]);
    arguments.extend(options.iter().map(|option| match option.ends_with(".txt") {
        true => folder.0.join(option).into(),
        false => (*option).into(),
    }));
    testing::run::<Shop>(arguments)
}

#[test]
fn a_verbose_check_logs_the_first_page_of_every_stream() {
    let folder = Folder::new();
    let api = Api::new()
        .on("GET /tables", |_| Reply::json(json!(["table_a"])))
        .on("GET /order", |_| Reply::status(403))
        .on("GET /{stream}", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .start();
    let mut arguments: Vec<OsString> = vec!["check".into(), "--verbose".into(), "--url-base".into(), api.url().into()];
    arguments.extend(["--config".into(), folder.file("config.json", "{}").into()]);

    let output = testing::run::<Shop>(arguments);

    let (status, _) = output.connection_status().unwrap();
    assert_eq!(status, "SUCCEEDED", "the check stream is `user`");
    let logs: Vec<String> = output.logs().iter().map(|(level, text)| format!("{level} {text}")).collect();
    let has =
        |start: &str| logs.iter().any(|log| log.starts_with(start) && log.ends_with(" s") || log.ends_with(" s)"));
    for stream in ["user", "order_line", "table_a"] {
        assert!(has(&format!("INFO stream `{stream}`: HTTP 200, 2 records on the first page, ")), "{logs:?}");
    }
    assert!(has("WARN stream `order`: page 1: "), "{logs:?}");
    assert!(logs.iter().any(|log| log.contains("(HTTP 403, ")), "{logs:?}");
}

/// The streams that were started, in order.
fn started(output: &Output) -> Vec<String> {
    let traces = output.of_type("TRACE").map(|trace| &trace["trace"]["stream_status"]);
    let started = traces.filter(|status| status["status"] == "STARTED");
    started.map(|status| status["stream_descriptor"]["name"].as_str().unwrap().to_owned()).collect()
}

/// Whether `order` was read incrementally: a full refresh ignores the state of [`state`].
fn is_incremental(api: &RunningApi) -> bool {
    let requests = api.requests();
    let order = requests.iter().rfind(|request| request.path() == "/order").unwrap();
    order.param("since") == Some("2024-01-20")
}

/// Writes a state of `order`.
fn state(folder: &Folder) -> &'static str {
    folder.file("state.txt", r#"{"order": {"day": "2024-01-20"}}"#);
    "state.txt"
}

#[test]
fn without_a_catalog_every_stream_is_read_incrementally_if_it_supports_that() {
    let (api, folder) = (shop(), Folder::new());

    let output = read(&api, &folder, &["--state", state(&folder)]).succeeded();

    assert_eq!(started(&output), ["user", "order", "order_line", "table_a"]);
    assert!(is_incremental(&api), "{output}");
    assert_eq!(output.records("table_a"), [json!({ "id": 1 })]);
}

#[test]
fn the_output_of_discover_is_a_catalog_by_the_same_rule() {
    let (api, folder) = (shop(), Folder::new());
    let discovered = testing::discover::<Shop>(&api, json!({})).succeeded();
    folder.file("message.txt", discovered.lines().last().unwrap());
    folder.file("catalog.txt", discovered.of_type("CATALOG").next().unwrap()["catalog"].to_string());
    folder.file("output.txt", discovered.lines().join("\n") + "\n");

    for file in ["message.txt", "catalog.txt", "output.txt"] {
        let output = read(&api, &folder, &["--catalog", file, "--state", state(&folder)]).succeeded();

        assert_eq!(started(&output), ["user", "order", "order_line", "table_a"], "{file}");
        assert!(is_incremental(&api), "{file}: {output}");
    }
}

#[test]
fn names_and_patterns_select_streams() {
    let (api, folder) = (shop(), Folder::new());
    for (patterns, expected) in [
        ("user", vec!["user"]),
        ("order*", vec!["order", "order_line"]),
        ("table_a,user", vec!["user", "table_a"]),
        ("*_*, user", vec!["user", "order_line", "table_a"]),
    ] {
        let output = read(&api, &folder, &["--streams", patterns]).succeeded();

        assert_eq!(started(&output), expected, "{patterns}");
    }
}

#[test]
fn listed_streams_are_read_without_the_function_that_lists_the_others() {
    let (api, folder) = (shop(), Folder::new());

    read(&api, &folder, &["--streams", "user,order"]).succeeded();

    assert_eq!(api.count("GET /tables"), 0);
}

#[test]
fn patterns_select_from_a_catalog() {
    let (api, folder) = (shop(), Folder::new());
    let stream = |name: &str| json!({ "stream": { "name": name }, "sync_mode": "full_refresh" });
    folder.file("catalog.txt", json!({ "streams": [stream("order"), stream("user")] }).to_string());

    let options = ["--catalog", "catalog.txt", "--streams", "ord*", "--state", state(&folder)];
    let output = read(&api, &folder, &options).succeeded();

    assert_eq!(started(&output), ["order"]);
    assert!(!is_incremental(&api), "{output}");
}

#[test]
fn a_pattern_that_matches_nothing_is_an_error_before_any_record() {
    let (api, folder) = (shop(), Folder::new());
    for (patterns, sentence) in [
        ("usr", "--streams: no stream matches `usr`; did you mean `user`?"),
        ("bills*", "--streams: no stream matches `bills*`; the streams are: user, order, order_line, table_a"),
    ] {
        let output = read(&api, &folder, &["--streams", patterns]);

        assert_eq!(output.failed(), sentence);
        assert_eq!(output.of_type("RECORD").count(), 0);
    }
}

#[test]
fn the_output_of_an_earlier_read_is_a_state() {
    let (api, folder) = (shop(), Folder::new());
    let earlier = read(&api, &folder, &["--streams", "order,user"]).succeeded();
    let whole = earlier.lines().join("\n") + "\n";
    let states: Vec<String> = earlier.of_type("STATE").map(ToString::to_string).collect();
    folder.file("whole.txt", &whole);
    folder.file("killed.txt", format!("{whole}{}", r#"{"type":"RECORD","rec"#));
    folder.file("states.txt", states.join("\n"));
    folder.file("messages.txt", format!("[{}]", states.join(",")));
    folder.file("one.txt", states.iter().find(|state| state.contains("2024-02-01")).unwrap());

    for file in ["whole.txt", "killed.txt", "states.txt", "messages.txt", "one.txt"] {
        read(&api, &folder, &["--streams", "order", "--state", file]).succeeded();

        let request = api.requests().pop().unwrap();
        assert_eq!(request.param("since"), Some("2024-02-01"), "{file}");
    }
}

#[test]
fn the_last_state_of_a_stream_counts() {
    let (api, folder) = (shop(), Folder::new());
    let message = |day: &str| {
        let stream = json!({ "stream_descriptor": { "name": "order" }, "stream_state": { "day": day } });
        json!({ "type": "STATE", "state": { "type": "STREAM", "stream": stream } }).to_string()
    };
    folder.file("states.txt", [message("2024-01-05"), message("2024-01-07")].join("\n"));

    read(&api, &folder, &["--streams", "order", "--state", "states.txt"]).succeeded();

    assert_eq!(api.requests()[0].param("since"), Some("2024-01-07"));
}

#[test]
fn an_output_without_a_state_is_no_state_and_a_broken_line_is_an_error() {
    let (api, folder) = (shop(), Folder::new());
    folder.file("logs.txt", "{\"type\":\"LOG\",\"log\":{\"level\":\"INFO\",\"message\":\"x\"}}\n");
    folder.file("broken.txt", "{\"type\":\"LOG\",\"log\":{}}\n{\"type\":\n{\"type\":\"LOG\",\"log\":{}}\n");

    read(&api, &folder, &["--streams", "order", "--state", "logs.txt"]).succeeded();
    assert_eq!(api.requests()[0].param("since"), Some("2024-01-01"));

    let error = read(&api, &folder, &["--streams", "order", "--state", "broken.txt"]).failed();
    assert!(error.ends_with("broken.txt, line 2: not a message of a connector"), "{error}");
}
