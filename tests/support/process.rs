//! Child processes that must end in time.
//!
//! In: a command, and how long it may take. Out: what it wrote and how it ended. A process that takes longer is killed,
//! so that whoever waits for it or reads from it goes on: a hanging child would hang the whole test run.
//! Not here: what is run (see `binary` and `clients`).

use std::io::{Read, Write, stderr};
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Far more than any run of a test takes.
const RUN_TIME: Duration = Duration::from_secs(120);

/// How a process ended and what it wrote.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if it died by a signal.
    pub exit_code: Option<i32>,
    /// Everything on standard output.
    pub stdout: Vec<u8>,
    /// Everything on standard error.
    pub stderr: Vec<u8>,
}

impl Run {
    /// The streams of the CATALOG message.
    ///
    /// # Panics
    /// If there is none.
    pub fn streams(&self) -> Vec<Value> {
        let lines = self.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
        let catalog = lines.into_iter().find(|message: &Value| message["type"] == "CATALOG");
        let mut catalog = catalog.expect("`discover` gives a catalog");
        serde_json::from_value(catalog["catalog"]["streams"].take()).expect("a catalog has streams")
    }
}

/// Commands of tests, which start with a time limit.
pub trait BoundedCommand {
    /// Starts the process. It is killed if it still runs after two minutes.
    ///
    /// # Panics
    /// If it cannot be started.
    fn spawn_bounded(&mut self) -> Bounded;

    /// Runs the process to its end. Only what the command pipes is in the output.
    ///
    /// # Panics
    /// If it cannot be started.
    fn bounded_output(&mut self) -> Output {
        self.spawn_bounded().output()
    }
}

impl BoundedCommand for Command {
    fn spawn_bounded(&mut self) -> Bounded {
        Bounded::start(self, RUN_TIME).unwrap_or_else(|text| panic!("{text}"))
    }
}

/// A child process with a time limit. It is killed when this is dropped.
pub struct Bounded {
    child: Child,
    /// Dropped with the child: the thread that watches it ends.
    _watched: Sender<()>,
}

impl Bounded {
    fn start(command: &mut Command, time: Duration) -> Result<Self, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(|error| format!("{program} could not be started: {error}"))?;
        let (watched, end) = channel();
        let id = child.id().to_string();
        std::thread::spawn(move || {
            if end.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                let _ = writeln!(stderr(), "{program} took longer than {} s and is killed", time.as_secs());
                let _ = Command::new("kill").args(["-KILL", &id]).status();
            }
        });
        Ok(Self { child, _watched: watched })
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// If the system cannot wait for it.
    pub fn output(mut self) -> Output {
        let (stdout, stderr) = (read(self.child.stdout.take()), read(self.child.stderr.take()));
        let status = self.child.wait().expect("a child can be waited for");
        Output { status, stdout: stdout.join().unwrap_or_default(), stderr: stderr.join().unwrap_or_default() }
    }
}

impl Deref for Bounded {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.child
    }
}

impl DerefMut for Bounded {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Bounded {
    fn drop(&mut self) {
        killed(&mut self.child);
    }
}

/// Runs `command` to its end, giving it `input` to read.
///
/// # Errors
/// A sentence if it could not be started or was killed because it took too long.
pub fn finished(command: &mut Command, input: &[u8], time: Duration) -> Result<Run, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let begin = Instant::now();
    let mut child = Bounded::start(command, time)?;
    let mut stdin = child.stdin.take();
    let Output { status, stdout, stderr } = std::thread::scope(|scope| {
        // On a thread of its own: a child that does not read would block us.
        scope.spawn(move || stdin.take().map(|mut stdin| stdin.write_all(input)));
        child.output()
    });
    if begin.elapsed() >= time {
        let program = command.get_program().to_string_lossy();
        return Err(format!("{program} took longer than {} s and was killed", time.as_secs()));
    }
    Ok(Run { exit_code: status.code(), stdout, stderr })
}

/// The memory in KiB that the kernel reports of a process under that name: `VmRSS` now, `VmHWM` at the most. `None` where
/// the system does not say.
pub fn memory(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Ends a child and takes its remains.
pub(crate) fn killed(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn read(from: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            let _ = from.read_to_end(&mut bytes);
        }
        bytes
    })
}
