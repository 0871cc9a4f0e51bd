//! One command, from its arguments to its end.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::runtime::Runtime;
use url::Url;

use super::args::{Arguments, Command, Common, parsed};
use super::limits::{cache_place, limits, memory, requests_in_flight};
use super::login::{Wanted, login};
use super::tape::Tape;
use super::{files, panics, signals};
use crate::error::{Error, Result};
use crate::http::MemoryBudget;
use crate::http::url::redacted;
use crate::protocol::{AirbyteConnectionStatus, AirbyteMessage, Level, Status};
use crate::read::read;
use crate::schema::{connection_specification, secrets};
use crate::secret::{Pasted, Redactor};
use crate::source::{Session, check, decode_config, discover, ignored, selections, spec, states, unknown_keys};
use crate::stream::Source;
use crate::writer::{MAX_QUEUED_BYTES, Outlet, Output, Writer};

/// How long a reader that does not read keeps a process that was told to end.
const PATIENCE_AFTER_A_SIGNAL: Duration = Duration::from_secs(5);

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
    let set_up = fixed_now(&arguments.common).and_then(|now| {
        let tape = Tape::new(arguments.command.cassette(), &redactor)?;
        Ok((tape.now(now), tape))
    });
    let (fixed_now, tape, problem) = match set_up {
        Ok((now, tape)) => (now, tape, None),
        Err(problem) => (None, Tape::default(), Some(problem)),
    };
    // What is wrong with it is told by the command itself.
    let queue_bytes = memory(&arguments.common).map_or(MAX_QUEUED_BYTES, |bytes| (bytes / 8).min(MAX_QUEUED_BYTES));
    let output = Output::new(Writer::start(out, queue_bytes), redactor, arguments.common.debug, fixed_now);
    let output = Rc::new(output);
    let is_read = matches!(arguments.command, Command::Read { .. });
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Nothing can be waited for without it, the writer neither.
            let _ = writeln!(std::io::stderr(), "the runtime cannot start: {error}");
            return Ended::Exit(1);
        }
    };
    let work = match problem {
        Some(problem) => {
            output.error(&problem, None);
            Work::Done(false)
        }
        // Inside of a test, a panic is the test's; a process must end as the protocol says.
        None if !listen => work::<S>(arguments, &output, &tape, &runtime, listen),
        None => {
            panics::caught(|| work::<S>(arguments, &output, &tape, &runtime, listen)).unwrap_or_else(Work::Panicked)
        }
    };
    tape.finish(&output, matches!(work, Work::Done(_)));
    let (success, signal) = match work {
        Work::Done(success) => (success, None),
        // A read that nobody took is not complete; any other command has said what it had to say.
        Work::Closed => (!is_read, None),
        Work::Panicked(words) => {
            output.interrupted(&Error::system(format!("internal error (a bug in the connector): {words}")));
            (false, None)
        }
        Work::Signal(number, name) => {
            output.interrupted(&Error::transient(format!("the run was ended by {name}")));
            (false, Some(number))
        }
    };
    let signal = runtime.block_on(written(&output, signal, listen));
    // A name look-up may still hang in a thread: it is not waited for.
    runtime.shutdown_background();
    let is_written = match output.writer.outlet() {
        Outlet::Open => true,
        Outlet::Gone => !is_read,
        Outlet::Broken(why) => {
            // The only place left to say it; where that fails too, the exit code tells.
            let _ = writeln!(std::io::stderr(), "standard output cannot be written: {why}");
            false
        }
    };
    match signal {
        Some(signal) => Ended::Signal(signal),
        None => Ended::Exit(u8::from(!success || output.has_failed() || !is_written)),
    }
}

/// Waits until everything is written: as long as it takes, but after a signal only for a while. Returns the signal that ends
/// the process, where there is one.
async fn written(output: &Output, signal: Option<i32>, listen: bool) -> Option<i32> {
    if signal.is_some() {
        // A reader that reads gets all of it; one that does not must not keep the process.
        let _ = tokio::time::timeout(PATIENCE_AFTER_A_SIGNAL, output.writer.finished()).await;
        return signal;
    }
    let signal = tokio::select! {
        biased;
        () = output.writer.finished() => return None,
        (number, _) = signalled(listen) => number,
    };
    let _ = tokio::time::timeout(PATIENCE_AFTER_A_SIGNAL, output.writer.finished()).await;
    Some(signal)
}

async fn signalled(listen: bool) -> (i32, &'static str) {
    match listen {
        true => signals::received().await,
        false => std::future::pending().await,
    }
}

/// A signal. The last STATEs are written while what they are of still lives: it is dropped with the command.
async fn cut_short(output: &Output, listen: bool) -> (i32, &'static str) {
    let signal = signalled(listen).await;
    output.write_last_states();
    signal
}

