//! Recorder: a transport that records what another transport sends and receives.
//!
//! Each exchange is one line, written as soon as its response has arrived, so a killed run leaves all earlier
//! exchanges. If the disk is full, the recording ends with one warning and the run continues. The file then has no end
//! line, so it counts as incomplete.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use url::Url;

use super::format::{FILE, FORMAT};
use super::line::{
    Event, Exchange, Head, LastLine, RecordedFailure, RecordedOutcome, RecordedPage, RecordedRequest, RecordedResponse,
};
use super::mask::Mask;
use crate::error::{Error, Result};
use crate::http::TransportFuture;
use crate::http::{
    AttemptInfo, Identity, Outgoing, Requester, Response, Transport, TransportError, WaitReason, Waited,
};
use crate::secret::Redactor;

/// A file with a longer first line is not a cassette.
const LONGEST_HEAD: u64 = 64 << 10;
/// Start of every head line.
const HEAD_BEGINS: &[u8] = b"{\"cassette\":";

/// The description of the run that is recorded.
pub(crate) struct RecordedRun<'a> {
    pub(crate) connector: &'a str,
    pub(crate) version: &'a str,
    pub(crate) now: Timestamp,
    /// The test server that replaces the declared hosts.
    pub(crate) stand_in: Option<&'a Url>,
}

/// A page whose records were read.
pub(crate) struct PageRead<'a> {
    pub(crate) stream: &'a str,
    pub(crate) slice: Option<&'a Value>,
    /// From 1, per slice.
    pub(crate) number: u64,
    pub(crate) url: &'a Url,
    pub(crate) records: u64,
    /// Whether another page follows.
    pub(crate) has_next: bool,
}

/// Records what `inner` sends and receives.
pub(crate) struct Recorder {
    inner: Rc<dyn Transport>,
    redactor: Rc<Redactor>,
    directory: PathBuf,
    tape: RefCell<RecordingFile>,
    warn: Box<dyn Fn(&str)>,
}

struct RecordingFile {
    /// `None` after the disk is full.
    file: Option<File>,
    exchanges: u64,
    accounts: Vec<Identity>,
}

impl Recorder {
    /// Begins a recording in `directory`, which is created if it does not exist. `warn` is called if the recording
    /// stops early.
    ///
    /// # Errors
    /// A config error if the directory already contains a recording or cannot be written.
    pub(crate) fn new(
        directory: &Path,
        run: &RecordedRun<'_>,
        inner: Rc<dyn Transport>,
        redactor: Rc<Redactor>,
        warn: impl Fn(&str) + 'static,
    ) -> Result<Self> {
        let shown = directory.display();
        let unwritable = |error: std::io::Error| {
            Error::config(format!("--keep-cache: {shown} cannot be written: {error}")).with_source(error)
        };
        made(directory).map_err(unwritable)?;
        let path = directory.join(FILE);
        if is_headless(&path) {
            std::fs::remove_file(&path).map_err(unwritable)?;
        }
        let mut file = opened(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Error::config(format!(
                "--keep-cache: {shown} already contains a recording, which is never overwritten; use another directory"
            )),
            _ => unwritable(error),
        })?;
        let head = Head {
            cassette: FORMAT,
            connector: run.connector.to_owned(),
            version: run.version.to_owned(),
            now: run.now,
            url_base: run.stand_in.map(|url| Mask { redactor: &redactor, is_auth: false }.url(url)),
        };
        let head = line(&head)?;
        file.write_all(&head).map_err(|error| {
            // A partial file would look like a recording. If the removal fails, the next run reports a missing head
            // line.
            let _ = std::fs::remove_file(&path);
            unwritable(error)
        })?;
        let tape = RecordingFile { file: Some(file), exchanges: 0, accounts: Vec::new() };
        Ok(Self { inner, redactor, directory: directory.to_owned(), tape: RefCell::new(tape), warn: Box::new(warn) })
    }

    /// Ends the recording and returns a log line. A recording without exchanges is removed; that of an interrupted run
    /// does not get an end line.
    pub(crate) fn finish(&self, is_whole: bool) -> String {
        let mut tape = self.tape.borrow_mut();
        let (count, shown) = (tape.exchanges, self.directory.display());
        let file = tape.file.take();
        if count == 0 {
            drop(file);
            // If the removal fails, an empty recording stays, and the next run reports it.
            let _ = std::fs::remove_file(self.directory.join(FILE));
            return format!("cassette: the run sent no requests, so {shown} does not contain a recording");
        }
        let is_whole = match file {
            Some(mut file) if is_whole => {
                line(&LastLine { end: count }).is_ok_and(|line| append(&mut file, &line).is_ok())
            }
            _ => false,
        };
        let what = if is_whole { "" } else { "incomplete: " };
        let exchanges = if count == 1 { "exchange is" } else { "exchanges are" };
        format!(
            "cassette: {what}{count} {exchanges} recorded in {shown}; only credentials are masked, the records of the \
             API are not: check them before you share the file"
        )
    }

    /// Records that a page was read.
    pub(crate) fn page(&self, page: &PageRead<'_>) {
        let mask = Mask { redactor: &self.redactor, is_auth: false };
        self.write(&Event::Page(RecordedPage {
            stream: page.stream.to_owned(),
            slice: page.slice.map(|slice| mask.value(slice)),
            number: page.number,
            url: mask.url(page.url),
            records: page.records,
            has_next: page.has_next,
        }));
    }

    /// Records the content of a STATE message.
    pub(crate) fn state(&self, state: &Value) {
        self.write(&Event::State(Mask { redactor: &self.redactor, is_auth: false }.value(state)));
    }

    fn record(&self, outgoing: &Outgoing<'_>, sent: Timestamp, outcome: &Result<Response, TransportError>) {
        let mask = Mask { redactor: &self.redactor, is_auth: outgoing.requester == Requester::Auth };
        if let Ok(response) = outcome
            && mask.is_auth
        {
            mask.learn(&response.body, &response.headers);
        }
        let (number, account) = {
            let mut tape = self.tape.borrow_mut();
            if tape.file.is_none() {
                return;
            }
            (tape.exchanges + 1, outgoing.identity.map(|identity| label(&mut tape.accounts, identity)))
        };
        let AttemptInfo { number: attempt, waits, slice } = outgoing.attempt;
        let exchange = Exchange {
            exchange: number,
            stream: outgoing.who.to_owned(),
            of_auth: mask.is_auth,
            account,
            sent,
            ms: Timestamp::now().duration_since(sent).as_millis().try_into().unwrap_or_default(),
            attempt,
            waits: recorded_waits(waits),
            slice: slice.map(|slice| mask.value(slice)),
            request: RecordedRequest::new(outgoing, &self.redactor),
            outcome: match outcome {
                Ok(response) => RecordedOutcome::Response(RecordedResponse {
                    status: response.status,
                    headers: mask.headers(&response.headers),
                    body: mask.body(&response.body, &response.headers),
                }),
                Err(error) => RecordedOutcome::Failure(RecordedFailure {
                    message: mask.text(&error.message),
                    may_pass: error.may_pass,
                }),
            },
        };
        if self.write(&exchange) {
            self.tape.borrow_mut().exchanges = number;
        }
    }

    /// Appends a line. Returns whether it is in the file.
    fn write(&self, value: &impl Serialize) -> bool {
        let mut tape = self.tape.borrow_mut();
        let Some(file) = &mut tape.file else { return false };
        let written = line(value).map_err(|error| error.to_string());
        match written.and_then(|line| append(file, &line).map_err(|error| error.to_string())) {
            Ok(()) => true,
            Err(why) => {
                tape.file = None;
                let (count, shown) = (tape.exchanges, self.directory.display());
                drop(tape);
                (self.warn)(&format!(
                    "cassette: cannot write to {shown} any more: {why}; the recording stops after {count} exchanges, \
                     but the run continues"
                ));
                false
            }
        }
    }
}

