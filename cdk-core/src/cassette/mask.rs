//! Mask: removes credentials from a request or a response before it is recorded.
//!
//! Known secrets are masked everywhere, in every encoding. So are the values of headers, parameters and form fields
//! with the name of a credential. In requests and responses of `auth` everything is masked, because the tokens in them
//! are not known yet. Exceptions: times, `token_type`, `scope`, error codes, and the names in `plain`.
//! Not here: credentials that `auth` adds to a request. Requests are recorded without them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use serde::de::IgnoredAny;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::line::{RecordedBody, RecordedHeaders, Values};
use super::plain::{is_header, is_name, is_segment, tells_expiry, tells_of_credentials};
use crate::http::url::names_credential;
use crate::secret::{MASK, Redactor};
use crate::time::{TimeText, http_date};

/// A shorter value with the name of a credential is not masked everywhere.
const SHORTEST_CREDENTIAL: usize = 8;

/// Masks one exchange.
pub(super) struct Mask<'a> {
    pub(super) redactor: &'a Redactor,
    /// Whether `auth` sent the request.
    pub(super) is_auth: bool,
}

impl Mask<'_> {
    pub(super) fn text(&self, text: &str) -> String {
        self.redactor.mask(text).into_owned()
    }

    /// Masks a URL: without user info and fragment, with the query as a whole.
    pub(super) fn url(&self, url: &Url) -> String {
        let segment = |segment| if !self.is_auth || is_segment(segment) { segment } else { MASK };
        let path: Vec<&str> = url.path().split('/').map(segment).collect();
        let address = format!("{}{}", url.origin().ascii_serialization(), path.join("/"));
        match url.query().filter(|query| !query.is_empty()) {
            // Masked as a whole: a secret may extend over several parameters.
            Some(query) if !self.is_auth => {
                let whole = self.redactor.mask_whole(&format!("{address}?{query}")).into_owned();
                let (address, query) = whole.split_once('?').unwrap_or((&whole, ""));
                format!("{}?{}", self.text(address), self.pairs(query))
            }
            Some(query) => format!("{}?{}", self.text(&address), self.pairs(query)),
            None => self.text(&address),
        }
    }

    pub(super) fn headers(&self, headers: &HeaderMap) -> RecordedHeaders {
        let value = |name: &str, value: &http::HeaderValue| match names_credential(name) {
            true => MASK.to_owned(),
            false if self.is_auth && !is_header(name) => MASK.to_owned(),
            false => self.text(&String::from_utf8_lossy(value.as_bytes())),
        };
        let of_name = |name: &http::HeaderName| {
            let mut values: Vec<String> = headers.get_all(name).iter().map(|one| value(name.as_str(), one)).collect();
            let values = if values.len() == 1 { Values::One(values.remove(0)) } else { Values::Several(values) };
            (name.as_str().to_owned(), values)
        };
        headers.keys().map(of_name).collect()
    }

    pub(super) fn body(&self, body: &[u8], headers: &HeaderMap) -> RecordedBody {
        match std::str::from_utf8(body) {
            Ok(text) if is_form(headers) && self.is_auth => RecordedBody::Text(self.pairs(text)),
            Ok(text) if is_form(headers) => RecordedBody::Text(self.pairs(&self.redactor.mask_whole(text))),
            Ok(text) if self.is_auth => RecordedBody::Text(self.credentials(text)),
            Ok(text) => RecordedBody::Text(self.document(text)),
            Err(_) if self.is_auth => RecordedBody::Text(MASK.to_owned()),
            Err(_) => RecordedBody::Base64(STANDARD.encode(self.bytes(body))),
        }
    }

    /// Masks the pairs of a query or a form, after a stream's query is masked as a whole.
    ///
    /// A percent-encoded value is masked once more in its decoded form, because it may be JSON, base64, or encoded
    /// again. A value that is masked by its name is not masked again: a replay knows credentials that are partly masks,
    /// and would find them in masks.
    fn pairs(&self, pairs: &str) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(pairs.as_bytes()) {
            match self.is_auth {
                true => out.append_pair(&self.key(&name), &self.leaf(Some(&name), &value)),
                false if names_credential(&name) => out.append_pair(&self.text(&name), MASK),
                false => out.append_pair(&self.text(&name), &self.text(&value)),
            };
        }
        out.finish()
    }

    /// Masks a text of an API. JSON stays JSON: a number that is a secret is replaced by a text.
    fn document(&self, text: &str) -> String {
        let masked = self.redactor.mask(text);
        if let std::borrow::Cow::Owned(masked) = &masked
            && is_json(text)
            && !is_json(masked)
            && let Ok(mut value) = serde_json::from_str(text)
        {
            self.walk(&mut value, None, &|mask, _, text| mask.text(text));
            return value.to_string();
        }
        masked.into_owned()
    }

    /// Masks the texts, numbers and keys of a value.
    pub(super) fn value(&self, value: &Value) -> Value {
        let mut masked = value.clone();
        self.walk(&mut masked, None, &|mask, _, text| mask.text(text));
        masked
    }

    /// Masks a text that `auth` exchanges.
    fn credentials(&self, text: &str) -> String {
        match serde_json::from_str::<Value>(text) {
            _ if text.is_empty() => String::new(),
            Ok(mut value) => {
                self.walk(&mut value, None, &Self::leaf);
                value.to_string()
            }
            Err(_) => MASK.to_owned(),
        }
    }

    /// Masks one value of a text that `auth` exchanges.
    fn leaf(&self, name: Option<&str>, text: &str) -> String {
        let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        match name {
            Some("token_type" | "scope") => self.text(text),
            // An error code as in RFC 6749 §5.2: `invalid_grant`.
            Some("error") if is_code(text) => self.text(text),
            _ if text.is_empty() || is_time(text) => self.text(text),
            Some(name) if tells_expiry(name) && text.bytes().all(|byte| byte.is_ascii_digit()) => self.text(text),
            _ => MASK.to_owned(),
        }
    }

    /// Masks a field name. In a text of `auth`, a name that may be a credential is masked.
    fn key(&self, name: &str) -> String {
        if self.is_auth && !is_name(name) { MASK.to_owned() } else { self.text(name) }
    }

    /// Whether a number is a secret, or may be one.
    fn is_masked(&self, name: Option<&str>, number: &str) -> bool {
        self.is_auth && !name.is_some_and(tells_expiry) || self.text(number) != number
    }

    /// Passes every text of a value to `leaf`, with the name of its field. Keys and numbers stay unless they contain a
    /// secret.
    fn walk(&self, value: &mut Value, name: Option<&str>, leaf: &impl Fn(&Self, Option<&str>, &str) -> String) {
        match value {
            Value::String(text) => *text = leaf(self, name, text),
            Value::Number(number) if self.is_masked(name, &number.to_string()) => *value = Value::from(0),
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item, name, leaf)),
            Value::Object(members) => {
                for (key, mut member) in std::mem::take(members) {
                    self.walk(&mut member, Some(&key), leaf);
                    members.insert(self.key(&key), member);
                }
            }
            _ => {}
        }
    }

    /// Masks bytes that are not a text: finds secrets in Latin-1 and in UTF-8.
    fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let masked = self.redactor.mask(&latin);
        let bytes: Vec<u8> = masked.chars().filter_map(|character| u8::try_from(character).ok()).collect();
        let mut out = Vec::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            out.extend_from_slice(self.redactor.mask(chunk.valid()).as_bytes());
            out.extend_from_slice(chunk.invalid());
        }
        out
    }

    /// Adds the tokens of a response of `auth` to the redactor: an API may return them in unexpected places.
    pub(super) fn learn(&self, body: &[u8], headers: &HeaderMap) {
        let learn = |name: Option<&str>, text: &str| {
            if name.is_some_and(names_credential) && !is_time(text) && text.len() >= SHORTEST_CREDENTIAL {
                self.redactor.add_learnt(text);
            }
        };
        for (name, value) in headers.iter().filter(|(name, _)| !tells_of_credentials(name.as_str())) {
            let value = String::from_utf8_lossy(value.as_bytes());
            // The part that is sent back later: `abc` of `sid=abc; Path=/` and of `Bearer abc`.
            let alone = match name == SET_COOKIE {
                true => value.split(';').next().and_then(|pair| pair.split_once('=')).map(|(_, alone)| alone),
                false => value.rsplit(' ').next(),
            };
            learn(Some(name.as_str()), alone.unwrap_or(&value).trim());
        }
        if is_form(headers) {
            form_urlencoded::parse(body).for_each(|(name, value)| learn(Some(&name), &value));
        } else if let Ok(mut value) = serde_json::from_slice(body) {
            self.walk(&mut value, None, &|_, name, text| {
                if name != Some("token_type") {
                    learn(name, text);
                }
                String::new()
            });
        }
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.trim().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Whether the text is a date, with or without a time, in ISO form or in that of mail.
fn is_time(text: &str) -> bool {
    let is_iso = || {
        let text = TimeText::new(text);
        text.is_moment() || text.is_date_time()
    };
    // Eight digits could be a password.
    text.len() >= 10 && (text.contains('-') && is_iso() || http_date(text).is_some())
}
