//! Errors of a page, in words.
//!
//! Not here: errors of one record (see `record::errors`).

use serde_json::Value;

use crate::decode::PageError;
use crate::error::Error;
use crate::http::Response;
use crate::http::charset::charset_problem;
use crate::json::{at, kind, split};
use crate::protocol::Level;
use crate::read::plan::open_stream::OpenStream;
use crate::read::record::errors::mismatch_error;
use crate::retry::api_message;
use crate::secret::Redactor;

/// Length of the quote from a body that is not a page.
const QUOTED_CHARS: usize = 80;
/// How much of it is looked at for secrets, so that none is quoted in part.
const MASKED_BYTES: usize = 64 << 10;

/// A page that could not be read.
pub(crate) enum PageFailure {
    /// The body ends too early: worth another attempt.
    Body(String),
    Error(Error),
}

/// Why a page could not be read, in words.
pub(crate) fn page_failure<C>(
    stream: &OpenStream<C>,
    error: PageError<Error>,
    response: &Response,
    body: &[u8],
) -> PageFailure {
    let (plan, redactor) = (&stream.plan.record, &stream.run.output.redactor);
    let description = || describe_response(response, body, redactor);
    let charset = match &error {
        PageError::Syntax { .. } => charset_problem(&response.headers, body),
        _ => None,
    };
    if let Some(why) = charset {
        let message = format!("the response is not readable as JSON ({why}; {})", description());
        return PageFailure::Error(Error::system(message));
    }
    let error = match error {
        PageError::Sink(error) => error,
        PageError::Syntax { truncated: true, offset, .. } => {
            return PageFailure::Body(format!("the body ends too early, after {offset} bytes"));
        }
        PageError::Syntax { offset, message, .. } => {
            let message = match std::str::from_utf8(body) {
                Err(error) => format!("invalid UTF-8 at byte {}", error.valid_up_to()),
                Ok(_) => format!("{message} at byte {offset}"),
            };
            Error::system(format!("the response is not readable as JSON ({message}; {})", description()))
        }
        PageError::NoRecords { found } => {
            let path = plan.definition.records_path();
            let place = if is_root(&path) { "the root".to_owned() } else { format!("`{path}`") };
            let but = first_non_object(&path, body).unwrap_or_else(|| format!("there is {found}"));
            let (said, what) = (api_says(body, redactor), description());
            Error::system(format!("the response should hold its records at {place}, but {but}{said} ({what})"))
        }
        PageError::NotARecord { place } => {
            let object = body.get(place).unwrap_or_default();
            not_a_record(stream, response, body, object)
        }
        PageError::Mismatch(mismatch) => {
            let path = plan.definition.records_path();
            mismatch_error(plan, &stream.tally, &mismatch, (body, &path))
        }
    };
    PageFailure::Error(error)
}

/// An object that is where a list of records may be, and is none of them.
pub(crate) fn not_a_record<C>(stream: &OpenStream<C>, response: &Response, body: &[u8], object: &[u8]) -> Error {
    let path = stream.plan.definition.records_path();
    let path = path.trim_end_matches('?');
    let place = match path.strip_suffix('*') {
        None if is_root(path) => "the response".to_owned(),
        None => format!("`{path}`"),
        Some(_) => format!("a value at `{path}`"),
    };
    let redactor = &stream.run.output.redactor;
    let own = api_says(object, redactor);
    let said = if own.is_empty() { api_says(body, redactor) } else { own };
    let what = describe_response(response, body, redactor);
    Error::system(format!(
        "{place} is an object with none of the stream's fields, so it is not a record{said} ({what})"
    ))
}

/// One warning about an empty object where a list may be.
pub(crate) fn warn_of_empty_object<C>(stream: &OpenStream<C>) {
    if !stream.tally.begin_warning_of_empty_object() {
        return;
    }
    let (name, path) = (stream.plan.definition.name.as_str(), stream.plan.definition.records_path());
    let place = if is_root(&path) { "the response".to_owned() } else { format!("`{path}`") };
    let message = format!("stream `{name}`: {place} is or holds an empty object, which is read as no record");
    stream.run.output.log(Level::Warn, &message);
}

fn is_root(path: &str) -> bool {
    matches!(path, "" | ".")
}

/// `; the API says: unknown table`, where the body has a message.
pub(crate) fn api_says(body: &[u8], redactor: &Redactor) -> String {
    let text = body.get(..MASKED_BYTES).is_none().then(|| String::from_utf8_lossy(body));
    let masked = text.as_ref().map(|text| redactor.mask(text));
    let message = masked.and_then(|text| api_message(text.as_bytes()));
    message.map(|message| format!("; the API says: {message}")).unwrap_or_default()
}

/// Where the way to the records ends, if that is before the last name: `` `data.users` is a text ``.
fn first_non_object(path: &str, body: &[u8]) -> Option<String> {
    let front = path.split('*').next().unwrap_or(path);
    let names = split(front.trim_end_matches('?'));
    let page: Value = serde_json::from_slice(body).ok()?;
    let mut ways = (0..names.len()).map(|length| &names[..length]);
    let (way, value) = ways.find_map(|way| Some((way, at(&page, way).filter(|value| !value.is_object())?)))?;
    let place = if way.is_empty() { "the root".to_owned() } else { format!("`{}`", way.join(".")) };
    Some(format!("{place} is {}", kind(value)))
}

/// `HTTP 200, text/html; it begins with <html>…`
fn describe_response(response: &Response, body: &[u8], redactor: &Redactor) -> String {
    let text = String::from_utf8_lossy(body.get(..MASKED_BYTES).unwrap_or(body));
    let text = redactor.mask(text.trim_start());
    let begin: String = text.chars().take(QUOTED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("HTTP {}, {}; it begins with {begin}", response.status, response.content_type())
}
