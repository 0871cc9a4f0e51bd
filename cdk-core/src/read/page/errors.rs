//! What is wrong with a page, in words.

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::{Mismatch, MismatchKind, PageError};
use crate::error::Error;
use crate::http::Response;
use crate::http::charset::charset_problem;
use crate::paginate::{at, kind, split};
use crate::protocol::Level;
use crate::read::plan::stream_plan::{Plan, Run};
use crate::retry::api_message;
use crate::secret::Redactor;

/// How much of a body that is no page is quoted.
const QUOTED_CHARS: usize = 80;
/// How much of it is looked at for secrets, so that none is quoted in part.
const MASKED_BYTES: usize = 64 << 10;
/// Of the way to a value that is nested too deeply, the first steps are named.
const NAMED_STEPS: usize = 4;
/// A longer key is not quoted.
const LONGEST_KEY: usize = 80;

/// A page that could not be read.
pub(crate) enum Trouble {
    /// The body ends too early: worth another attempt.
    Body(String),
    Error(Error),
}

impl<C: 'static> Plan<C> {
    pub(crate) fn trouble(&self, error: PageError<Error>, response: &Response, body: &[u8], run: &Run<C>) -> Trouble {
        let described = || described(response, body, &run.output.redactor);
        let charset = match &error {
            PageError::Syntax { .. } => charset_problem(&response.headers, body),
            _ => None,
        };
        if let Some(why) = charset {
            let message = format!("the response is not readable as JSON ({why}; {})", described());
            return Trouble::Error(Error::system(message));
        }
        let error = match error {
            PageError::Sink(error) => error,
            PageError::Syntax { truncated: true, offset, .. } => {
                return Trouble::Body(format!("the body ends too early, after {offset} bytes"));
            }
            PageError::Syntax { offset, message, .. } => {
                let message = match std::str::from_utf8(body) {
                    Err(error) => format!("invalid UTF-8 at byte {}", error.valid_up_to()),
                    Ok(_) => format!("{message} at byte {offset}"),
                };
                Error::system(format!("the response is not readable as JSON ({message}; {})", described()))
            }
            PageError::NoRecords { found } => {
                let path = self.definition.records_path();
                let place = if is_root(&path) { "the root".to_owned() } else { format!("`{path}`") };
                let but = stopped(&path, body).unwrap_or_else(|| format!("there is {found}"));
                let (said, what) = (said(body, &run.output.redactor), described());
                Error::system(format!("the response should hold its records at {place}, but {but}{said} ({what})"))
            }
            PageError::NotARecord { place } => {
                let object = body.get(place).unwrap_or_default();
                self.not_a_record(response, body, object, run)
            }
            PageError::Mismatch(mismatch) => self.mismatch(&mismatch, body, &self.definition.records_path()),
        };
        Trouble::Error(error)
    }

    /// An object that is where a list of records may be, and is none of them.
    pub(crate) fn not_a_record(&self, response: &Response, body: &[u8], object: &[u8], run: &Run<C>) -> Error {
        let path = self.definition.records_path();
        let place = match path.strip_suffix('*') {
            None if is_root(&path) => "the response".to_owned(),
            None => format!("`{path}`"),
            Some(_) => format!("a value at `{path}`"),
        };
        let redactor = &run.output.redactor;
        let own = said(object, redactor);
        let said = if own.is_empty() { said(body, redactor) } else { own };
        let what = described(response, body, redactor);
        Error::system(format!(
            "{place} is an object with none of the stream's fields, so it is not a record{said} ({what})"
        ))
    }

    /// One warning about an empty object where a list may be.
    pub(crate) fn tell_empty_object(&self, run: &Run<C>) {
        if self.has_told_empty.replace(true) {
            return;
        }
        let (name, path) = (&self.definition.name, self.definition.records_path());
        let place = if is_root(&path) { "the response".to_owned() } else { format!("`{path}`") };
        let message = format!("stream `{name}`: {place} is or holds an empty object, which is read as no record");
        run.output.log(Level::Warn, &message);
    }

    /// A record that does not fit, of those at `path` in `body`.
    pub(crate) fn mismatch(&self, mismatch: &Mismatch, body: &[u8], path: &str) -> Error {
        self.mismatch_of(mismatch, body, path, &(mismatch.record + 1).to_string())
    }

    /// The same for a record that has another number than its place in `body`.
    pub(crate) fn mismatch_of(&self, mismatch: &Mismatch, body: &[u8], path: &str, record: &str) -> Error {
        let key = self.key(|capture| mismatch.captures.get(capture)?.as_deref().map(Cow::Borrowed));
        let what = in_words(mismatch);
        if could_be_serdes(mismatch.kind) && !self.verified.get() && self.serde_accepts(mismatch.record, body, path) {
            return Error::system(format!(
                "record {record}{key}: {what} by its schema, but serde accepts it; if its `Deserialize` is written by hand, \
                 say `emit = \"typed\"`"
            ));
        }
        Error::system(format!("record {record}{key}: {what}"))
    }

    /// ` (id = 42)`, from the captured primary key.
    pub(crate) fn key<'a>(&self, capture: impl Fn(usize) -> Option<Cow<'a, [u8]>>) -> String {
        let parts: Vec<String> = self
            .captures
            .primary_key
            .iter()
            .zip(self.definition.primary_key())
            .filter_map(|(at, path)| {
                let value = capture(*at).filter(|value| value.len() <= LONGEST_KEY)?;
                Some(format!("{} = {}", path.join("."), String::from_utf8_lossy(&value)))
            })
            .collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    }

    /// Whether serde takes the record that the contract refuses. Costs a decode of the page, on the way to an error.
    fn serde_accepts(&self, record: u64, body: &[u8], path: &str) -> bool {
        let Some(check) = self.definition.record.whole else { return false };
        let Ok(page) = serde_json::from_slice::<Value>(body) else { return false };
        let (path, values) = match path.strip_suffix('*') {
            Some(path) => (path, true),
            None => (path, false),
        };
        let Some(records) = at(&page, &crate::paginate::split(path)) else { return false };
        let record = usize::try_from(record).unwrap_or(usize::MAX);
        let record = match records {
            Value::Array(records) => records.get(record),
            Value::Object(records) if values => records.values().nth(record),
            one => Some(one),
        };
        record.is_some_and(|record| check(record.to_string().as_bytes()).is_ok())
    }
}

