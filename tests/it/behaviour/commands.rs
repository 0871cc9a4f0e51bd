//! Commands: what each says and how it exits; statuses, states, catalogs and states as clients write them.

use cdk_core::prelude::*;
use cdk_core::stream::{DynRecord, Paginate, Place, StreamDef};
use cdk_core::testing::{self, Api, Connector, Output, Reply, RunningApi};
use cdk_core::{HttpStream, SourceDef};

use super::{Folder, Item, Nothing};

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The key of the account.
    api_key: Secret,
}

#[derive(Source)]
#[source(
    name = "shop",
    config = Config,
    documentation_url = "https://docs.example.com/shop",
    url_base = "https://api.example.com",
    auth = basic("{config.api_key}", ""),
    streams(Order, Customer, Receipt),
    check = Customer,
)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "orders", primary_key = "id")]
struct Order {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "customers", records = "data", paginate = "cursor", primary_key = ["id", "kind"])]
struct Customer {
    id: u64,
    kind: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent = Order, path = "orders/{parent.id}/receipt", primary_key = "nr")]
struct Receipt {
    nr: u64,
}

fn shop() -> RunningApi {
    Api::new()
        .on("GET /orders", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /orders/{id}/receipt", |_| Reply::json(json!({ "nr": 7 })))
        .on("GET /customers", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "b" })),
            Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })),
        })
        .start()
}

fn config() -> Value {
    json!({ "api_key": "k3y-secret" })
}

/// The catalog entry of a stream, as little as the protocol allows.
fn selected(name: &str, mode: &str) -> Value {
    json!({ "stream": { "name": name }, "sync_mode": mode, "destination_sync_mode": "overwrite" })
}

/// Type, and for a trace its status or `ERROR`, of every message but logs.
/// What is told of one stream, in order.
fn course(output: &Output, stream: &str) -> Vec<String> {
    let is_about = |message: &&Value| {
        let (trace, state) = (&message["trace"], &message["state"]["stream"]["stream_descriptor"]);
        let places = [&trace["stream_status"]["stream_descriptor"], &trace["error"]["stream_descriptor"], state];
        message["record"]["stream"] == stream || places.iter().any(|place| place["name"] == stream)
    };
    let messages = output.messages().iter().filter(is_about);
    let told = messages.map(|message| match message["type"].as_str().unwrap() {
        "TRACE" => message["trace"]["stream_status"]["status"].as_str().unwrap_or("ERROR").to_owned(),
        other => other.to_owned(),
    });
    told.collect()
}

#[test]
fn spec_says_where_the_docs_are_and_what_is_secret() {
    let output = testing::spec::<Shop>().succeeded();

    let spec = output.specification().unwrap();
    assert_eq!(spec["documentationUrl"], "https://docs.example.com/shop");
    assert_eq!(spec["connectionSpecification"]["properties"]["api_key"]["airbyte_secret"], true);
    assert_eq!(output.lines().len(), 1);
}

#[test]
fn check_reads_one_page_of_the_declared_stream_and_no_more() {
    let api = shop();

    let output = testing::check::<Shop>(&api, config());

    assert_eq!((output.connection_status().unwrap(), output.exit_code()), (("SUCCEEDED".into(), String::new()), 0));
    assert_eq!((api.requests().len(), api.count("GET /customers")), (1, 1));
    assert_eq!(output.of_type("RECORD").count(), 0);
}

#[test]
fn a_failed_check_exits_0_with_a_sentence() {
    for (reply, sentence) in [
        (Reply::status(401), "the API rejected the credentials (HTTP 401)"),
        (Reply::status(403), "permission denied: the credentials do not have a required permission (HTTP 403)"),
        (Reply::status(404), "not found (HTTP 404)"),
        (
            Reply::text("hello"),
            "the response is not readable as JSON (expected a value at byte 0; HTTP 200, text/plain; it begins with hello)",
        ),
    ] {
        let api = Api::new().on_each("GET /customers", [reply]).start();

        let output = testing::check::<Shop>(&api, config());

        let sentence = format!("stream `customer`: page 1: {sentence}");
        assert_eq!((output.connection_status().unwrap(), output.exit_code()), (("FAILED".into(), sentence), 0));
        assert_eq!(output.of_type("TRACE").count(), 0);
    }
    let output = Connector::<Shop>::unserved(json!({ "api_key": null })).check();
    let sentence = "config.api_key: missing; The key of the account".to_owned();
    assert_eq!((output.connection_status().unwrap(), output.exit_code()), (("FAILED".into(), sentence), 0));
}

