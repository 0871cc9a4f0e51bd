//! Runs a command of a manifest in this process.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cdk_core::entrypoint::run_source_with;
use cdk_core::testing::{Received, RunningApi};
use serde_json::{Value, json};
use source_declarative_manifest::build::Manifest;
use source_declarative_manifest::yaml;

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

/// The exit code and the messages of a command.
pub(crate) struct Output {
    pub(crate) code: u8,
    pub(crate) messages: Vec<Value>,
}

impl Output {
    /// The data of the records of a stream.
    pub(crate) fn records(&self, stream: &str) -> Vec<Value> {
        let of = |message: &&Value| message["type"] == "RECORD" && message["record"]["stream"] == stream;
        self.messages.iter().filter(of).map(|message| message["record"]["data"].clone()).collect()
    }

    /// The last state of a stream.
    pub(crate) fn state(&self, stream: &str) -> Value {
        let of = |message: &&Value| {
            message["type"] == "STATE" && message["state"]["stream"]["stream_descriptor"]["name"] == stream
        };
        let last = self.messages.iter().rfind(of);
        last.map_or(Value::Null, |message| message["state"]["stream"]["stream_state"].clone())
    }

    /// The messages of the errors.
    pub(crate) fn errors(&self) -> Vec<String> {
        let errors = self.messages.iter().filter_map(|message| message["trace"]["error"]["message"].as_str());
        errors.map(str::to_owned).collect()
    }
}

fn file(value: &Value) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("cdk-manifest-{}-{number}.json", std::process::id()));
    std::fs::write(&path, value.to_string()).unwrap();
    path
}

/// A manifest of `tests/manifests`.
pub(crate) fn manifest(name: &str) -> Manifest {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests").join(name);
    Manifest::read(&yaml::parse(&std::fs::read_to_string(path).unwrap()).unwrap()).unwrap()
}

/// Runs a command with these files.
pub(crate) fn run(name: &str, command: &str, files: &[(&str, Value)]) -> Output {
    let paths: Vec<PathBuf> = files.iter().map(|(_, value)| file(value)).collect();
    let mut arguments: Vec<OsString> = vec![command.into()];
    for ((option, _), path) in files.iter().zip(&paths) {
        arguments.extend([option.into(), path.clone().into()]);
    }
    if !files.is_empty() {
        arguments.extend(["--concurrency".into(), "1".into()]);
    }
    let out = Written::default();
    let code = run_source_with(manifest(name).into_source(), arguments, Box::new(out.clone()));
    paths.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    Output { code, messages: text.lines().map(|line| serde_json::from_str(line).unwrap()).collect() }
}

/// Reads streams of a manifest.
pub(crate) fn read(name: &str, config: Value, streams: &[(&str, &str)], state: Value) -> Output {
    let stream = |(name, mode): &(&str, &str)| {
        let modes = ["full_refresh", "incremental"];
        json!({
            "stream": { "name": name, "json_schema": {}, "supported_sync_modes": modes },
            "sync_mode": mode, "destination_sync_mode": "append",
        })
    };
    let streams: Vec<Value> = streams.iter().map(stream).collect();
    let files = [("--config", config), ("--catalog", json!({ "streams": streams })), ("--state", state)];
    run(name, "read", &files)
}

/// The requests as `GET /path?a=1`.
pub(crate) fn requests(api: &RunningApi) -> Vec<String> {
    let line = |request: &Received| {
        let query: Vec<String> = request.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", request.method(), request.path(), query.join("&"))
    };
    api.requests().iter().map(line).collect()
}
