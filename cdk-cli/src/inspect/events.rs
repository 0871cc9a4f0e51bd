//! Events: what the page shows of each line of a cassette.
//!
//! In: the lines. Out: exchanges with the records of their pages, and states, in the order of the recording.
//! A page belongs to the last exchange before it with the same stream, slice and URL. A page without one came from the
//! cache.

use std::path::Path;

use serde_json::{Value, json};

use crate::cassette::{Head, each_line};
use crate::failure::Failure;

/// The sizes of what is shown.
pub(super) struct Limits {
    /// Most bytes of one body.
    pub(super) body: usize,
}

/// A cassette, ready to be shown.
pub(super) struct Recording {
    pub(super) head: Head,
    /// Whether the run came to its end.
    pub(super) is_whole: bool,
    pub(super) events: Vec<Value>,
    pub(super) exchanges: u64,
    pub(super) pages: u64,
    pub(super) states: u64,
    pub(super) cut_bodies: u64,
}

/// Reads the events of a cassette; `progress` gets the number of exchanges so far.
///
/// # Errors
/// If the cassette cannot be read.
pub(super) fn collect(input: &Path, limits: &Limits, progress: impl Fn(u64)) -> Result<Recording, Failure> {
    let (mut events, mut pages, mut states, mut cut_bodies, mut exchanges) = (Vec::<Value>::new(), 0, 0, 0, 0);
    let (head, is_whole) = each_line(input, |mut line| {
        if let Some(page) = line.get("page") {
            pages += 1;
            match exchange_of(&mut events, page) {
                Some(exchange) => {
                    exchange["page"] = page["number"].clone();
                    exchange["records"] = page["records"].clone();
                    exchange["has_next"] = page["has_next"].clone();
                }
                None => events.push(json!({ "cached": page })),
            }
        } else if let Some(state) = line.get_mut("state") {
            states += 1;
            events.push(json!({ "state": state.take() }));
        } else if line.get("exchange").is_some() {
            exchanges += 1;
            progress(exchanges);
            cut_bodies += cut(&mut line["request"], limits) + cut(&mut line["response"], limits);
            events.push(line);
        }
    })?;
    Ok(Recording { head, is_whole, events, exchanges, pages, states, cut_bodies })
}

/// The exchange of a page. Pages follow their exchanges closely, so the search is short.
fn exchange_of<'a>(events: &'a mut [Value], page: &Value) -> Option<&'a mut Value> {
    events.iter_mut().rev().find(|event| {
        event["stream"] == page["stream"]
            && event.get("page").is_none()
            && event["slice"] == page["slice"]
            && event["request"]["url"] == page["url"]
    })
}

/// Cuts a long body, and notes its length. Returns 1 if it was cut.
fn cut(message: &mut Value, limits: &Limits) -> u64 {
    let name = if message.get("body_base64").is_some() { "body_base64" } else { "body" };
    let Some(Value::String(body)) = message.get_mut(name) else { return 0 };
    if body.len() <= limits.body {
        return 0;
    }
    let bytes = body.len();
    let mut end = limits.body;
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.truncate(end);
    message["body_bytes"] = bytes.into();
    1
}
