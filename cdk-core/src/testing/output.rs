//! Output of one run, and accessors for it.
//!
//! In: the lines of standard output and the exit code. Out: messages as JSON, by type and stream.
//! Every line must be a JSON object. Any other line fails the test and is quoted.
//! Not here: validation by the protocol's schema (`tests/` do that with other clients).

use std::fmt;

use serde_json::Value;

/// Everything that a source wrote to standard output in one run.
///
/// `Display` and `Debug` are a summary for assertion messages: the exit code, the messages by type, the errors. They do
/// not show the config, which a CONTROL message may contain.
#[derive(Clone)]
pub struct Output {
    exit_code: u8,
    lines: Vec<String>,
    messages: Vec<Value>,
}

/// The error if the output does not have exactly one message of a type. `Debug` and `Display` also show the summary of
/// the run.
#[derive(Clone)]
pub struct NotOneMessage(String);

impl Output {
    /// # Panics
    /// If the output is not UTF-8, does not end in a line break, or has a line that is not a JSON object.
    pub(super) fn new(exit_code: u8, written: &[u8]) -> Self {
        let text = std::str::from_utf8(written).expect("standard output is UTF-8");
        assert!(text.is_empty() || text.ends_with('\n'), "the last line has no end: {:?}", text.lines().last());
        let message = |(number, line): (usize, &str)| match serde_json::from_str::<Value>(line) {
            Ok(message) if message.is_object() => message,
            _ => panic!("line {} of standard output is not a message: {line}", number + 1),
        };
        Self {
            exit_code,
            lines: text.lines().map(str::to_owned).collect(),
            messages: text.lines().enumerate().map(message).collect(),
        }
    }

    /// The exit code of the run.
    pub fn exit_code(&self) -> u8 {
        self.exit_code
    }

    /// The lines as written, without line breaks.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The messages, one per line.
    pub fn messages(&self) -> &[Value] {
        &self.messages
    }

    /// The messages of one type, such as `RECORD`.
    pub fn of_type<'a, 'k>(&'a self, kind: &'k str) -> impl Iterator<Item = &'a Value> + use<'a, 'k> {
        self.messages.iter().filter(move |message| message["type"] == kind)
    }

    /// The data of a stream's records, in order.
    pub fn records(&self, stream: &str) -> Vec<Value> {
        let records = self.of_type("RECORD").map(|message| &message["record"]);
        records.filter(|record| record["stream"] == stream).map(|record| record["data"].clone()).collect()
    }

    /// The `stream_state` of a stream's STATE messages, in order.
    pub fn states(&self, stream: &str) -> Vec<Value> {
        let states = self.of_type("STATE").map(|message| &message["state"]["stream"]);
        let states = states.filter(|state| state["stream_descriptor"]["name"] == stream);
        states.map(|state| state["stream_state"].clone()).collect()
    }

    /// The state file for the next run: the last STATE of each stream.
    pub fn state(&self) -> Value {
        let mut last: Vec<&Value> = Vec::new();
        for state in self.of_type("STATE").map(|message| &message["state"]) {
            last.retain(|known| known["stream"]["stream_descriptor"] != state["stream"]["stream_descriptor"]);
            last.push(state);
        }
        last.into_iter().cloned().collect()
    }

    /// The statuses of a stream in order, such as `STARTED`, `RUNNING`, `COMPLETE`.
    pub fn statuses(&self, stream: &str) -> Vec<String> {
        let statuses = self.of_type("TRACE").map(|message| &message["trace"]["stream_status"]);
        let statuses = statuses.filter(|status| status["stream_descriptor"]["name"] == stream);
        statuses.map(|status| text(&status["status"])).collect()
    }

    /// Message and `failure_type` of every TRACE ERROR.
    pub fn errors(&self) -> Vec<(String, String)> {
        let errors = self.of_type("TRACE").map(|message| &message["trace"]["error"]).filter(|error| error.is_object());
        errors.map(|error| (text(&error["message"]), text(&error["failure_type"]))).collect()
    }

    /// Level and text of every LOG, such as `("WARN", "3 undeclared fields: /a")`.
    pub fn logs(&self) -> Vec<(String, String)> {
        let logs = self.of_type("LOG").map(|message| &message["log"]);
        logs.map(|log| (text(&log["level"]), text(&log["message"]))).collect()
    }

    /// The SPEC message's content.
    ///
    /// # Errors
    /// If there is not exactly one.
    pub fn specification(&self) -> Result<&Value, NotOneMessage> {
        Ok(&self.only("SPEC")?["spec"])
    }

    /// The streams of the CATALOG message.
    ///
    /// # Errors
    /// If there is not exactly one.
    pub fn streams(&self) -> Result<Vec<Value>, NotOneMessage> {
        Ok(self.only("CATALOG")?["catalog"]["streams"].as_array().cloned().unwrap_or_default())
    }

    /// Status and message of the CONNECTION_STATUS. A missing message is an empty text.
    ///
    /// # Errors
    /// If there is not exactly one.
    pub fn connection_status(&self) -> Result<(String, String), NotOneMessage> {
        let status = &self.only("CONNECTION_STATUS")?["connectionStatus"];
        Ok((text(&status["status"]), text(&status["message"])))
    }

    /// Requires exit code 0 and no TRACE ERROR. Returns the output.
    ///
    /// # Panics
    /// If the run failed, with its errors.
    pub fn succeeded(self) -> Self {
        assert!(self.exit_code == 0 && self.errors().is_empty(), "the run failed: {self}");
        self
    }

    /// Requires an exit code other than 0 and exactly one TRACE ERROR. Returns its message.
    ///
    /// # Panics
    /// If the run succeeded, or has several errors.
    pub fn failed(&self) -> String {
        let errors = self.errors();
        assert!(self.exit_code != 0 && errors.len() == 1, "the run did not fail with one error: {self}");
        errors.into_iter().map(|(message, _)| message).collect()
    }

    fn only(&self, kind: &str) -> Result<&Value, NotOneMessage> {
        let mut messages = self.of_type(kind);
        match (messages.next(), messages.next()) {
            (Some(message), None) => Ok(message),
            _ => Err(NotOneMessage(format!("expected exactly one {kind} message: {self}"))),
        }
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for NotOneMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotOneMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotOneMessage {}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}", self.exit_code)?;
        let mut counts: Vec<(String, usize)> = Vec::new();
        for message in &self.messages {
            let kind = text(&message["type"]);
            match counts.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((kind, 1)),
            }
        }
        for (kind, count) in counts {
            write!(f, ", {count} {kind}")?;
        }
        for (message, failure_type) in self.errors() {
            write!(f, "\n  {failure_type}: {message}")?;
        }
        for status in self.of_type("CONNECTION_STATUS").map(|message| &message["connectionStatus"]) {
            write!(f, "\n  {}: {}", text(&status["status"]), text(&status["message"]))?;
        }
        for (level, message) in self.logs().iter().filter(|(level, _)| level != "INFO" && level != "DEBUG") {
            write!(f, "\n  {level}: {message}")?;
        }
        Ok(())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
