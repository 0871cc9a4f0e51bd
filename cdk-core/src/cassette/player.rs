//! Player: a transport that returns recorded responses.
//!
//! The n-th request with one key gets the n-th recorded response, so a 500 is returned again before the 200 that
//! followed it. Among responses to equal requests, the order of preference is: same stream and account, same stream,
//! same account. So streams and accounts may run in another order than they did.
//! `auth` may send a request more often than recorded, because the age of a token is measured by the real clock: it
//! then gets its last response again. The same holds for a stream with `cache`, because the cache may be smaller or
//! fuller: it gets its last success again.
//! The player sends nothing, and does not sleep between attempts.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::format::{FILE, FORMAT};
use super::line::{
    Head, IgnoredEvent, LastLine, Question, RecordedAnswer, RecordedBody, RecordedHeaders, RecordedOutcome,
    RecordedRequest, RecordedResponse,
};
use super::recorder::label;
use crate::error::{Error, Result};
use crate::http::TransportFuture;
use crate::http::url::redacted;
use crate::http::{Identity, Outgoing, Requester, Response, Transport, TransportError};
use crate::secret::Redactor;

/// Returns responses from a recording.
pub(crate) struct Player {
    redactor: Rc<Redactor>,
    directory: String,
    head: Head,
    file: RefCell<File>,
    /// By the key of the request, in the order of recording.
    places: HashMap<u128, Vec<ExchangePosition>>,
    /// Number of exchanges with each address.
    addresses: HashMap<u64, u64>,
    streams: Vec<String>,
    accounts: RefCell<Vec<Identity>>,
    exchanges: u64,
    is_whole: bool,
}

/// Position of an exchange in the file.
struct ExchangePosition {
    offset: u64,
    bytes: usize,
    /// Line number, from 1.
    line: u64,
    /// An index into `streams`.
    stream: u32,
    account: Option<u32>,
    of_auth: bool,
    is_taken: Cell<bool>,
}

