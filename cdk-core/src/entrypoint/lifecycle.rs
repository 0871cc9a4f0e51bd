//! Lifecycle of a run: from its arguments to the exit code, including signals and panics.
//!
//! In: arguments and an output for messages. Out: messages and the end of the process: an exit code or a signal.
//! Every run ends with the same steps: the last messages, the recording, the queue to standard output, the exit code.
//! Not here: what a command does (see `command`).

use std::ffi::OsString;
use std::io::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::args::{self, Arguments};
use super::command::execute;
use super::format::{self, Format, Screen, Terminals, show_progress};
use super::limits::memory;
use super::out::{DirectorySlot, directory_sink};
use super::setting::Setting;
use super::tape::{RecordingEnd, Tape};
use super::{panics, signals};
use crate::error::{Error, Result};
use crate::secret::Redactor;
use crate::source::ConfigType;
use crate::stream::SourceDef;
use crate::writer::{MAX_QUEUED_BYTES, Outlet, RunOutput, Writer};

/// Shutdown timeout after a signal: how long the process waits for a blocked reader of standard output.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// How the process ends.
pub(super) enum CommandEnd {
    Exit(u8),
    Signal(i32),
}

/// Which side handles SIGTERM, SIGINT and panics.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SignalHandling {
    /// The run handles them.
    Listen,
    /// The surrounding process handles them, such as a test.
    LeaveToProcess,
}

/// The process around a run.
#[derive(Clone, Copy)]
pub(super) struct RunProcess {
    pub(super) signals: SignalHandling,
    pub(super) terminals: Terminals,
}

/// How the command itself ended.
enum CommandWork {
    /// Whether the command succeeded.
    Done(bool),
    /// Standard output is closed.
    Closed,
    Signal(i32, &'static str),
    /// A bug in the connector, with the message of the panic.
    Panicked(String),
}

/// The command and its source.
struct Invocation<C> {
    source: SourceDef<C>,
    arguments: Arguments,
    /// The directory of `--out`.
    directory: DirectorySlot,
    screen: Arc<Screen>,
}

/// Runs one command with all steps before and after it.
pub(super) fn run_command<C: ConfigType>(
    source: SourceDef<C>,
    arguments: Vec<OsString>,
    out: Box<dyn Write + Send>,
    process: RunProcess,
) -> CommandEnd {
    let RunProcess { signals, terminals } = process;
    let arguments = match args::parse(&source, arguments, terminals) {
        Ok(arguments) => arguments,
        Err(code) => return CommandEnd::Exit(code),
    };
    let redactor = Rc::new(Redactor::default());
    let (fixed_now, tape, problem) = match set_up(&arguments, &redactor) {
        Ok((now, tape)) => (now, tape, None),
        Err(problem) => (None, Tape::default(), Some(problem)),
    };
    // An invalid variable is reported by the command.
    let queue_bytes = memory(&arguments.settings).map_or(MAX_QUEUED_BYTES, |bytes| (bytes / 8).min(MAX_QUEUED_BYTES));
    let presentation = arguments.command.presentation();
    let limit = presentation.and_then(|presentation| presentation.limit);
    let is_read = presentation.is_some();
    let format = presentation.map_or(Format::Protocol, |presentation| presentation.format(terminals));
    let screen = Arc::new(Screen::new(Box::new(std::io::stderr()), terminals.stderr && is_read));
    let sink = format::wrap(out, format, &screen, limit, !arguments.command.writes_config());
    let (sink, directory) = directory_sink(sink, &arguments.command);
    let output = RunOutput::new(Writer::start(sink, queue_bytes), redactor, arguments.settings.debug, fixed_now);
    let output = Rc::new(output);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Without a runtime nothing can wait for the writer.
            let _ = writeln!(std::io::stderr(), "the runtime cannot start: {error}");
            return CommandEnd::Exit(1);
        }
    };
    let invocation = Invocation { source, arguments, directory, screen: screen.clone() };
    let work = match problem {
        Some(problem) => {
            output.error(&problem, None);
            CommandWork::Done(false)
        }
        // A panic in a test belongs to the test runner.
        None if signals == SignalHandling::LeaveToProcess => work(invocation, &output, &tape, &runtime, signals),
        None => {
            panics::catch(|| work(invocation, &output, &tape, &runtime, signals)).unwrap_or_else(CommandWork::Panicked)
        }
    };
    let recording = if matches!(work, CommandWork::Done(_)) { RecordingEnd::Whole } else { RecordingEnd::Interrupted };
    tape.finish(&output, recording);
    let (success, signal) = report_end(work, &output, is_read);
    report_totals(&output, format, &screen);
    let signal = runtime.block_on(wait_until_written(&output, signal, signals));
    // A thread may still resolve a host name; the shutdown does not wait for it.
    runtime.shutdown_background();
    let is_written = report_outlet(&output, is_read);
    let success = success && is_written && !output.has_failed();
    match signal {
        Some(signal) => CommandEnd::Signal(signal),
        None => CommandEnd::Exit(u8::from(!success)),
    }
}

