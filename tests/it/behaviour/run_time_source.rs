//! A source that is built at run time: names, paths, schemas and the config's schema come from data, and no type stands for it.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cdk_core::entrypoint::run_source_with;
use cdk_core::stream::{Auth, BodyTemplate, DynRecord, Incremental, Method, entry, parent_def, template};
use cdk_core::template::arg;
use cdk_core::testing::{Api, Reply, RunningApi};
use cdk_core::{Context, SourceCx, SourceDef, StreamDef};
use serde_json::{Value, json};

/// What a file could say of a connector.
fn manifest() -> Value {
    json!({
        "name": "source-tables",
        "check": "orders",
        "spec": {
            "type": "object",
            "required": ["token"],
            "properties": { "token": { "type": "string", "title": "API token", "airbyte_secret": true } },
        },
        "streams": [
            { "name": "orders", "path": "v2/orders", "key": "id", "page_size": 2,
              "schema": { "type": "object", "properties": { "id": { "type": "integer" }, "note": { "type": ["null", "string"] } } } },
            { "name": "lines", "path": "orders/{}/lines", "parent": "orders", "key": "sku",
              "schema": { "type": "object", "properties": { "sku": { "type": "string" } } } },
        ],
    })
}

fn defaults() -> SourceDef<Value> {
    SourceDef::new()
        .url_base("https://api.example.com")
        .records("data")
        .auth(Auth::bearer(template("{config.token}", |cx: &SourceCx<'_, Value>| Ok(vec![arg(&cx.config()["token"])]))))
}

/// The source that the data describes. Each closure captures its part of the data.
fn source(manifest: &Value) -> SourceDef<Value> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut source = defaults()
        .name(text(&manifest["name"]))
        .version("1.2.3")
        .spec(manifest["spec"].clone())
        .advanced_auth(json!({ "auth_flow_type": "oauth2.0" }))
        .check_stream(&text(&manifest["check"]));
    for stream in manifest["streams"].as_array().unwrap() {
        let (manifest, stream) = (manifest.clone(), stream.clone());
        source = match stream["parent"].as_str() {
            None => source.stream_def(move || table(&stream)),
            Some(_) => source.stream_def(move || child(&manifest, &stream)),
        };
    }
    source
}

fn table(stream: &Value) -> StreamDef<DynRecord, Value> {
    let (name, path) = (stream["name"].as_str().unwrap(), stream["path"].as_str().unwrap().to_owned());
    let size = stream["page_size"].as_u64().unwrap() as usize;
    StreamDef::new(name)
        .source_def(defaults)
        .path(path)
        .announced_schema(stream["schema"].clone())
        .contract(json!({ "type": "object", "required": ["id"], "properties": { "id": {}, "note": {} } }))
        .primary_key([stream["key"].as_str().unwrap()])
        .request_params(|cx: &Context<'_, DynRecord, Value>| {
            Ok(cdk_core::hook::Params::new().with("page", cx.next_page_token().unwrap_or(&json!(1))))
        })
        .next_page_token(move |cx| {
            let page = cx.next_page_token().and_then(Value::as_u64).unwrap_or(1);
            Ok((cx.page_len() == Some(size)).then(|| (page + 1).into()))
        })
}

fn child(manifest: &Value, stream: &Value) -> StreamDef<DynRecord, Value, DynRecord> {
    let above = manifest["streams"].as_array().unwrap().iter().find(|above| above["name"] == stream["parent"]);
    let (above, path) = (above.unwrap().clone(), stream["path"].as_str().unwrap().to_owned());
    StreamDef::new(stream["name"].as_str().unwrap())
        .source_def(defaults)
        .parent(parent_def(move || table(&above)).key("id"))
        .path_hook(move |cx| Ok(path.replace("{}", &cx.partition()["parent"].to_string())))
        .method(Method::POST)
        .body(BodyTemplate::json([entry("all", true)]))
        .schema(stream["schema"].clone())
        .primary_key([stream["key"].as_str().unwrap()])
}

fn api() -> RunningApi {
    Api::new()
        .on("GET /v2/orders", |request| match request.param("page") {
            Some("1") => Reply::json(json!({ "data": [{ "id": 1, "note": 7 }, { "id": 2 }] })),
            _ => Reply::json(json!({ "data": [{ "id": 3 }] })),
        })
        .on("POST /orders/{id}/lines", |request| {
            Reply::json(json!({ "data": [{ "sku": format!("s-{}", request.capture("id")) }] }))
        })
        .start()
}

/// Standard output in memory.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn file(value: &Value) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("cdk-run-time-source-{}-{number}.json", std::process::id()));
    std::fs::write(&path, value.to_string()).unwrap();
    path
}

