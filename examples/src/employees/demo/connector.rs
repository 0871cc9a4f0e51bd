//! Connector: this binary in a new process, with its files in a temporary directory.
//!
//! In: a command. Out: its messages in order. Dropping the connector removes the directory.
//! Not here: the meaning of the messages (see `reading`).

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::super::terminal::print_line;
use super::outcome::{Outcome, text};
use super::reading::Reading;

pub(super) struct Connector {
    program: PathBuf,
    url: String,
    directory: PathBuf,
}

impl Connector {
    /// A connector whose requests all go to the API at `url`.
    pub(super) fn new(url: &str, config: &Value) -> Outcome<Self> {
        let program = std::env::current_exe().map_err(|error| format!("its own binary is not found: {error}"))?;
        let directory = std::env::temp_dir().join(format!("employees-demo-{}", std::process::id()));
        std::fs::create_dir_all(&directory)
            .map_err(|error| format!("{} cannot be created: {error}", directory.display()))?;
        let connector = Self { program, url: url.to_owned(), directory };
        connector.write("config.json", config)?;
        Ok(connector)
    }

    /// Runs a command that prints one message of this type.
    pub(super) fn only(&self, command: &str, kind: &str) -> Outcome<Value> {
        let mut found = None;
        let mut problem = None;
        let code = self.run(command, &[], |_, message| {
            if message["type"] == kind {
                found = Some(message);
            } else if message["trace"]["type"] == "ERROR" {
                problem = Some(text(&message["trace"]["error"]["message"]));
            }
            Ok(())
        })?;
        match (found, problem) {
            (_, Some(problem)) => Err(format!("{command}: {problem}")),
            (Some(message), None) if code == Some(0) => Ok(message),
            _ => Err(format!("{command}: the connector printed no {kind} message (exit code {code:?})")),
        }
    }

    /// Reads the streams of a configured catalog.
    pub(super) fn read(&self, catalog: &Value, mut reading: Reading) -> Outcome<Reading> {
        let catalog = self.write("catalog.json", catalog)?;
        let arguments = ["--catalog".to_owned(), catalog.display().to_string()];
        let code = self.run("read", &arguments, |line, message| reading.take(line, &message))?;
        reading.end(code)?;
        Ok(reading)
    }

    /// Runs a command and passes each line of its output on, with its message.
    fn run(
        &self,
        command: &str,
        more: &[String],
        mut take: impl FnMut(&str, Value) -> Outcome<()>,
    ) -> Outcome<Option<i32>> {
        let problem = |what: &str, error: std::io::Error| format!("{command}: {what}: {error}");
        let config = self.directory.join("config.json");
        let mut child = Command::new(&self.program)
            .arg(command)
            .arg("--config")
            .arg(&config)
            .args(["--url-base", &self.url])
            .args(more)
            // Requests to loopback must not use a proxy.
            .envs([("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| problem("the connector cannot be started", error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let complaints = std::thread::spawn(move || {
            let mut text = String::new();
            let read = stderr.map(|mut stderr| stderr.read_to_string(&mut text));
            read.map(|_| text).unwrap_or_default()
        });
        let mut lines = stdout.into_iter().flat_map(|stdout| BufReader::with_capacity(64 << 10, stdout).lines());
        let outcome = lines.try_for_each(|line| {
            let line = line.map_err(|error| problem("the connector's output cannot be read", error))?;
            let message = serde_json::from_str(&line).map_err(|_| format!("{command}: not a message: {line}"))?;
            take(&line, message)
        });
        // After an error the pipe closes here, which ends the connector.
        drop(lines);
        let status = child.wait().map_err(|error| problem("the connector's exit code cannot be read", error))?;
        let complaints = complaints.join().unwrap_or_default();
        if !complaints.is_empty() {
            print_line(complaints.trim_end());
        }
        outcome.map(|()| status.code())
    }

    fn write(&self, name: &str, content: &Value) -> Outcome<PathBuf> {
        let path = self.directory.join(name);
        std::fs::write(&path, content.to_string())
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        Ok(path)
    }
}

impl Drop for Connector {
    fn drop(&mut self) {
        // If this fails, the files stay in the system's temporary directory.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