/// The run's fixed time and its cassette.
fn set_up(arguments: &Arguments, redactor: &Rc<Redactor>) -> Result<(Option<Timestamp>, Tape)> {
    let now = Setting::value(arguments.settings.now.as_ref())?;
    let tape = Tape::new(arguments.command.cassette(), redactor)?;
    Ok((tape.now(now), tape))
}

/// Reports an interruption: a panic, a signal or a closed output. Returns whether the command succeeded, and the
/// signal.
fn report_end(work: CommandWork, output: &RunOutput, is_read: bool) -> (bool, Option<i32>) {
    match work {
        CommandWork::Done(success) => (success, None),
        // For a read, records were lost. Any other command has already written its result.
        CommandWork::Closed => (!is_read, None),
        CommandWork::Panicked(message) => {
            output.interrupted(&Error::system(format!("internal error (a bug in the connector): {message}")));
            (false, None)
        }
        CommandWork::Signal(number, name) => {
            output.interrupted(&Error::transient(format!("the run was ended by {name}")));
            (false, Some(number))
        }
    }
}

/// The totals of the streams, for people: on standard output with the format human, otherwise on a terminal.
fn report_totals(output: &RunOutput, format: Format, screen: &Screen) {
    screen.clear_progress();
    let Some(text) = format::summary(&output.summaries(), screen) else { return };
    match format {
        Format::Human => output.writer.write_now(format!("{text}\n").into_bytes()),
        Format::Protocol | Format::Jsonl if screen.is_terminal() => screen.print(&text),
        Format::Protocol | Format::Jsonl => {}
    }
}

/// Whether all messages reached standard output. Reports a failed write.
fn report_outlet(output: &RunOutput, is_read: bool) -> bool {
    match output.writer.outlet() {
        Outlet::Open => true,
        Outlet::Gone => !is_read,
        Outlet::Broken(why) => {
            // Standard error is the only output left. If it fails too, only the exit code is left.
            // A failed `--out` is reported on standard output.
            if !why.is_empty() {
                let _ = writeln!(std::io::stderr(), "{why}");
            }
            false
        }
    }
}

/// Waits until everything is written. After a signal, the wait has the shutdown timeout. Returns the signal that ends
/// the process, if any.
async fn wait_until_written(output: &RunOutput, signal: Option<i32>, signals: SignalHandling) -> Option<i32> {
    if signal.is_some() {
        // A blocked reader must not keep the process alive.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, output.writer.finished()).await;
        return signal;
    }
    let signal = tokio::select! {
        biased;
        () = output.writer.finished() => return None,
        (number, _) = wait_for_signal(signals) => number,
    };
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, output.writer.finished()).await;
    Some(signal)
}

async fn wait_for_signal(signals: SignalHandling) -> (i32, &'static str) {
    match signals {
        SignalHandling::Listen => signals::receive().await,
        SignalHandling::LeaveToProcess => std::future::pending().await,
    }
}

/// Waits for a signal, then writes the last STATEs while their streams still exist: the streams are dropped with the
/// command.
async fn interrupt(output: &RunOutput, signals: SignalHandling) -> (i32, &'static str) {
    let signal = wait_for_signal(signals).await;
    output.interrupt_streams();
    signal
}

/// Executes the command until it ends, standard output closes, or a signal arrives.
fn work<C: ConfigType>(
    invocation: Invocation<C>,
    output: &Rc<RunOutput>,
    tape: &Tape,
    runtime: &Runtime,
    signals: SignalHandling,
) -> CommandWork {
    // Requests in flight are dropped with the task set, and with them their references to the output.
    let local = tokio::task::LocalSet::new();
    local.block_on(runtime, async {
        let work = tokio::select! {
            biased;
            (number, name) = interrupt(output, signals) => CommandWork::Signal(number, name),
            () = output.writer.closed() => CommandWork::Closed,
            () = show_progress(output, &invocation.screen) => CommandWork::Done(false),
            done = execute(invocation.source, invocation.arguments, (output, &invocation.directory), tape) => match done {
                Ok(success) => CommandWork::Done(success),
                Err(error) => {
                    output.error(&error, None);
                    CommandWork::Done(false)
                }
            },
        };
        // Wait for a token response in flight: a single-use refresh token would be lost otherwise.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, output.settled()).await;
        work
    })
}