impl Transport for Recorder {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            // A streamed body would not be visible here.
            let sent = Timestamp::now();
            let outcome = self.inner.send(&Outgoing { body_stream: None, ..*outgoing }).await;
            self.record(outgoing, sent, &outcome);
            outcome
        })
    }

    fn waits(&self) -> bool {
        self.inner.waits()
    }
}

/// The waits in milliseconds, by their reasons. Waits with the same reason are added.
fn recorded_waits(waits: &[Waited]) -> BTreeMap<&'static str, u64> {
    let mut recorded = BTreeMap::new();
    for Waited { reason, time } in waits {
        let reason = match reason {
            WaitReason::Backoff => "backoff",
            WaitReason::RetryAfter => "retry_after",
            WaitReason::RateLimit => "rate_limit",
            WaitReason::Concurrency => "concurrency",
            WaitReason::Token => "token",
            WaitReason::Memory => "memory",
        };
        *recorded.entry(reason).or_default() += u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    }
    recorded
}

/// The number of an account, from 1, in the order of appearance.
pub(super) fn label(known: &mut Vec<Identity>, identity: Identity) -> u32 {
    let position = known.iter().position(|other| *other == identity).unwrap_or_else(|| {
        known.push(identity);
        known.len() - 1
    });
    u32::try_from(position + 1).unwrap_or(u32::MAX)
}

fn line(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// Appends a whole line or nothing: a partial line on a full disk is cut off again.
fn append(file: &mut File, line: &[u8]) -> std::io::Result<()> {
    let before = file.metadata()?.len();
    file.write_all(line).inspect_err(|_| drop(file.set_len(before)))
}

/// Whether the file is empty or only has the start of a head line, after a full disk. It is not a recording.
fn is_headless(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut begin = Vec::new();
    let is_read = file.take(LONGEST_HEAD).read_to_end(&mut begin).is_ok();
    let is_cut = || begin.starts_with(HEAD_BEGINS) && serde_json::from_slice::<IgnoredAny>(&begin).is_err();
    is_read && !begin.contains(&b'\n') && (begin.is_empty() || (begin.len() as u64) < LONGEST_HEAD && is_cut())
}

/// Readable by the owner only, because it contains records.
fn made(directory: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

fn opened(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