#[test]
fn discover_announces_keys_and_modes_without_a_request() {
    let streams = Connector::<Shop>::unserved(config()).discover().succeeded().streams().unwrap();

    let names: Vec<_> = streams.iter().map(|stream| stream["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["order", "customer", "receipt"]);
    assert_eq!(streams[1]["source_defined_primary_key"], json!([["id"], ["kind"]]));
    assert_eq!(streams[1]["supported_sync_modes"], json!(["full_refresh"]));
}

#[test]
fn a_stream_starts_runs_says_its_state_and_completes() {
    let output = testing::read::<Shop>(&shop(), config(), ["customer"]).succeeded();

    assert_eq!(course(&output, "customer"), ["STARTED", "RUNNING", "RECORD", "RECORD", "STATE", "COMPLETE"]);
    let state = output.of_type("STATE").next().unwrap();
    assert_eq!(state["state"]["sourceStats"]["recordCount"], json!(2.0));
    let line = output.lines().iter().find(|line| line.contains("STATE")).unwrap();
    assert!(line.contains(r#""recordCount":2.0"#), "{line}");
    assert_eq!(state["state"]["stream"]["stream_state"], json!({ "__ab_no_cursor_state_message": true }));
}

#[test]
fn a_failing_stream_does_not_stop_the_others() {
    let api = Api::new()
        .on("GET /orders", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /orders/1/receipt", |_| Reply::json(json!({ "nr": 1 })))
        .on("GET /customers", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "b" })),
            Some(_) => Reply::status(400),
        })
        .start();

    let output = testing::read::<Shop>(&api, config(), ["customer", "nobody", "order", "receipt"]);

    let broken = ["STARTED", "RUNNING", "RECORD", "STATE", "INCOMPLETE", "ERROR"];
    let unknown = ["STARTED", "INCOMPLETE", "ERROR"];
    let whole = ["STARTED", "RUNNING", "RECORD", "STATE", "COMPLETE"];
    assert_eq!(course(&output, "customer"), broken);
    assert_eq!(course(&output, "nobody"), unknown);
    assert_eq!(course(&output, "order"), whole);
    // A STATE behind its slice, and the last one.
    assert_eq!(course(&output, "receipt"), ["STARTED", "RUNNING", "RECORD", "STATE", "STATE", "COMPLETE"]);
    assert_eq!(output.exit_code(), 1);
    let mut errors = output.errors();
    errors.sort();
    assert_eq!(errors[0].0, "stream `customer`: page 2: the API rejected the request (HTTP 400)");
    let unknown = "stream `nobody`: unknown stream; refresh the connection's schema";
    assert_eq!(errors[1], (unknown.to_owned(), "config_error".to_owned()));
}

#[test]
fn incremental_asked_of_a_full_refresh_stream_is_one_warning() {
    let catalog = json!({ "streams": [selected("order", "incremental")] });

    let output = testing::read::<Shop>(&shop(), config(), catalog).succeeded();

    let warnings: Vec<_> =
        output.logs().into_iter().filter(|(level, text)| level == "WARN" && !text.contains("url_base")).collect();
    assert_eq!(warnings, [("WARN".to_owned(), "stream `order` has no cursor: read as full refresh".to_owned())]);
    assert_eq!(output.records("order").len(), 2);
}

#[test]
fn a_catalog_may_be_full_of_nulls_and_of_what_nobody_knows() {
    let entry = json!({
        "stream": {
            "name": "order", "namespace": null, "json_schema": null, "supported_sync_modes": null, "future": [1],
            "source_defined_primary_key": null, "is_resumable": null,
        },
        "sync_mode": "full_refresh", "destination_sync_mode": null, "cursor_field": null, "primary_key": null,
        "generation_id": null, "include_files": false,
    });

    let output = testing::read::<Shop>(&shop(), config(), json!({ "streams": [entry], "more": 1 })).succeeded();

    assert_eq!(output.records("order").len(), 2);
}

#[test]
fn state_is_taken_as_clients_write_it() {
    let twice = r#"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"order","namespace":null},"stream_state":
        {"__ab_no_cursor_state_message":true}},"global_":null,"data":null,"sourceStats":{"recordCount":1.0,
        "rejectedRecordCount":null},"destinationStats":null,"global_":null}]"#;
    let catalog = json!({ "streams": [selected("order", "incremental")] }).to_string();
    for state in [
        twice,
        "[]",
        "{}",
        "",
        "null",
        r#"{"order":{"__ab_no_cursor_state_message":true},"gone":null,"other":{"cursor":"x"}}"#,
        r#"{"type":"LEGACY","data":{}}"#,
    ] {
        let (api, folder) = (shop(), Folder::new());
        let mut arguments = vec!["read".into(), "--url-base".into(), api.url().into()];
        for (name, text) in [("config", config().to_string().as_str()), ("catalog", &catalog), ("state", state)] {
            arguments.extend([format!("--{name}").into(), folder.file(&format!("{name}.txt"), text).into()]);
        }

        let output = testing::run::<Shop>(arguments).succeeded();

        assert_eq!(output.records("order").len(), 2, "{state}");
    }
}

