//! One command, from its arguments to its end.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::args::{Arguments, Command, Common, parsed};
use super::{files, panics, signals};
use crate::error::{Error, Result};
use crate::http::url::redacted;
use crate::protocol::{AirbyteConnectionStatus, AirbyteMessage, Level, Status};
use crate::read::read;
use crate::schema::{connection_specification, secrets};
use crate::secret::Redactor;
use crate::source::{Session, check, decode_config, discover, ignored, judge_state, selections, spec};
use crate::stream::Source;
use crate::writer::{Output, Writer};

/// How a command ended.
pub(super) enum Ended {
    Exit(u8),
    Signal(i32),
}

/// How the work of a command went.
enum Work {
    Done(bool),
    /// Nobody reads any more.
    Closed,
    Signal(i32, &'static str),
    /// A defect of the connector: what it said.
    Panicked(String),
}

pub(super) fn run<S: Source>(arguments: Vec<OsString>, out: Box<dyn Write + Send>, listen: bool) -> Ended {
    let arguments = match parsed::<S>(arguments) {
        Ok(arguments) => arguments,
        Err(code) => return Ended::Exit(code),
    };
    let redactor = Rc::new(Redactor::default());
    let (fixed_now, problem) = match fixed_now() {
        Ok(now) => (now, None),
        Err(problem) => (None, Some(problem)),
    };
    let output = Output::new(Writer::start(out), redactor, arguments.common.debug, fixed_now);
    let output = Rc::new(output);
    let is_read = matches!(arguments.command, Command::Read { .. });
    let work = match problem {
        Some(problem) => {
            output.error(&problem, None);
            Work::Done(false)
        }
        // Inside of a test, a panic is the test's; a process must end as the protocol says.
        None if !listen => in_runtime::<S>(arguments, &output, listen),
        None => panics::caught(|| in_runtime::<S>(arguments, &output, listen)).unwrap_or_else(Work::Panicked),
    };
    let (success, signal) = match work {
        Work::Done(success) => (success, None),
        // A read that nobody took is not complete; any other command has said what it had to say.
        Work::Closed => (!is_read, None),
        Work::Panicked(words) => {
            output.interrupted(&Error::system(format!("the connector has a defect and stopped: {words}")));
            (false, None)
        }
        Work::Signal(number, name) => {
            output.interrupted(&Error::transient(format!("the run was ended by {name}")));
            (false, Some(number))
        }
    };
    let failed = output.has_failed();
    let written = output.writer.finish();
    match signal {
        Some(signal) => Ended::Signal(signal),
        None => Ended::Exit(u8::from(!success || failed || (is_read && !written))),
    }
}

fn in_runtime<S: Source>(arguments: Arguments, output: &Rc<Output>, listen: bool) -> Work {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output.error(&Error::system(format!("the runtime cannot start: {error}")).with_source(error), None);
            return Work::Done(false);
        }
    };
    let local = tokio::task::LocalSet::new();
    let work = local.block_on(&runtime, async {
        let signal = async {
            match listen {
                true => signals::received().await,
                false => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            (number, name) = signal => Work::Signal(number, name),
            () = output.writer.closed() => Work::Closed,
            done = command::<S>(arguments, output) => match done {
                Ok(success) => Work::Done(success),
                Err(error) => {
                    output.error(&error, None);
                    Work::Done(false)
                }
            },
        }
    });
    // Requests under way are dropped, and with them their hold on the output.
    drop(local);
    // A name look-up may still hang in a thread: it is not waited for.
    runtime.shutdown_background();
    work
}

async fn command<S: Source>(arguments: Arguments, output: &Rc<Output>) -> Result<bool> {
    let Arguments { command, common } = arguments;
    match command {
        Command::Spec => {
            output.send(&AirbyteMessage::Spec { spec: spec::<S>() });
            Ok(true)
        }
        Command::Check { config } => {
            let outcome = match session::<S>(&config, &common, output) {
                Ok(session) => check(session).await,
                Err(error) => Err(error),
            };
            tell_check(output, outcome);
            Ok(true)
        }
        Command::Discover { config } => {
            let session = session::<S>(&config, &common, output)?;
            output.send(&AirbyteMessage::Catalog { catalog: discover(&session.definitions) });
            Ok(true)
        }
        Command::Read { config, catalog, state } => {
            let session = session::<S>(&config, &common, output)?;
            let catalog = files::json("catalog", &catalog)?;
            let state = state.map_or(Ok(Value::Null), |state| files::json("state", &state))?;
            judge_state(&state)?;
            let selections = selections(&catalog, session.definitions)?;
            Ok(read(selections, &session.run).await)
        }
    }
}

fn session<S: Source>(config: &Path, common: &Common, output: &Rc<Output>) -> Result<Session<S>> {
    let value = files::json("config", config)?;
    let spec = connection_specification::<S::Config>();
    for secret in secrets(&spec, &value) {
        output.redactor.add(&secret);
    }
    let config: S::Config = decode_config(&value, &spec)?;
    if let Some(line) = ignored(&S::definition().ignores, &spec, &value)? {
        output.log(Level::Info, &line);
    }
    let stand_in = stand_in(common)?;
    if let Some(url) = &stand_in {
        let url = redacted(url);
        output.log(Level::Warn, &format!("every request goes to {url} in place of the declared url_base"));
    }
    Session::new(config, output.clone(), stand_in)
}

/// The server of `--url-base`, else of `CDK_URL_BASE`.
fn stand_in(common: &Common) -> Result<Option<Url>> {
    let text = common.url_base.clone().or_else(|| std::env::var("CDK_URL_BASE").ok());
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        _ => Err(Error::config(format!(
            "--url-base or CDK_URL_BASE: expected a URL like http://127.0.0.1:8080, got '{text}'"
        ))),
    }
}

fn fixed_now() -> Result<Option<Timestamp>> {
    let Ok(text) = std::env::var("CDK_NOW") else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        Error::config(format!("CDK_NOW: expected a date and time like 2024-01-31T00:00:00Z, got '{text}'"))
    })
}

fn tell_check(output: &Output, outcome: Result<()>) {
    let (status, message) = match outcome {
        Ok(()) => (Status::Succeeded, None),
        Err(error) => {
            output.log(Level::Error, &error.internal_message());
            (Status::Failed, Some(output.told(&error.to_string())))
        }
    };
    let connection_status = AirbyteConnectionStatus { status, message };
    output.send(&AirbyteMessage::ConnectionStatus { connection_status });
}
