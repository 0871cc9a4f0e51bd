//! The recorder: a transport that writes down what goes through another one.
//!
//! Each exchange is one line, written when its answer is there and at once, so that a run which is killed leaves all that it
//! had. Where the disk takes no more, recording ends with one warning and the run goes on; the file then has no end line,
//! which says that it is incomplete.

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

/// A file that begins with a longer line is not of this code.
const LONGEST_HEAD: u64 = 64 << 10;
/// What every head begins with.
const HEAD_BEGINS: &[u8] = b"{\"cassette\":";

/// What is recorded of the run itself.
pub(crate) struct RecordedRun<'a> {
    pub(crate) connector: &'a str,
    pub(crate) version: &'a str,
    pub(crate) now: Timestamp,
    /// The server that stands in for the declared ones.
    pub(crate) stand_in: Option<&'a Url>,
}

/// Records what goes through `inner`.
pub(crate) struct Recorder {
    inner: Rc<dyn Transport>,
    redactor: Rc<Redactor>,
    directory: PathBuf,
    tape: RefCell<RecordingFile>,
    warn: Box<dyn Fn(&str)>,
}

struct RecordingFile {
    /// `None` once the disk took no more.
    file: Option<File>,
    exchanges: u64,
    accounts: Vec<Identity>,
}

impl Recorder {
    /// Begins a recording in `directory`, which is made where it is not there. `warn` hears of it where it stops early.
    ///
    /// # Errors
    /// A config error where the directory holds a recording already or cannot be written.
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
                "--keep-cache: {shown} holds a recording already, which is never written over; name another directory"
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
            // What is left would be taken for a recording. Where this fails, too, the next run sees that it holds no head.
            let _ = std::fs::remove_file(&path);
            unwritable(error)
        })?;
        let tape = RecordingFile { file: Some(file), exchanges: 0, accounts: Vec::new() };
        Ok(Self { inner, redactor, directory: directory.to_owned(), tape: RefCell::new(tape), warn: Box::new(warn) })
    }

    /// The end of the run: what there is to tell. A recording without any exchange is taken away again, and one of a run
    /// that was interrupted has no end.
    pub(crate) fn finish(&self, is_whole: bool) -> String {
        let mut tape = self.tape.borrow_mut();
        let (count, shown) = (tape.exchanges, self.directory.display());
        let file = tape.file.take();
        if count == 0 {
            drop(file);
            // Where this fails, a recording of nothing stays: the next run says so.
            let _ = std::fs::remove_file(self.directory.join(FILE));
            return format!("cassette: nothing was sent, so {shown} holds no recording");
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
            "cassette: {what}{count} {exchanges} recorded in {shown}; they hold the API's records, and only credentials \
             are masked: look before you share it"
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
                    "cassette: {shown} cannot be written any more: {why}; recording stops after {count} exchanges, and \
                     the run goes on"
                ));
            }
        }
    }
}

impl Transport for Recorder {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            // What is read as it comes would not be seen here.
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

/// A whole line or none: what a full disk took of one is cut off again.
fn append(file: &mut File, line: &[u8]) -> std::io::Result<()> {
    let before = file.metadata()?.len();
    file.write_all(line).inspect_err(|_| drop(file.set_len(before)))
}

/// Whether the file is what a full disk left of a head: nothing, or the begin of a line. That is no recording.
fn is_headless(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut begin = Vec::new();
    let is_read = file.take(LONGEST_HEAD).read_to_end(&mut begin).is_ok();
    let is_cut = || begin.starts_with(HEAD_BEGINS) && serde_json::from_slice::<IgnoredAny>(&begin).is_err();
    is_read && !begin.contains(&b'\n') && (begin.is_empty() || (begin.len() as u64) < LONGEST_HEAD && is_cut())
}

/// For the owner alone: it holds records.
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
