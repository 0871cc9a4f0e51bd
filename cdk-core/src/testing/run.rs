//! In-process runs of a source, through the same entrypoint as its binary.
//!
//! In: a source, a config, and for a read streams and a state. Out: an [`Output`].
//! The config, catalog and state are written to files in a temporary directory, as on the platform; the directory is
//! removed afterwards. Every run has its own thread, so async tests can call it too.
//! Not here: signals and standard error, which need a process.

use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::api::RunningApi;
use super::output::Output;
use crate::stream::Source;

/// Runs `spec`.
pub fn spec<S: Source>() -> Output {
    run::<S>(vec!["spec".into()])
}

/// Runs `check` against the scripted API.
pub fn check<S: Source>(api: &RunningApi, config: Value) -> Output {
    Connector::<S>::new(api, config).check()
}

/// Runs `discover` against the scripted API.
pub fn discover<S: Source>(api: &RunningApi, config: Value) -> Output {
    Connector::<S>::new(api, config).discover()
}

/// Runs `read` of these streams, without a state, against the scripted API.
///
/// `catalog` is a list of stream names, or a configured catalog as JSON.
pub fn read<S: Source>(api: &RunningApi, config: Value, catalog: impl Into<Selection>) -> Output {
    Connector::<S>::new(api, config).read(catalog)
}

/// The streams to read: names or a configured catalog.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Selection {
    /// Streams by name: incremental if supported, else full refresh. Unknown names are selected too.
    Streams(Vec<String>),
    /// A configured catalog.
    Catalog(Value),
}

impl<const N: usize> From<[&str; N]> for Selection {
    fn from(names: [&str; N]) -> Self {
        Self::Streams(names.map(str::to_owned).to_vec())
    }
}

impl From<&[&str]> for Selection {
    fn from(names: &[&str]) -> Self {
        Self::Streams(names.iter().map(|name| (*name).to_owned()).collect())
    }
}

impl From<Value> for Selection {
    fn from(catalog: Value) -> Self {
        Self::Catalog(catalog)
    }
}

/// A source under test, with the config and state of its runs.
///
/// Default: one request in flight, so that the records of a stream arrive in the order of its slices; see
/// [`Connector::concurrency`].
pub struct Connector<S> {
    concurrency: Option<usize>,
    url_base: Option<String>,
    config: Value,
    state: Option<Value>,
    more: Vec<OsString>,
    cassette: Option<(&'static str, PathBuf)>,
    source: PhantomData<fn() -> S>,
}

impl<S: Source> fmt::Debug for Connector<S> {
    /// Does not show the config and the state, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector")
            .field("source", &S::NAME)
            .field("url_base", &self.url_base)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

impl<S: Source> Connector<S> {
    /// A source whose requests all go to the scripted API (by `--url-base`).
    pub fn new(api: &RunningApi, config: Value) -> Self {
        Self { url_base: Some(api.url()), ..Self::unserved(config) }
    }

    /// A source with its own URLs, for runs that must fail before any request or are replayed from a cassette.
    pub fn unserved(config: Value) -> Self {
        Self {
            concurrency: Some(1),
            url_base: None,
            config,
            state: None,
            more: Vec::new(),
            cassette: None,
            source: PhantomData,
        }
    }

    /// The state for `read`: the content of the state file.
    #[must_use]
    pub fn state(mut self, state: Value) -> Self {
        self.state = Some(state);
        self
    }

    /// Limit of requests in flight; `None` for the source's own. Default: 1.
    #[must_use]
    pub fn concurrency(mut self, requests: impl Into<Option<usize>>) -> Self {
        self.concurrency = requests.into();
        self
    }

    /// The fixed current time of the runs, such as `2024-01-31T00:00:00Z`.
    #[must_use]
    pub fn now(self, time: &str) -> Self {
        self.arg("--now").arg(time)
    }

    /// Adds an argument to every run, such as `--debug`.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.more.push(arg.into());
        self
    }

