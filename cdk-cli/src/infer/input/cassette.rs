//! Cassette: the responses of one stream in a recording of a connector's run.
//!
//! In: the file of a cassette, and a stream's name. Out: the successful responses with JSON bodies, in their order.
//! Lines and fields that this code does not know are left out, so newer formats can be read, too.

use std::path::Path;

use cdk_core::http::Url;
use serde_json::Value;

use super::page::Page;
use crate::cassette::each_line;
use crate::failure::Failure;

/// The pages of a stream, and its name.
///
/// # Errors
/// If the file is not a cassette, or if it is not clear which stream is meant.
pub(super) fn pages(file: &Path, stream: Option<&str>) -> Result<(Vec<Page>, String), Failure> {
    let mut streams: Vec<(String, Vec<Page>)> = Vec::new();
    each_line(file, |exchange| {
        let Some((name, page)) = exchange_of(&exchange) else { return };
        match streams.iter_mut().find(|(known, _)| *known == name) {
            Some((_, pages)) => pages.push(page),
            None => streams.push((name, vec![page])),
        }
    })?;
    choose(streams, stream, &file.display().to_string())
}

fn choose(
    mut streams: Vec<(String, Vec<Page>)>,
    wanted: Option<&str>,
    shown: &str,
) -> Result<(Vec<Page>, String), Failure> {
    let names: Vec<String> = streams.iter().map(|(name, _)| format!("--stream {name}")).collect();
    let names = names.join(", ");
    let place = match wanted {
        _ if streams.is_empty() => {
            return Err(Failure::new(format!(
                "the cassette `{shown}` has no successful response in JSON; record it again"
            )));
        }
        None if streams.len() > 1 => {
            return Err(Failure::new(format!("the cassette has several streams; choose one of: {names}")));
        }
        None => Some(0),
        Some(wanted) => streams.iter().position(|(name, _)| name == wanted),
    };
    let Some(place) = place else {
        let wanted = wanted.unwrap_or_default();
        return Err(Failure::new(format!("the cassette does not have the stream `{wanted}`; choose one of: {names}")));
    };
    let (name, pages) = streams.swap_remove(place);
    Ok((pages, name))
}

/// The stream and the page of an exchange; `None` for a failure, a login, or a body that is not JSON.
fn exchange_of(line: &Value) -> Option<(String, Page)> {
    if line.get("of_auth") == Some(&Value::Bool(true)) {
        return None;
    }
    let stream = line.get("stream")?.as_str()?;
    let response = line.get("response")?;
    if !(200..300).contains(&response.get("status")?.as_u64()?) {
        return None;
    }
    let body = serde_json::from_str(response.get("body")?.as_str()?).ok()?;
    let url = line.pointer("/request/url").and_then(Value::as_str).and_then(|url| Url::parse(url).ok());
    let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
    let link =
        headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("link")).and_then(|(_, value)| match value {
            Value::Array(values) => values.first()?.as_str().map(str::to_owned),
            value => value.as_str().map(str::to_owned),
        });
    Some((stream.to_owned(), Page { body, url, link }))
}
