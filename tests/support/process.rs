//! Child processes that must end in time.
//!
//! In: a command, what it reads, and how long it may take. Out: what it wrote and how it ended; a process that takes
//! longer is killed, since a hanging child would hang the whole test run.
//! Not here: what is run (see `binary` and `clients`).

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::binary::Run;

/// Runs `command` to its end, giving it `input` to read.
///
/// # Errors
/// A sentence if it could not be started or was killed because it took too long.
pub fn finished(command: &mut Command, input: &[u8], time: Duration) -> Result<Run, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command.spawn().map_err(|error| format!("{program} could not be started: {error}"))?;
    let begin = Instant::now();
    let (stdout, stderr) = (read(child.stdout.take()), read(child.stderr.take()));
    let mut stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // On a thread of its own: a child that does not read would block us.
        scope.spawn(move || stdin.take().map(|mut stdin| stdin.write_all(input)));
        let exit_code = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.code(),
                Ok(None) if begin.elapsed() < time => std::thread::sleep(Duration::from_millis(10)),
                Ok(None) => {
                    killed(&mut child);
                    return Err(format!("{program} took longer than {} s and was killed", time.as_secs()));
                }
                Err(error) => return Err(format!("{program} could not be waited for: {error}")),
            }
        };
        let stdout = stdout.join().unwrap_or_default();
        let stderr = stderr.join().unwrap_or_default();
        Ok(Run { exit_code, stdout, stderr })
    })
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
