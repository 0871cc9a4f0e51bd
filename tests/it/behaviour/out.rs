//! `read --out DIR`: one file per stream, written exactly once, from which the next run continues.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Received, Reply, RunningApi};
use serde_json::{Value, json};

use super::{Folder, Nothing};

#[derive(Source)]
#[source(
    name = "source-shop",
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    paginate = cursor(token = "next", param = "page"),
    streams(User, Order, Odd),
)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, primary_key = "id")]
struct User {
    id: u64,
    price: Option<f64>,
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
#[stream(source = Shop, name = "Odd name/é", path = "odd")]
struct Odd {
    id: u64,
}

#[derive(Source)]
#[source(name = "source-other", config = Nothing, url_base = "https://api.example.com", streams(Other))]
struct Elsewhere;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Elsewhere, name = "user", path = "user", records = "data")]
struct Other {
    id: u64,
}

/// The API, and how it answers now.
#[derive(Default)]
struct Shelf {
    /// Added to the ids of the users.
    first: AtomicU64,
    /// Whether the second page of the users fails.
    fails: AtomicBool,
    orders: Mutex<Vec<&'static str>>,
}

fn shop(shelf: &Arc<Shelf>) -> RunningApi {
    let (users, orders) = (shelf.clone(), shelf.clone());
    Api::new()
        .on("GET /user", move |request: &Received| {
            let first = users.first.load(Ordering::Relaxed);
            match request.param("page") {
                None => Reply::json(json!({ "data": [{ "id": first, "price": 0.1 }], "next": "2" })),
                Some(_) if users.fails.load(Ordering::Relaxed) => Reply::status(400),
                Some(_) => Reply::json(json!({ "data": [{ "id": first + 1, "price": null }] })),
            }
        })
        .on("GET /order", move |request| {
            let since = request.param("since").unwrap_or_default().to_owned();
            let days = orders.orders.lock().unwrap();
            let days = days.iter().filter(|day| **day > &*since);
            Reply::json(json!({ "data": days.map(|day| json!({ "day": day })).collect::<Value>() }))
        })
        .on("GET /odd", |_| Reply::json(json!({ "data": [{ "id": 7 }] })))
        .start()
}

struct Run {
    folder: Folder,
    shelf: Arc<Shelf>,
    api: RunningApi,
}

impl Run {
    fn new() -> Self {
        let shelf = Arc::new(Shelf::default());
        Self { folder: Folder::new(), api: shop(&shelf), shelf }
    }

    fn arguments(&self, options: &[&str]) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["read".into(), "--url-base".into(), self.api.url().into()];
        arguments.extend(["--config".into(), self.folder.file("config.json", "{}").into()]);
        arguments.extend(["--out".into(), self.folder.0.join("data").into()]);
        arguments.extend(options.iter().map(OsString::from));
        arguments
    }

    fn read(&self, options: &[&str]) -> Output {
        testing::run::<Shop>(self.arguments(options))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join("data").join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// Changes a file of the directory.
    fn change(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut value = self.json(name);
        change(&mut value);
        std::fs::write(self.path(name), value.to_string()).unwrap();
    }
}

#[test]
fn each_stream_has_a_file_with_the_bytes_of_its_records() {
    let run = Run::new();

    let output = run.read(&[]).succeeded();

    assert_eq!(run.text("user.jsonl"), "{\"id\":0,\"price\":0.1}\n{\"id\":1,\"price\":null}\n");
    assert_eq!(run.text("Odd%20name%2F%C3%A9.jsonl"), "{\"id\":7}\n");
    assert_eq!(run.text("order.jsonl"), "");
    assert_eq!(output.of_type("RECORD").count() + output.of_type("STATE").count(), 0);
    assert_eq!(output.statuses("user"), ["STARTED", "RUNNING", "COMPLETE"]);
    let state = run.json("_state.json");
    assert_eq!(state["connector"], "source-shop");
    let files: Vec<&Value> = state["streams"].as_array().unwrap().iter().map(|stream| &stream["file"]).collect();
    assert_eq!(files, ["user.jsonl", "order.jsonl", "Odd%20name%2F%C3%A9.jsonl"]);
    assert_eq!(state["streams"][0]["length"], run.text("user.jsonl").len());
    let catalog = run.json("_catalog.json");
    assert_eq!(catalog["streams"][1]["stream"]["name"], "order");
    assert_eq!(catalog["streams"][1]["sync_mode"], "incremental");
}

