//! Answer: the recorded response to a request, with the mock in place of the recorded hosts.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use cdk_core::testing::{Received, Reply};
use serde_json::json;

use super::recorded::{ComparedBody, Exchange, RecordedApi, RecordedReply, sorted};

/// Headers about the recorded transmission: the mock sends its own.
const OF_THE_TRANSMISSION: [&str; 6] =
    ["connection", "content-encoding", "content-length", "keep-alive", "trailer", "transfer-encoding"];

impl RecordedApi {
    /// The reply to a request. `own_url`: the URL of the mock.
    pub(super) fn answer(&self, request: &Received, own_url: &str) -> Reply {
        let place = (request.method().to_owned(), request.path().to_owned());
        let known = self.by_path.get(&place).map_or(&[][..], Vec::as_slice);
        let query = sorted(request.query().iter().cloned());
        let body = ComparedBody::new(request.body(), request.header("content-type").unwrap_or_default());
        let equal: Vec<&Exchange> = known.iter().filter(|exchange| exchange.equals(&query, &body)).collect();
        let header = |name: &str| request.header(name).map(str::to_owned);
        // Requests of several accounts or tenants may differ in their headers only.
        let mut by_headers: BTreeMap<usize, Vec<&Exchange>> = BTreeMap::new();
        for exchange in equal {
            by_headers.entry(exchange.equal_headers(header)).or_default().push(exchange);
        }
        let Some((_, best)) = by_headers.pop_last() else { return self.not_recorded(request, known) };
        let unanswered = best.iter().find(|exchange| !exchange.is_answered.swap(true, Ordering::SeqCst));
        match unanswered.or(best.last()).map(|exchange| &exchange.reply) {
            Some(RecordedReply::Response { status, headers, body }) => {
                let reply = Reply::bytes(self.with_own_url(body, own_url)).with_status(*status);
                let headers = headers.iter().filter(|(name, _)| !OF_THE_TRANSMISSION.contains(&name.as_str()));
                headers.fold(reply, |reply, (name, value)| reply.header(name.clone(), self.text(value, own_url)))
            }
            _ => Reply::reset(),
        }
    }

    /// A 404 that names the nearest recorded request.
    fn not_recorded(&self, request: &Received, of_path: &[Exchange]) -> Reply {
        let query: Vec<String> = request.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let asked = format!("{} {}{query}", request.method(), request.path());
        let nearest = |exchanges: &mut dyn Iterator<Item = &Exchange>| {
            exchanges
                .max_by_key(|exchange| equal_start(&exchange.summary, &asked))
                .map(|exchange| exchange.summary.clone())
        };
        let nearest = match of_path {
            [] => nearest(&mut self.by_path.values().flatten()),
            of_path => nearest(&mut of_path.iter()),
        };
        let why = if nearest.as_deref() == Some(&asked) { "with this body" } else { "with this path and parameters" };
        let error = format!("the cassette does not contain a request {why}");
        Reply::json(json!({ "error": error, "request": asked, "nearest": nearest })).with_status(404)
    }

    fn text(&self, text: &str, own_url: &str) -> String {
        self.origins.iter().fold(text.to_owned(), |text, origin| text.replace(origin.as_str(), own_url))
    }

    /// A body with the mock's URL. In JSON, slashes may be escaped.
    fn with_own_url(&self, body: &[u8], own_url: &str) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(body) else { return body.to_vec() };
        let escaped = |url: &str| url.replace('/', "\\/");
        let text = self.text(text, own_url);
        let replaced = self.origins.iter().fold(text, |text, origin| text.replace(&escaped(origin), &escaped(own_url)));
        replaced.into_bytes()
    }
}

/// The number of equal bytes at the start of two texts.
fn equal_start(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}