fn work<S: Source>(arguments: Arguments, output: &Rc<Output>, tape: &Tape, runtime: &Runtime, listen: bool) -> Work {
    // Requests under way are dropped with it, and with them their hold on the output.
    let local = tokio::task::LocalSet::new();
    local.block_on(runtime, async {
        let work = tokio::select! {
            biased;
            (number, name) = cut_short(output, listen) => Work::Signal(number, name),
            () = output.writer.closed() => Work::Closed,
            done = command::<S>(arguments, output, tape) => match done {
                Ok(success) => Work::Done(success),
                Err(error) => {
                    output.error(&error, None);
                    Work::Done(false)
                }
            },
        };
        // A token for one use that is on its way would be lost with the run.
        let _ = tokio::time::timeout(PATIENCE_AFTER_A_SIGNAL, output.settled()).await;
        work
    })
}

async fn command<S: Source>(arguments: Arguments, output: &Rc<Output>, tape: &Tape) -> Result<bool> {
    let Arguments { command, common } = arguments;
    match command {
        Command::Spec => {
            output.send(&AirbyteMessage::Spec { spec: spec::<S>() });
            Ok(true)
        }
        Command::Check { config, .. } => {
            let outcome = match session::<S>(&config, &common, output, tape) {
                Ok(session) => check(session).await,
                Err(error) => Err(error),
            };
            tell_check(output, outcome);
            Ok(true)
        }
        Command::Discover { config, .. } => {
            let session = session::<S>(&config, &common, output, tape)?;
            output.send(&AirbyteMessage::Catalog { catalog: discover(session).await? });
            Ok(true)
        }
        Command::Login { config, port, no_browser, device } => {
            let wanted = Wanted { config: &config, port, no_browser, device, stand_in: stand_in(&common)? };
            login::<S>(wanted, limits(&common)?, output).await?;
            Ok(true)
        }
        Command::Read { config, catalog, state, .. } => {
            let session = session::<S>(&config, &common, output, tape)?;
            let catalog = files::json("catalog", "a JSON object with `streams`", &catalog)?;
            let state = state.map_or(Ok(None), |state| files::json_unless_empty("state", &state))?;
            let states = states(&state.unwrap_or(Value::Null))?;
            let run = session.run.clone();
            let selections = selections(&catalog, states, session).await?;
            Ok(read(selections, &run).await)
        }
    }
}

fn session<S: Source>(config: &Path, common: &Common, output: &Rc<Output>, tape: &Tape) -> Result<Session<S>> {
    let value = files::json("config", "a JSON object", config)?;
    let spec = connection_specification::<S::Config>();
    let secrets = secrets(&spec, &value);
    secrets.iter().for_each(|secret| output.redactor.add(secret));
    if let Some(warning) = tape.warning(&secrets) {
        output.log(Level::Warn, &warning);
    }
    let pasted = Pasted::new(&value, &secrets);
    pasted.judge_secrets()?;
    let config: S::Config = decode_config(&value, &spec)?;
    if let Some(line) = ignored(&S::definition().ignores, &spec, &value)? {
        output.log(Level::Info, &line);
    }
    if let Some(line) = unknown_keys::<S>(&value, &config) {
        output.log(Level::Warn, &line);
    }
    let stand_in = tape.stand_in(|| stand_in(common))?;
    if let Some(url) = stand_in.as_ref().filter(|_| !tape.is_replay()) {
        let url = redacted(url);
        output.log(Level::Warn, &format!("every request goes to {url} in place of the declared url_base"));
    }
    let transport = tape.transport::<S>(output, stand_in.as_ref(), limits(common)?)?;
    let room = MemoryBudget::new(memory(common)?);
    let most = requests_in_flight(common)?;
    Session::new((value, pasted, config), output.clone(), stand_in, transport, most, (cache_place()?, room))
}

/// The server of `--url-base`, else of `CDK_URL_BASE`.
fn stand_in(common: &Common) -> Result<Option<Url>> {
    let text = common.url_base.clone().or_else(|| std::env::var("CDK_URL_BASE").ok());
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        outcome => {
            // A URL may hold a password.
            let got = match outcome {
                Ok(url) => format!("one that begins with `{}:`", url.scheme()),
                Err(_) if text.contains("://") => "an invalid one".to_owned(),
                Err(_) => "a text without http:// or https://".to_owned(),
            };
            let like = "expected a URL like http://127.0.0.1:8080";
            Err(Error::config(format!("--url-base or CDK_URL_BASE: {like}, got {got}")))
        }
    }
}

/// The time of `--now`, else of `CDK_NOW`.
fn fixed_now(common: &Common) -> Result<Option<Timestamp>> {
    let (word, text) = match (&common.now, std::env::var("CDK_NOW")) {
        (Some(text), _) => ("--now", text.clone()),
        (None, Ok(text)) => ("CDK_NOW", text),
        (None, Err(_)) => return Ok(None),
    };
    text.parse()
        .map(Some)
        .map_err(|_| Error::config(format!("{word}: expected a date and time like 2024-01-31T00:00:00Z, got '{text}'")))
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