#[test]
fn the_next_run_appends_what_is_new_and_replaces_a_full_refresh() {
    let run = Run::new();
    *run.shelf.orders.lock().unwrap() = vec!["2024-02-01", "2024-02-02"];
    run.read(&[]).succeeded();

    run.shelf.first.store(10, Ordering::Relaxed);
    run.shelf.orders.lock().unwrap().push("2024-02-03");
    run.read(&[]).succeeded();

    assert_eq!(run.text("user.jsonl"), "{\"id\":10,\"price\":0.1}\n{\"id\":11,\"price\":null}\n");
    assert_eq!(
        run.text("order.jsonl"),
        "{\"day\":\"2024-02-01\"}\n{\"day\":\"2024-02-02\"}\n{\"day\":\"2024-02-03\"}\n"
    );
    assert!(!run.path("user.jsonl.new").exists());
}

#[test]
fn an_incomplete_full_refresh_leaves_the_old_file_and_is_continued() {
    let run = Run::new();
    run.read(&["--streams", "user"]).succeeded();
    run.shelf.first.store(10, Ordering::Relaxed);
    run.shelf.fails.store(true, Ordering::Relaxed);

    assert_eq!(run.read(&["--streams", "user"]).exit_code(), 1);
    assert_eq!(run.text("user.jsonl"), "{\"id\":0,\"price\":0.1}\n{\"id\":1,\"price\":null}\n");
    assert_eq!(run.text("user.jsonl.new"), "{\"id\":10,\"price\":0.1}\n");
    // A crash may leave more bytes than the state covers.
    std::fs::write(run.path("user.jsonl.new"), "{\"id\":10,\"price\":0.1}\n{\"id\":11,\"pr").unwrap();
    run.shelf.fails.store(false, Ordering::Relaxed);
    run.shelf.first.store(20, Ordering::Relaxed);
    run.read(&["--streams", "user"]).succeeded();

    assert_eq!(run.text("user.jsonl"), "{\"id\":10,\"price\":0.1}\n{\"id\":21,\"price\":null}\n");
}

#[test]
fn a_missing_rename_is_completed_by_the_next_run() {
    let run = Run::new();
    run.read(&["--streams", "user"]).succeeded();
    std::fs::write(run.path("user.jsonl.new"), "{\"id\":5,\"price\":5.0}\n").unwrap();
    run.change("_state.json", |state| {
        state["streams"][0]["work_file"] = json!("user.jsonl.new");
        state["streams"][0]["length"] = json!(21);
    });

    run.read(&["--streams", "order"]).succeeded();

    assert_eq!(run.text("user.jsonl"), "{\"id\":5,\"price\":5.0}\n");
    assert_eq!(run.json("_state.json")["streams"][0]["work_file"], "user.jsonl");
}

#[test]
fn one_run_at_a_time_writes_to_a_directory() {
    let run = Run::new();
    run.read(&[]).succeeded();
    let lock = std::fs::File::open(run.path("_lock")).unwrap();
    lock.lock().unwrap();

    let failed = run.read(&[]).failed();

    let shown = run.folder.0.join("data").display().to_string();
    assert_eq!(
        failed,
        format!("--out: another run writes to the directory {shown}; wait for its end or use another directory")
    );
}

#[test]
fn the_directory_of_another_connector_is_refused() {
    let run = Run::new();
    run.read(&[]).succeeded();

    let failed = testing::run::<Elsewhere>(run.arguments(&[])).failed();

    let shown = run.folder.0.join("data").display().to_string();
    assert_eq!(
        failed,
        format!("--out: the directory {shown} has data of the connector `source-shop`; use another directory")
    );
}

#[test]
fn a_changed_schema_is_a_warning_with_the_fields() {
    let run = Run::new();
    run.read(&[]).succeeded();
    run.change("_catalog.json", |catalog| {
        let fields = catalog["streams"][0]["stream"]["json_schema"]["properties"].as_object_mut().unwrap();
        fields.remove("price");
        fields.insert("old".to_owned(), json!({}));
    });

    let output = run.read(&[]).succeeded();

    let warning = "stream `user`: the schema has changed since the last run: added price; removed old";
    assert!(output.logs().contains(&("WARN".to_owned(), warning.to_owned())), "{:?}", output.logs());
    assert!(run.read(&[]).succeeded().logs().iter().all(|(_, message)| !message.contains("schema has changed")));
}