/// Whether serde may take a value that the contract refuses, where its code is written by hand.
pub(crate) fn could_be_serdes(kind: MismatchKind) -> bool {
    use MismatchKind::{Choice, Fraction, Kind, Leaf, Missing, Range};
    matches!(kind, Kind | Range | Fraction | Choice | Missing | Leaf)
}

fn is_root(path: &str) -> bool {
    matches!(path, "" | ".")
}

/// `; the API says: unknown table`, where the body has a message.
pub(crate) fn said(body: &[u8], redactor: &Redactor) -> String {
    let text = body.get(..MASKED_BYTES).is_none().then(|| String::from_utf8_lossy(body));
    let masked = text.as_ref().map(|text| redactor.mask(text));
    let message = masked.and_then(|text| api_message(text.as_bytes()));
    message.map(|message| format!("; the API says: {message}")).unwrap_or_default()
}

/// What is wrong, and where in the record.
pub(crate) fn in_words(mismatch: &Mismatch) -> String {
    let Mismatch { pointer, expected, found, .. } = mismatch;
    let place = if pointer.is_empty() { "the record itself" } else { pointer };
    let declare = mismatch.declare.as_ref().map(|declare| format!("; declare it {declare}")).unwrap_or_default();
    match mismatch.kind {
        MismatchKind::Missing => format!("{place} is missing, and must be {expected}"),
        MismatchKind::Undeclared => format!("{place} is not declared (`undeclared = \"fail\"`)"),
        MismatchKind::Depth => format!("{}: nested too deeply, expected {expected}", shortened(place)),
        MismatchKind::Leaf if expected.starts_with("expected ") => format!("{place}: {expected}, got {found}{declare}"),
        MismatchKind::Excess => format!("{place}: expected {expected}, got {found}{declare}"),
        MismatchKind::Leaf => format!("{place}: {expected}, got {found}"),
        _ => format!("{place}: expected {expected}, got {found}"),
    }
}

/// The first steps of a way that is as long as its value is deep.
fn shortened(pointer: &str) -> String {
    match pointer.match_indices('/').nth(NAMED_STEPS) {
        Some((at, _)) => format!("{}/…", pointer.get(..at).unwrap_or_default()),
        None => pointer.to_owned(),
    }
}

/// Where the way to the records ends, if that is before the last name: `` `data.users` is a text ``.
fn stopped(path: &str, body: &[u8]) -> Option<String> {
    let names = split(path.strip_suffix('*').unwrap_or(path));
    let page: Value = serde_json::from_slice(body).ok()?;
    let mut ways = (0..names.len()).map(|length| &names[..length]);
    let (way, value) = ways.find_map(|way| Some((way, at(&page, way).filter(|value| !value.is_object())?)))?;
    let place = if way.is_empty() { "the root".to_owned() } else { format!("`{}`", way.join(".")) };
    Some(format!("{place} is {}", kind(value)))
}

/// `HTTP 200, text/html; it begins with <html>…`
fn described(response: &Response, body: &[u8], redactor: &Redactor) -> String {
    let text = String::from_utf8_lossy(body.get(..MASKED_BYTES).unwrap_or(body));
    let text = redactor.mask(text.trim_start());
    let begin: String = text.chars().take(QUOTED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("HTTP {}, {}; it begins with {begin}", response.status, response.content_type())
}
