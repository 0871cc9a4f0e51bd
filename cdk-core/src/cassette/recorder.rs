//! Recorder: a transport that records what another transport sends and receives.
//!
//! Each exchange is one line, written as soon as its response has arrived, so a killed run leaves all earlier
//! exchanges. If the disk is full, the recording ends with one warning and the run continues. The file then has no end
//! line, so it counts as incomplete.

use std::cell::RefCell;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::IgnoredAny;
use url::Url;

use super::format::{FILE, FORMAT};
use super::line::{Exchange, Head, LastLine, RecordedFailure, RecordedOutcome, RecordedRequest, RecordedResponse};
use super::mask::Mask;
use crate::error::{Error, Result};
use crate::http::TransportFuture;
use crate::http::{Identity, Outgoing, Requester, Response, Transport, TransportError};
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

    fn record(&self, outgoing: &Outgoing<'_>, outcome: &Result<Response, TransportError>) {
        let mask = Mask { redactor: &self.redactor, is_auth: outgoing.requester == Requester::Auth };
        if let Ok(response) = outcome
            && mask.is_auth
        {
            mask.learn(&response.body, &response.headers);
        }
        let mut tape = self.tape.borrow_mut();
        if tape.file.is_none() {
            return;
        }
        let exchange = Exchange {
            exchange: tape.exchanges + 1,
            stream: outgoing.who.to_owned(),
            of_auth: mask.is_auth,
            account: outgoing.identity.map(|identity| label(&mut tape.accounts, identity)),
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
        let Some(file) = &mut tape.file else { return };
        let written = line(&exchange).map_err(|error| error.to_string());
        match written.and_then(|line| append(file, &line).map_err(|error| error.to_string())) {
            Ok(()) => tape.exchanges += 1,
            Err(why) => {
                tape.file = None;
                let (count, shown) = (tape.exchanges, self.directory.display());
                drop(tape);
                (self.warn)(&format!(
                    "cassette: cannot write to {shown} any more: {why}; the recording stops after {count} exchanges, \
                     but the run continues"
                ));
            }
        }
    }
}

impl Transport for Recorder {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            // A streamed body would not be visible here.
            let outcome = self.inner.send(&Outgoing { body_stream: None, ..*outgoing }).await;
            self.record(outgoing, &outcome);
            outcome
        })
    }

    fn waits(&self) -> bool {
        self.inner.waits()
    }
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
