//! Recorded: the exchanges of a cassette, ordered by what makes two requests equal.
//!
//! Two requests are equal if method, path, parameters and body are equal. Parameters and JSON keys may be in any order.
//! Parameters whose recorded value contains a mask are not compared; nor are credentials, which are not recorded.
//! All responses are held in memory.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cdk_core::http::Url;
use serde_json::Value;

use crate::cassette::each_line;
use crate::failure::Failure;

/// What a recording has in place of a secret.
const MASK: &str = "****";

/// A recorded response, or a failure.
pub(super) enum RecordedReply {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// The connection broke.
    Failure,
}

/// An exchange.
pub(super) struct Exchange {
    /// `GET /v1/users?page=2`.
    pub(super) summary: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: ComparedBody,
    pub(super) reply: RecordedReply,
    /// Whether the mock has already sent it.
    pub(super) is_answered: AtomicBool,
}

/// A body as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ComparedBody {
    None,
    /// JSON with sorted keys.
    Json(String),
    Form(Vec<(String, String)>),
    Bytes(Vec<u8>),
}

/// The exchanges by method and path.
pub(super) struct RecordedApi {
    pub(super) by_path: HashMap<(String, String), Vec<Exchange>>,
    /// The recorded hosts, such as `https://api.example.com`.
    pub(super) origins: BTreeSet<String>,
}

impl RecordedApi {
    /// Reads a cassette.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn open(cassette: &Path) -> Result<Self, Failure> {
        let mut api = Self { by_path: HashMap::new(), origins: BTreeSet::new() };
        each_line(cassette, |line| api.add(&line))?;
        Ok(api)
    }

    pub(super) fn len(&self) -> usize {
        self.by_path.values().map(Vec::len).sum()
    }

    fn add(&mut self, line: &Value) {
        let request = &line["request"];
        let (Some(method), Some(Ok(url))) = (request["method"].as_str(), request["url"].as_str().map(Url::parse))
        else {
            return;
        };
        self.origins.insert(url.origin().ascii_serialization());
        let query = sorted(url.query_pairs().into_owned());
        let content_type = request["headers"]["content-type"].as_str().unwrap_or_default();
        let exchange = Exchange {
            summary: format!(
                "{method} {}{}",
                url.path(),
                url.query().map(|query| format!("?{query}")).unwrap_or_default()
            ),
            query,
            headers: headers(&request["headers"]),
            body: ComparedBody::new(&bytes(request), content_type),
            reply: reply(&line["response"]),
            is_answered: AtomicBool::new(false),
        };
        self.by_path.entry((method.to_owned(), url.path().to_owned())).or_default().push(exchange);
    }
}

impl Exchange {
    /// Whether a request with this query and body is equal.
    pub(super) fn equals(&self, query: &[(String, String)], body: &ComparedBody) -> bool {
        let is_compared = |(name, _): &&(String, String)| {
            !self.query.iter().any(|(known, value)| known == name && value.contains(MASK))
        };
        let own = self.query.iter().filter(is_compared);
        own.eq(query.iter().filter(is_compared)) && self.body.equals(body)
    }

    /// The number of recorded headers that the request has, too.
    pub(super) fn equal_headers(&self, header: impl Fn(&str) -> Option<String>) -> usize {
        self.headers.iter().filter(|(name, value)| header(name).as_ref() == Some(value)).count()
    }
}

impl ComparedBody {
    pub(super) fn new(body: &[u8], content_type: &str) -> Self {
        if body.is_empty() {
            return Self::None;
        }
        if content_type.starts_with("application/x-www-form-urlencoded") {
            let form = format!("http://form/?{}", String::from_utf8_lossy(body));
            return Self::Form(Url::parse(&form).map(|url| sorted(url.query_pairs().into_owned())).unwrap_or_default());
        }
        match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                value.sort_all_objects();
                Self::Json(value.to_string())
            }
            Err(_) => Self::Bytes(body.to_vec()),
        }
    }

    /// A masked body equals every body of its kind.
    fn equals(&self, other: &Self) -> bool {
        let is_masked = match self {
            Self::None => false,
            Self::Json(text) => text.contains(MASK),
            Self::Form(pairs) => pairs.iter().any(|(_, value)| value.contains(MASK)),
            Self::Bytes(bytes) => bytes.windows(MASK.len()).any(|window| window == MASK.as_bytes()),
        };
        if is_masked { std::mem::discriminant(self) == std::mem::discriminant(other) } else { self == other }
    }
}

/// Pairs sorted by name; values of one name keep their order.
pub(super) fn sorted(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
    pairs
}

fn headers(recorded: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, value) in recorded.as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => {
                all.extend(values.iter().filter_map(Value::as_str).map(|value| (name.clone(), value.to_owned())));
            }
            value => all.extend(value.as_str().map(|value| (name.clone(), value.to_owned()))),
        }
    }
    all
}

fn bytes(message: &Value) -> Vec<u8> {
    match (message["body"].as_str(), message["body_base64"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(text)) => STANDARD.decode(text).unwrap_or_default(),
        (None, None) => Vec::new(),
    }
}

fn reply(response: &Value) -> RecordedReply {
    match response["status"].as_u64().and_then(|status| u16::try_from(status).ok()) {
        Some(status) => {
            RecordedReply::Response { status, headers: headers(&response["headers"]), body: bytes(response) }
        }
        None => RecordedReply::Failure,
    }
}
