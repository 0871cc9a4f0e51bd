//! Connector: this binary in a process of its own, with its files in a temporary directory.
//!
//! In: a command. Out: its messages, one after the other. The directory goes when the connector is dropped.
//! Not here: what the messages mean (see `reading`).

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
    /// A connector that sends everything to the API at `url`.
    pub(super) fn new(url: &str, config: &Value) -> Outcome<Self> {
        let program = std::env::current_exe().map_err(|error| format!("its own binary is not found: {error}"))?;
        let directory = std::env::temp_dir().join(format!("employees-demo-{}", std::process::id()));
        std::fs::create_dir_all(&directory)
            .map_err(|error| format!("{} cannot be made: {error}", directory.display()))?;
        let connector = Self { program, url: url.to_owned(), directory };
        connector.write("config.json", config)?;
        Ok(connector)
    }

    /// Runs a command that gives one message of that type.
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
            _ => Err(format!("{command}: the connector gave no {kind} (exit code {code:?})")),
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

    /// Runs a command and hands every line of its output on, with the message in it.
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
            // Loopback is no matter for a proxy.
            .envs([("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| problem("the connector does not start", error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let complaints = std::thread::spawn(move || {
            let mut text = String::new();
            let read = stderr.map(|mut stderr| stderr.read_to_string(&mut text));
            read.map(|_| text).unwrap_or_default()
        });
        let mut lines = stdout.into_iter().flat_map(|stdout| BufReader::with_capacity(64 << 10, stdout).lines());
        let outcome = lines.try_for_each(|line| {
            let line = line.map_err(|error| problem("the connector's output breaks off", error))?;
            let message = serde_json::from_str(&line).map_err(|_| format!("{command}: this is no message: {line}"))?;
            take(&line, message)
        });
        // Where that failed, the pipe closes here and ends the connector.
        drop(lines);
        let status = child.wait().map_err(|error| problem("the connector's end was not seen", error))?;
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
        // What is left lies in the system's temporary directory.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