/// Runs a command: its exit code, and the messages of this type.
fn run(
    source: SourceDef<Value>,
    command: &str,
    files: &[(&str, Value)],
    api: &RunningApi,
    wanted: &str,
) -> (u8, Vec<Value>) {
    let mut arguments: Vec<OsString> = vec![command.into()];
    let paths: Vec<PathBuf> = files.iter().map(|(_, value)| file(value)).collect();
    for ((option, _), path) in files.iter().zip(&paths) {
        arguments.extend([option.into(), path.clone().into()]);
    }
    if !files.is_empty() {
        arguments.extend(["--url-base".into(), api.url().into(), "--concurrency".into(), "1".into()]);
    }
    let out = Written::default();

    let code = run_source_with(source, arguments, Box::new(out.clone()));

    paths.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    let messages = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    (code, messages.filter(|message| message["type"] == wanted).collect())
}

fn config() -> (&'static str, Value) {
    ("--config", json!({ "token": "secret-token" }))
}

#[test]
fn spec_is_the_one_that_was_given() {
    let (code, specs) = run(source(&manifest()), "spec", &[], &api(), "SPEC");

    assert_eq!(code, 0);
    assert_eq!(specs[0]["spec"]["connectionSpecification"], manifest()["spec"]);
    assert_eq!(specs[0]["spec"]["advanced_auth"], json!({ "auth_flow_type": "oauth2.0" }));
}

#[test]
fn check_reads_the_stream_that_is_named() {
    let api = api();

    let (code, status) = run(source(&manifest()), "check", &[config()], &api, "CONNECTION_STATUS");

    assert_eq!((code, &status[0]["connectionStatus"]["status"]), (0, &json!("SUCCEEDED")));
    let request = &api.requests()[0];
    assert_eq!((request.path(), request.header("authorization")), ("/v2/orders", Some("Bearer secret-token")));
}

#[test]
fn a_config_that_breaks_the_given_spec_is_refused() {
    let files = [("--config", json!({ "token": 5 }))];

    let (_, status) = run(source(&manifest()), "check", &files, &api(), "CONNECTION_STATUS");

    assert_eq!(status[0]["connectionStatus"]["status"], "FAILED");
    let message = status[0]["connectionStatus"]["message"].as_str().unwrap();
    assert!(message.starts_with("config.token: expected"), "{message}");
}

#[test]
fn discover_announces_the_schemas_of_the_data() {
    let (code, catalogs) = run(source(&manifest()), "discover", &[config()], &api(), "CATALOG");

    assert_eq!(code, 0);
    let streams = catalogs[0]["catalog"]["streams"].as_array().unwrap();
    let names: Vec<&Value> = streams.iter().map(|stream| &stream["name"]).collect();
    assert_eq!(names, ["orders", "lines"]);
    let types = streams[0]["json_schema"]["properties"]["note"]["type"].as_array().unwrap();
    assert!(types.contains(&json!("null")) && types.contains(&json!("string")), "{types:?}");
    assert_eq!(streams[0]["source_defined_primary_key"], json!([["id"]]));
}

#[test]
fn read_reads_pages_and_children_by_the_contract() {
    let api = api();
    let stream = |name: &str| {
        json!({ "stream": { "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"] },
                "sync_mode": "full_refresh", "destination_sync_mode": "overwrite" })
    };
    let files = [config(), ("--catalog", json!({ "streams": [stream("orders"), stream("lines")] }))];

    let (code, records) = run(source(&manifest()), "read", &files, &api, "RECORD");

    assert_eq!(code, 0);
    let of = |name: &str| -> Vec<Value> {
        let own = records.iter().filter(|message| message["record"]["stream"] == name);
        own.map(|message| message["record"]["data"].clone()).collect()
    };
    // The contract takes any `note`, whatever the catalog announces.
    assert_eq!(of("orders"), [json!({ "id": 1, "note": 7 }), json!({ "id": 2 }), json!({ "id": 3 })]);
    assert_eq!(of("lines"), ["s-1", "s-2", "s-3"].map(|sku| json!({ "sku": sku })));
}

#[test]
fn a_later_sync_is_defined_by_a_closure_over_data() {
    let (path, param) = ("changes".to_owned(), "since".to_owned());
    let stream: StreamDef<DynRecord, Value> =
        StreamDef::new("members").source_def(defaults).cursor_field("changed").behind_first_sync(move |changes| {
            let incremental = Incremental::new().format("%s").param_start(&param);
            changes.path(path).cursor_field("changed").incremental(incremental)
        });

    assert_eq!(format!("{stream:?}"), r#"StreamDef { name: "members", .. }"#);
}