#[test]
fn files_that_do_not_fit_the_state_are_errors() {
    let run = Run::new();
    std::fs::create_dir(run.folder.0.join("data")).unwrap();
    std::fs::write(run.path("user.jsonl"), "mine").unwrap();
    let shown = run.path("user.jsonl").display().to_string();

    assert_eq!(
        run.read(&[]).failed(),
        format!("--out: the file {shown} exists, but --out has not written it; move it or use another directory")
    );

    std::fs::remove_file(run.path("user.jsonl")).unwrap();
    *run.shelf.orders.lock().unwrap() = vec!["2024-02-01"];
    run.read(&[]).succeeded();
    std::fs::write(run.path("order.jsonl"), "{").unwrap();
    let shown = run.path("order.jsonl").display().to_string();
    assert_eq!(
        run.read(&[]).failed(),
        format!(
            "--out: the file {shown} has 1 bytes, but _state.json says 21: restore the file, or remove it and the stream \
             `order` of _state.json to read the stream again"
        )
    );
    std::fs::write(run.path("_state.json"), "{}").unwrap();
    let shown = run.path("_state.json").display().to_string();
    let failed = run.read(&[]).failed();
    assert!(failed.starts_with(&format!("--out: the file {shown} is not valid: missing field `version`")), "{failed}");
}

#[test]
fn a_directory_that_cannot_be_created_is_an_error_with_the_reason() {
    let run = Run::new();
    run.folder.file("data", "a file");

    let failed = run.read(&[]).failed();

    let shown = run.folder.0.join("data").display().to_string();
    assert_eq!(failed, format!("--out: the directory {shown} cannot be written: File exists (os error 17)"));
}

#[test]
fn options_that_contradict_the_directory_are_wrong_uses() {
    let run = Run::new();

    for options in [&["--limit", "3"][..], &["--limit", "3", "--format", "jsonl"], &["--state", "state.json"]] {
        assert_eq!(run.read(options).exit_code(), 2, "{options:?}");
    }
}

#[test]
fn another_sync_mode_begins_a_new_file() {
    let run = Run::new();
    *run.shelf.orders.lock().unwrap() = vec!["2024-02-01"];
    run.read(&["--streams", "order"]).succeeded();
    let catalog = json!({ "streams": [{
        "stream": { "name": "order" }, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"
    }] });
    let catalog = run.folder.file("catalog.json", catalog.to_string());

    run.read(&["--catalog", catalog.to_str().unwrap()]).succeeded();
    run.read(&["--streams", "order"]).succeeded();

    assert_eq!(run.text("order.jsonl"), "{\"day\":\"2024-02-01\"}\n");
    assert_eq!(run.json("_state.json")["streams"][0]["sync_mode"], "incremental");
}

#[test]
fn each_run_cuts_what_a_crash_left_also_of_streams_that_it_does_not_read() {
    let run = Run::new();
    *run.shelf.orders.lock().unwrap() = vec!["2024-02-01"];
    run.read(&[]).succeeded();
    std::fs::write(run.path("order.jsonl"), "{\"day\":\"2024-02-01\"}\n{\"day\":\"20").unwrap();

    run.read(&["--streams", "user"]).succeeded();

    assert_eq!(run.text("order.jsonl"), "{\"day\":\"2024-02-01\"}\n");
}

#[test]
fn a_stream_of_the_same_name_in_a_namespace_does_not_touch_the_file() {
    let run = Run::new();
    let select = |namespace: Value| {
        json!({
            "stream": { "name": "user", "namespace": namespace },
            "sync_mode": "full_refresh",
            "destination_sync_mode": "overwrite",
        })
    };
    let catalog = json!({ "streams": [select(Value::Null), select(json!("x"))] });
    let catalog = run.folder.file("catalog.json", catalog.to_string());

    let output = run.read(&["--catalog", catalog.to_str().unwrap()]);

    assert_eq!(output.exit_code(), 1, "the stream with a namespace is unknown");
    assert_eq!(run.text("user.jsonl"), "{\"id\":0,\"price\":0.1}\n{\"id\":1,\"price\":null}\n");
}