impl Player {
    /// Reads the positions of all exchanges.
    ///
    /// # Errors
    /// A config error if the directory does not contain a recording, or one that this code cannot read.
    pub(crate) fn open(directory: &Path, redactor: Rc<Redactor>) -> Result<Self> {
        let shown = directory.display();
        let error = |why: String| Error::config(format!("--from-cache: {shown} {why}"));
        let file = File::open(directory.join(FILE)).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => error(format!("does not contain a recording: {FILE} is missing")),
            _ => error(format!("cannot be read: {cause}")),
        })?;
        let mut lines = Lines { reader: BufReader::new(file), line: Vec::new(), offset: 0, number: 0 };
        let unreadable = |cause: std::io::Error| error(format!("cannot be read: {cause}"));

        lines.next().map_err(unreadable)?;
        // An editor may have added a byte order mark.
        let line = lines.line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&lines.line);
        let head = head(line).map_err(error)?;
        let mut player = Self {
            redactor,
            directory: shown.to_string(),
            head,
            file: RefCell::new(File::open(directory.join(FILE)).map_err(unreadable)?),
            places: HashMap::new(),
            addresses: HashMap::new(),
            streams: Vec::new(),
            accounts: RefCell::default(),
            exchanges: 0,
            is_whole: false,
        };
        while lines.next().map_err(unreadable)? {
            // A killed run may leave a partial line, and an editor may remove the last line break.
            let is_torn = lines.line.last() != Some(&b'\n');
            match serde_json::from_slice::<Question>(&lines.line) {
                Ok(question) => player.note(question, &lines),
                Err(why) => match serde_json::from_slice::<LastLine>(&lines.line) {
                    Ok(end) => player.is_whole = end.end == player.exchanges,
                    Err(_) if serde_json::from_slice::<IgnoredEvent>(&lines.line).is_ok() => {}
                    Err(_) if is_torn => break,
                    Err(_) => return Err(error(damaged(lines.number, &why.to_string()))),
                },
            }
        }
        Ok(player)
    }

    fn note(&mut self, question: Question, lines: &Lines) {
        let known = self.streams.iter().position(|name| *name == question.stream);
        let stream = known.unwrap_or_else(|| {
            self.streams.push(question.stream);
            self.streams.len() - 1
        });
        let place = ExchangePosition {
            offset: lines.offset - lines.line.len() as u64,
            bytes: lines.line.len(),
            line: lines.number,
            stream: u32::try_from(stream).unwrap_or(u32::MAX),
            account: question.account,
            of_auth: question.of_auth,
            is_taken: Cell::new(false),
        };
        *self.addresses.entry(question.request.address()).or_default() += 1;
        self.places.entry(question.request.key()).or_default().push(place);
        self.exchanges += 1;
    }

    /// The clock of the recorded run.
    pub(crate) fn now(&self) -> Timestamp {
        self.head.now
    }

    /// The test server that replaced the declared hosts: recorded URLs and responses contain it.
    pub(crate) fn stand_in(&self) -> Option<Url> {
        self.head.url_base.as_ref().and_then(|url| Url::parse(url).ok())
    }

    /// One log line about the replay.
    pub(crate) fn told(&self) -> String {
        let Head { connector, version, now, .. } = &self.head;
        let (directory, count) = (&self.directory, self.exchanges);
        format!("cassette: all responses come from {directory}: {count} exchanges of {connector} {version}, {now}")
    }

    /// Warnings for a replay with `connector`.
    pub(crate) fn warnings(&self, connector: &str) -> Vec<String> {
        let (directory, mut warnings) = (&self.directory, Vec::new());
        if self.head.connector != connector {
            let other = &self.head.connector;
            warnings
                .push(format!("cassette: {directory} was recorded by `{other}`, but this connector is `{connector}`"));
        }
        if !self.is_whole {
            warnings.push(format!(
                "cassette: {directory} is incomplete, because its run was interrupted or its disk was full; later \
                 exchanges are missing"
            ));
        }
        warnings
    }

    fn answer(&self, outgoing: &Outgoing<'_>) -> Result<Response, TransportError> {
        let account = outgoing.identity.map(|identity| label(&mut self.accounts.borrow_mut(), identity));
        let asked = RecordedRequest::new(outgoing, &self.redactor);
        let is_auth = outgoing.requester == Requester::Auth;
        // A stream with the name `auth` was masked differently.
        let equal = self.places.get(&asked.key()).into_iter().flatten();
        let places: Vec<&ExchangePosition> = equal.filter(|place| place.of_auth == is_auth).collect();
        let rank = |place: &&&ExchangePosition| {
            let is_stream = self.streams.get(place.stream as usize).is_some_and(|name| name == outgoing.who);
            (!is_stream, place.account != account)
        };
        // `min_by_key` returns the first of equal elements.
        let place = places.iter().filter(|place| !place.is_taken.get()).min_by_key(rank);
        let again = || match outgoing.is_kept {
            true => {
                let best = places.iter().map(|place| rank(&place)).min();
                self.last_success(places.iter().copied().filter(|place| Some(rank(&place)) == best))
            }
            false => places.last().filter(|_| is_auth).copied(),
        };
        let Some(place) = place.copied().or_else(again) else {
            return Err(self.missing(outgoing, &asked, places.len()));
        };
        place.is_taken.set(true);
        let outcome = self.read(place)?;
        match outcome {
            RecordedOutcome::Response(answered) => {
                response(answered).map_err(|why| self.broken(&damaged(place.line, &why)))
            }
            RecordedOutcome::Failure(failed) => {
                Err(TransportError { may_pass: failed.may_pass, ..TransportError::passing(failed.message) })
            }
        }
    }

    fn last_success<'a>(
        &self,
        places: impl DoubleEndedIterator<Item = &'a ExchangePosition>,
    ) -> Option<&'a ExchangePosition> {
        places.rev().find(|place| match self.read(place) {
            Ok(RecordedOutcome::Response(answered)) => (200..300).contains(&answered.status),
            _ => false,
        })
    }

    fn read(&self, place: &ExchangePosition) -> Result<RecordedOutcome, TransportError> {
        let mut line = vec![0; place.bytes];
        let mut file = self.file.borrow_mut();
        let read = file.seek(SeekFrom::Start(place.offset)).and_then(|_| file.read_exact(&mut line));
        read.map_err(|error| self.broken(&format!("cannot be read: {error}")))?;
        let answer = serde_json::from_slice::<RecordedAnswer>(&line);
        Ok(answer.map_err(|error| self.broken(&damaged(place.line, &error.to_string())))?.outcome)
    }

    fn broken(&self, why: &str) -> TransportError {
        TransportError::lasting(format!("the cassette {} {why}", self.directory))
    }

    /// The error for a request without a recorded response. `recorded` is the number of recorded equal requests.
    fn missing(&self, outgoing: &Outgoing<'_>, asked: &RecordedRequest, recorded: usize) -> TransportError {
        let url = self.redactor.mask(&redacted(&outgoing.request.url)).into_owned();
        let (method, who, directory) = (&outgoing.request.method, outgoing.who, &self.directory);
        let begin = format!("the cassette {directory} does not contain a response to {method} {url} ({who})");
        let others = self.addresses.get(&asked.address()).copied().unwrap_or_default();
        TransportError::lasting(match (recorded, others) {
            (0, 0) => format!("{begin}: the request was not recorded"),
            (0, others) => format!(
                "{begin}: the request was not recorded, but {others} to the same URL with other parameters, headers \
                 or body"
            ),
            (1, _) => format!("{begin}: the request was recorded once, but is sent once more"),
            (recorded, _) => format!("{begin}: the request was recorded {recorded} times, but is sent once more"),
        })
    }
}