    /// Replays the recording in this directory, made by `--keep-cache`: no request is sent, and any credentials are
    /// accepted.
    /// The clock is that of the recording; the rest of the config must be the same.
    ///
    /// ```
    /// use cdk_core::prelude::*;
    /// use cdk_core::testing::{Api, Connector, Reply};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// use serde_json::json;
    /// # #[derive(Deserialize, JsonSchema)] struct Config { token: Secret }
    /// # #[derive(Source)]
    /// # #[source(config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(User))]
    /// # struct Users;
    /// # #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    /// # #[stream(source = Users, path = "users", primary_key = "id")]
    /// # struct User { id: u64 }
    ///
    /// # let parent = std::env::temp_dir().join(format!("cdk-cassette-example-{}", std::process::id()));
    /// # let directory = parent.join("users");
    /// // Once, against the API; `source-users read … --keep-cache DIR` does the same.
    /// let api = Api::new().on("GET /users", |_| Reply::json(json!([{ "id": 1 }]))).start();
    /// Connector::<Users>::new(&api, json!({ "token": "t0ken-of-mine" })).keep_cassette(&directory).read(["user"]);
    /// drop(api);
    ///
    /// // From then on, without it.
    /// let connector = Connector::<Users>::unserved(json!({ "token": "any other" })).from_cassette(&directory);
    /// assert_eq!(connector.read(["user"]).succeeded().records("user"), [json!({ "id": 1 })]);
    /// # std::fs::remove_dir_all(parent).unwrap();
    /// ```
    #[must_use]
    pub fn from_cassette(mut self, directory: impl Into<PathBuf>) -> Self {
        self.cassette = Some(("--from-cache", directory.into()));
        self
    }

    /// Records all requests and responses in this directory. Each run needs its own directory.
    #[must_use]
    pub fn keep_cassette(mut self, directory: impl Into<PathBuf>) -> Self {
        self.cassette = Some(("--keep-cache", directory.into()));
        self
    }

    /// Runs `check`.
    pub fn check(&self) -> Output {
        self.run("check", None, self.cassette.as_ref())
    }

    /// Runs `discover`.
    pub fn discover(&self) -> Output {
        self.run("discover", None, self.cassette.as_ref())
    }

    /// Runs `read`. For streams given by name, `discover` runs first.
    pub fn read(&self, catalog: impl Into<Selection>) -> Output {
        let catalog = match catalog.into() {
            Selection::Catalog(catalog) => catalog,
            Selection::Streams(names) => self.configured(&names),
        };
        self.run("read", Some(&catalog), self.cassette.as_ref())
    }

    /// The configured catalog of these streams.
    fn configured(&self, names: &[String]) -> Value {
        // The recording is of the read, not of discover.
        let replayed = self.cassette.as_ref().filter(|(word, _)| *word == "--from-cache");
        let discovered = self.run("discover", None, replayed);
        // If discover fails, the read reports the error.
        let discovered = discovered.streams().unwrap_or_default();
        let streams = names.iter().map(|name| {
            let known = discovered.iter().find(|stream| stream["name"] == **name);
            let unknown = json!({ "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"] });
            let stream = known.cloned().unwrap_or(unknown);
            let modes = stream["supported_sync_modes"].as_array();
            let is_incremental = modes.is_some_and(|modes| modes.iter().any(|mode| mode == "incremental"));
            json!({
                "sync_mode": if is_incremental { "incremental" } else { "full_refresh" },
                "destination_sync_mode": "append",
                "stream": stream,
            })
        });
        json!({ "streams": streams.collect::<Value>() })
    }

    fn run(&self, command: &str, catalog: Option<&Value>, cassette: Option<&(&'static str, PathBuf)>) -> Output {
        let files = Files::new();
        let mut args: Vec<OsString> = vec![command.into(), "--config".into(), files.with("config.json", &self.config)];
        if let Some(catalog) = catalog {
            args.extend(["--catalog".into(), files.with("catalog.json", catalog)]);
            if let Some(state) = &self.state {
                args.extend(["--state".into(), files.with("state.json", state)]);
            }
        }
        if let Some(url) = &self.url_base {
            args.extend(["--url-base".into(), url.into()]);
        }
        if let Some(requests) = self.concurrency {
            args.extend(["--concurrency".into(), requests.to_string().into()]);
        }
        if let Some((word, directory)) = cassette {
            args.extend([word.into(), directory.into()]);
        }
        args.extend(self.more.iter().cloned());
        run::<S>(args)
    }
}

/// Runs a source with these arguments, without the program's name.
///
/// # Panics
/// If the source panics, with its message; or if a line of its output is not a message.
pub fn run<S: Source>(args: Vec<OsString>) -> Output {
    let written = CapturedOutput::default();
    let out = Box::new(written.clone());
    let thread = std::thread::spawn(move || crate::entrypoint::run_with::<S>(args, out));
    let exit_code = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let bytes = written.0.lock().unwrap_or_else(PoisonError::into_inner);
    Output::new(exit_code, &bytes)
}

/// Standard output in memory.
#[derive(Clone, Default)]
struct CapturedOutput(Arc<Mutex<Vec<u8>>>);

impl Write for CapturedOutput {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The directory of one run, removed when dropped.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("cdk-testing-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).expect("the temporary directory is writable");
        Self(directory)
    }

    /// Writes a file and returns its path.
    fn with(&self, name: &str, content: &Value) -> OsString {
        let path = Path::join(&self.0, name);
        std::fs::write(&path, content.to_string()).expect("the temporary directory is writable");
        path.into_os_string()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
