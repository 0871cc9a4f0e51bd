//! Page log: what `--debug` says about a page, and what a recording keeps of it.
//!
//! In: the page, and the next page's token. Out: a DEBUG line.
//! A token is shown as it is sent, since pagination is what such a log is read for. One that contains a known secret,
//! or a value whose name says that it is a credential, is not.
//! Not here: tokens in errors (`paginate::guard`).

use serde_json::Value;
use url::Url;

use crate::cassette::PageRead;
use crate::http::Response;
use crate::http::url::{names_credential, redacted, redacted_where};
use crate::protocol::Level;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::request::page_request::recorded_slice;
use crate::secret::{MASK, Redactor};
use crate::template::exact::Written;

/// The most characters of a token that a message shows.
const LONGEST: usize = 1_000;

/// What a page brought: recorded, and logged with `--debug`.
pub(crate) fn log_page<C: 'static>(
    slice: &OpenSlice<C>,
    number: u64,
    (response, url): (&Response, &Url),
    records: u64,
    next: Option<&Value>,
) {
    let stream = &*slice.stream;
    if let Some(recorder) = &stream.run.recorder {
        let label = recorded_slice(slice);
        let (stream, slice, has_next) = (stream.name(), label.as_ref(), next.is_some());
        recorder.page(&PageRead { stream, slice, number, url, records, has_next });
    }
    let output = &stream.run.output;
    if !output.debug {
        return;
    }
    let (name, url) = (stream.name(), redacted(url));
    let (status, method) = (response.status, &stream.plan.definition.method);
    let next = next.map(|token| format!("; the next page's token: {}", quote_token(token, &output.redactor)));
    let next = next.unwrap_or_default();
    let page = format!("stream `{name}`: page {number}: {method} {url}: HTTP {status}, {records} records{next}");
    output.log(Level::Debug, &page);
}

/// With `--debug`: with which token an earlier run is resumed.
pub(crate) fn log_resumed<C: 'static>(stream: &OpenStream<C>, token: Option<&Value>) {
    let output = &stream.run.output;
    if let Some(token) = token.filter(|_| output.debug) {
        let (name, token) = (stream.name(), quote_token(token, &output.redactor));
        output.log(Level::Debug, &format!("stream `{name}`: resumes at the page with token {token}"));
    }
}

/// A token for a message.
pub(crate) fn quote_token(token: &Value, redactor: &Redactor) -> String {
    let url = token.as_str().and_then(|text| Url::parse(text).ok()).filter(Url::has_host);
    let text = match url {
        Some(url) => redacted_where(&url, names_credential, LONGEST),
        None => serde_json::to_string(&Written(&without_credentials(token))).unwrap_or_default(),
    };
    // Masked before it is cut, and as it came: half a secret, or one that is decoded in another way, would not be
    // recognised.
    let has_secret = |text: &str| redactor.mask(text) != text;
    if has_secret(&text) || has_secret(&token.to_string()) || has_secret(token.as_str().unwrap_or_default()) {
        return MASK.to_owned();
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", text.get(..end).unwrap_or_default(), text.chars().count()),
        None => text,
    }
}

/// A token may be an object: members that are credentials by their names are masked.
fn without_credentials(token: &Value) -> Value {
    match token {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let value = if names_credential(name) { MASK.into() } else { without_credentials(value) };
                (name.clone(), value)
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(values) => values.iter().map(without_credentials).collect(),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_shown_unless_it_contains_a_secret() {
        let redactor = Redactor::default();
        redactor.add("s3cr3t-k3y");
        let encoded = "eyJrIjoiczNjcjN0LWszeSJ9"; // {"k":"s3cr3t-k3y"}

        for (token, want) in [
            (json!("abc="), "\"abc=\""),
            (json!(7), "7"),
            (json!({"$number": "18446744073709551617"}), "18446744073709551617"),
            (json!({"after": 3, "signature": "x"}), r#"{"after":3,"signature":"****"}"#),
            (json!("before s3cr3t-k3y"), "****"),
            (json!(encoded), "****"),
            (
                json!("https://a.test/x?next_token=n1&pageToken=p&api_key=k"),
                "https://a.test/x?next_token=n1&pageToken=p&api_key=****",
            ),
            (json!("https://a.test/x?cursor=s3cr3t-k3y"), "****"),
        ] {
            assert_eq!(quote_token(&token, &redactor), want);
        }
    }
}