impl Transport for Player {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async move {
            // Like a network, this lets other streams, the writer and signals run.
            tokio::task::yield_now().await;
            self.answer(outgoing)
        })
    }

    fn waits(&self) -> bool {
        false
    }
}

/// The head, or the problem with it.
fn head(line: &[u8]) -> Result<Head, String> {
    /// The field that every format has.
    #[derive(Deserialize)]
    struct Format {
        cassette: u32,
    }
    let format = serde_json::from_slice::<Format>(line)
        .map_err(|_| format!("does not contain a recording: {FILE} does not have a head line"))?;
    if format.cassette > FORMAT {
        let newer = format.cassette;
        return Err(format!(
            "was recorded in format {newer}, but this connector supports format {FORMAT}: build a newer connector"
        ));
    }
    serde_json::from_slice(line).map_err(|why| damaged(1, &why.to_string()))
}

fn damaged(line: u64, why: &str) -> String {
    // The parser counts lines from 1 in each line, so its position is removed.
    let (why, _) = why.split_once(" at line ").unwrap_or((why, ""));
    format!("is damaged: line {line} of {FILE}: {why}")
}

fn response(answered: RecordedResponse) -> Result<Response, String> {
    let body = match answered.body {
        RecordedBody::Text(text) => text.into_bytes(),
        // Someone may have edited the file.
        RecordedBody::Base64(text) => {
            STANDARD.decode(text).map_err(|why| format!("body_base64 is not valid base64: {why}"))?
        }
    };
    // The same.
    let status =
        StatusCode::from_u16(answered.status).map_err(|_| format!("`{}` is not an HTTP status", answered.status))?;
    Ok(Response { status: status.as_u16(), headers: header_map(&answered.headers), body })
}

fn header_map(headers: &RecordedHeaders) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, values) in headers {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        for value in values.all().iter().filter_map(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            map.append(name.clone(), value);
        }
    }
    map
}

/// Reads a file line by line, with the position of each line.
struct Lines {
    reader: BufReader<File>,
    line: Vec<u8>,
    /// Position after the line.
    offset: u64,
    number: u64,
}

impl Lines {
    /// Reads the next line that is not blank. Returns `false` at the end.
    fn next(&mut self) -> std::io::Result<bool> {
        loop {
            self.line.clear();
            let bytes = self.reader.read_until(b'\n', &mut self.line)?;
            self.offset += bytes as u64;
            self.number += 1;
            if bytes == 0 || !self.line.trim_ascii().is_empty() {
                return Ok(bytes > 0);
            }
        }
    }
}