#[test]
fn a_command_line_may_write_its_values_with_an_equals_sign() {
    let (api, folder) = (shop(), Folder::new());
    let file = |name: &str, text: String| format!("--{name}={}", folder.file(name, text).display());
    let catalog = json!({ "streams": [selected("order", "full_refresh")] }).to_string();
    let arguments = vec![
        "--debug".into(),
        "read".into(),
        file("config", config().to_string()).into(),
        file("catalog", catalog).into(),
        format!("--url-base={}/mock/", api.url()).into(),
    ];

    let output = testing::run::<Shop>(arguments);

    assert_eq!(api.requests()[0].path(), "/mock/orders", "{output}");
}

/// The error of a source whose definition is wrong: before any request, whatever the command.
fn wrong<S: Source<Config = Nothing>>() -> String {
    let api = Api::new().start();
    let checked = testing::check::<S>(&api, json!({})).connection_status().unwrap().1;
    let output = Connector::<S>::new(&api, json!({})).read(json!({ "streams": [selected("a", "full_refresh")] }));
    assert_eq!((output.failed(), output.errors()[0].1.as_str()), (checked.clone(), "system_error"));
    assert_eq!((api.requests().len(), output.statuses("a").len()), (0, 0));
    checked
}

macro_rules! source {
    ($name:ident, $definition:expr) => {
        struct $name;
        impl Source for $name {
            type Config = Nothing;
            const NAME: &'static str = "wrong";
            const VERSION: &'static str = "0";
            fn definition() -> SourceDef<Self::Config> {
                $definition
            }
        }
    };
}

fn based(name: &str) -> StreamDef<Item, Nothing> {
    StreamDef::new(name).url_base("https://api.example.com")
}

#[test]
fn a_wrong_definition_is_told_before_any_request() {
    source!(Twice, SourceDef::new().stream_def(|| based("a")).stream_def(|| based("a")));
    assert_eq!(wrong::<Twice>(), "two streams are named `a`; give one of them another `name`");

    source!(Key, SourceDef::new().stream_def(|| based("a").primary_key(["id", "b.c"])));
    assert_eq!(wrong::<Key>(), "stream `a`: primary_key: the record has no field `b.c` (by its name in the response)");

    source!(Template, SourceDef::new().stream_def(|| based("a").path("x/{oops")));
    let unclosed = "the `{` at character 3 is not closed; write `{{` for a literal brace";
    assert_eq!(wrong::<Template>(), format!("stream `a`: template `x/{{oops`: {unclosed}"));

    source!(Method, SourceDef::new().stream_def(|| based("a").method("GE T")));
    assert_eq!(wrong::<Method>(), "stream `a`: `GE T` is not an HTTP method");

    source!(Records, SourceDef::new().stream_def(|| based("a").records("a?.b")));
    assert!(wrong::<Records>().starts_with("stream `a`: "), "{}", wrong::<Records>());

    source!(Paging, SourceDef::new().stream_def(|| based("a").paginate(Paginate::page().token(Place::body("x")))));
    assert_eq!(wrong::<Paging>(), "stream `a`: paginate: `token` belongs to `cursor`");

    source!(Baseless, SourceDef::new().stream_def(|| StreamDef::<Item, Nothing>::new("a")));
    assert_eq!(wrong::<Baseless>(), "stream `a`: `url_base` is missing; set it on the stream or the source");

    source!(
        Last,
        SourceDef::new()
            .params([cdk_core::stream::entry("after", "{last.nr}")])
            .stream_def(|| based("a").source::<Last>())
    );
    assert_eq!(wrong::<Last>(), "stream `a`: {last.…}: the record has no field `nr` (by its name in the response)");
}

#[test]
fn parents_in_a_circle_are_told_before_any_request() {
    macro_rules! stream {
        ($name:ident, $parent:ident, $called:literal) => {
            #[derive(Serialize, Deserialize, JsonSchema)]
            struct $name {}
            impl HttpStream for $name {
                type Config = Nothing;
                type Parent = $parent;
                type Slice = ();
                const NAME: &'static str = $called;
                fn definition() -> StreamDef<Self, Nothing, $parent> {
                    StreamDef::new($called)
                        .url_base("https://api.example.com")
                        .parent(cdk_core::stream::parent_of::<$parent>())
                }
            }
        };
    }
    stream!(A, B, "a");
    stream!(B, C, "b");
    stream!(C, B, "c");
    source!(Circle, SourceDef::new().stream::<A>());

    assert_eq!(wrong::<Circle>(), "the parents form a cycle: a → b → c → b");
}

#[test]
fn a_stream_without_a_struct_is_read_by_its_schema() {
    source!(
        Dynamic,
        SourceDef::new().url_base("https://api.example.com").stream_def(|| {
            let schema = json!({ "type": "object", "properties": { "id": { "type": "integer" } }, "required": ["id"] });
            StreamDef::<DynRecord, Nothing>::new("orders").source::<Dynamic>().primary_key(["id"]).schema(schema)
        })
    );

    let output = testing::read::<Dynamic>(&shop(), json!({}), ["orders"]).succeeded();

    assert_eq!(output.records("orders"), [json!({ "id": 1 }), json!({ "id": 2 })]);
}
