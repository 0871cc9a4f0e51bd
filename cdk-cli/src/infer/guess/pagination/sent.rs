//! Sent: what the next request of a cassette sent, compared with the response before it.
//!
//! This shows the parameter's name, which a response alone does not show.

use std::collections::HashMap;

use cdk_core::http::Url;
use serde_json::Value;

use super::super::evidence::{Evidence, Leaf, LeafValue, Request};
use super::super::line::{Line, quoted};
use super::parts::{call, end, is_size, size};

pub(super) fn sent(evidence: &Evidence) -> Option<Line> {
    evidence.requests.windows(2).find_map(|pair| {
        let [before, after] = pair else { return None };
        let is_same_path = before.url.path() == after.url.path();
        url(before, after, evidence).or_else(|| is_same_path.then(|| parameter(before, after, evidence)).flatten())
    })
}

/// The whole URL was in the response.
fn url(before: &Request, after: &Request, evidence: &Evidence) -> Option<Line> {
    let is_next = |leaf: &&Leaf| match &leaf.value {
        LeafValue::Url(Some(text)) => before.url.join(text).is_ok_and(|url| url == after.url),
        _ => false,
    };
    let place = before.leaves.iter().find(is_next)?.place()?;
    let end = end(evidence);
    let mut words = vec![format!("at = {}", quoted(&place))];
    words.extend(end.iter().map(|end| end.word.clone()));
    let more = end.map(|end| end.reason).unwrap_or_default();
    Some(Line::guess(call("next_url", &words), format!("The second request has the URL of `{place}`.{more}")))
}

fn parameters(url: &Url) -> HashMap<String, String> {
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// A parameter changed.
fn parameter(before: &Request, after: &Request, evidence: &Evidence) -> Option<Line> {
    let (old, new) = (parameters(&before.url), parameters(&after.url));
    let mut changed: Vec<(&String, &String)> =
        new.iter().filter(|(name, value)| old.get(*name) != Some(*value) && !is_size(name)).collect();
    changed.sort();
    changed.into_iter().find_map(|(name, value)| {
        let was = old.get(name).and_then(|value| value.parse::<u64>().ok());
        let counted = || number(before, name, (was, value.parse().ok()?), evidence);
        let taken = || token(before, name, value, evidence);
        // A number that grows counts, though an id of the page may have the same value.
        if was.is_some() { counted().or_else(taken) } else { taken().or_else(counted) }
    })
}

/// Its value is in the response.
fn token(before: &Request, name: &str, value: &str, evidence: &Evidence) -> Option<Line> {
    let has_value = |leaf: &&Leaf| match &leaf.value {
        LeafValue::Text(Some(text)) | LeafValue::Url(Some(text)) => text == value,
        LeafValue::Number(Some(number)) => number.to_string() == value && leaf.name().contains("next"),
        _ => false,
    };
    let in_body = before.leaves.iter().find(has_value).and_then(Leaf::place);
    let in_record = || {
        let fields = before.last_record.as_ref()?.as_object()?;
        let is_it = |field: &Value| match field {
            Value::String(text) => text == value,
            Value::Number(number) => number.to_string().as_str() == value,
            _ => false,
        };
        fields.iter().find(|(name, field)| is_it(field) && !name.contains('.')).map(|(name, _)| name.clone())
    };
    let (token, shown) = match in_body {
        Some(place) => (format!("token = {}", quoted(&place)), format!("`{place}`")),
        None => {
            let field = in_record()?;
            (format!("token = last({})", quoted(&field)), format!("`{field}` of the last record"))
        }
    };
    let end = end(evidence);
    let size = size(evidence, false);
    let mut words = vec![token, format!("param = {}", quoted(name))];
    words.extend(end.iter().map(|end| end.word.clone()));
    words.extend(size.iter().map(|size| size.word()));
    let more = end.map(|end| end.reason).unwrap_or_default();
    let size = size.map(|size| size.reason()).unwrap_or_default();
    Some(Line::guess(call("cursor", &words), format!("The second request sends {shown} as `{name}`.{more}{size}")))
}

/// It counts pages or records.
fn number(before: &Request, name: &str, (was, is): (Option<u64>, u64), evidence: &Evidence) -> Option<Line> {
    let first = was.unwrap_or(if is == 2 { 1 } else { 0 });
    let step = is.checked_sub(first)?;
    let count = u64::try_from(before.record_count).ok()?;
    let size = size(evidence, false);
    let is_offset = step > 1 && (step == count || size.as_ref().is_some_and(|size| size.number == step));
    let strategy = match step {
        1 => "page",
        _ if is_offset => "offset",
        _ => return None,
    };
    let mut words = vec![format!("param = {}", quoted(name))];
    words.extend((strategy == "page" && first == 0).then(|| "start = 0".to_owned()));
    words.extend(size.iter().map(|size| size.word()));
    let what = if is_offset { "the number of records before it" } else { "the number of its page" };
    let size = size.map(|size| size.reason()).unwrap_or_default();
    Some(Line::guess(call(strategy, &words), format!("The second request sends {what} as `{name}`.{size}")))
}
