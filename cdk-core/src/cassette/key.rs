//! Key: which recorded requests are equal.
//!
//! In: a recorded request. Out: a hash of its method, URL, headers and body. The order of parameters, form fields, JSON
//! keys and headers does not matter. Headers that differ with every attempt are left out.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use url::form_urlencoded;

use super::line::{RecordedBody, RecordedRequest};

/// Headers that depend on the attempt, the credentials or the build of the connector.
const OF_ONE_ATTEMPT: [&str; 11] = [
    "content-length",
    "date",
    "idempotency-key",
    "request-id",
    "traceparent",
    "tracestate",
    "user-agent",
    "x-amzn-requestid",
    "x-correlation-id",
    "x-idempotency-key",
    "x-request-id",
];

impl RecordedRequest {
    /// A hash that is equal for equal requests.
    pub(super) fn key(&self) -> u128 {
        // With one hash of 64 bits, two requests among millions could collide.
        let half = |seed: u64| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            self.hash_into(&mut hasher);
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }

    /// A hash that is equal for requests to the same address, whatever their parameters, headers and bodies.
    pub(super) fn address(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.method, self.split().0).hash(&mut hasher);
        hasher.finish()
    }

    fn split(&self) -> (&str, &str) {
        self.url.split_once('?').unwrap_or((&self.url, ""))
    }

    fn hash_into(&self, hasher: &mut DefaultHasher) {
        let (address, query) = self.split();
        (&self.method, address, sorted(query)).hash(hasher);
        for (name, values) in self.headers.iter().filter(|(name, _)| !OF_ONE_ATTEMPT.contains(&name.as_str())) {
            (name, values.all()).hash(hasher);
        }
        match &self.body {
            None => 0_u8.hash(hasher),
            Some(RecordedBody::Base64(text)) => (1_u8, text).hash(hasher),
            Some(RecordedBody::Text(text)) => match serde_json::from_str::<Value>(text) {
                Ok(mut value) => {
                    value.sort_all_objects();
                    (2_u8, value.to_string()).hash(hasher);
                }
                Err(_) if self.is_form() => (3_u8, sorted(text)).hash(hasher),
                Err(_) => (4_u8, text).hash(hasher),
            },
        }
    }

    fn is_form(&self) -> bool {
        let values = self.headers.get("content-type").map(|values| values.all()).unwrap_or_default();
        values.iter().any(|value| value.starts_with("application/x-www-form-urlencoded"))
    }
}

/// The pairs sorted by name; values of one name keep their order.
fn sorted(pairs: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form_urlencoded::parse(pairs.as_bytes()).into_owned().collect();
    pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
    pairs
}
