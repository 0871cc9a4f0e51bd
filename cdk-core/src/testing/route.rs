//! Routes of the scripted API: `GET /v1/users/{id}`.
//!
//! In: a pattern of a method (`*`: any) and a path with `{captures}` as segments. Out: whether a request matches, and
//! its captures, percent-decoded.
//! Not here: replies (see `reply`).

use std::sync::atomic::{AtomicUsize, Ordering};

use super::received::Received;
use super::reply::Reply;

/// A method and a path pattern.
#[derive(Debug)]
pub(super) struct RoutePattern {
    method: String,
    segments: Vec<String>,
}

impl RoutePattern {
    /// # Panics
    /// If `text` is not `METHOD /path`.
    pub(super) fn new(text: &str) -> Self {
        let parsed = text.split_once(' ').filter(|(_, path)| path.starts_with('/'));
        let Some((method, path)) = parsed else {
            panic!("invalid route `{text}`; expected a method and a path like `GET /users`");
        };
        Self { method: method.to_ascii_uppercase(), segments: path.split('/').map(str::to_owned).collect() }
    }

    /// The captures of a matching request; `None` if it does not match.
    pub(super) fn captures(&self, request: &Received) -> Option<Vec<(String, String)>> {
        let segments: Vec<&str> = request.path().split('/').collect();
        let fits = (self.method == "*" || self.method == request.method()) && self.segments.len() == segments.len();
        if !fits {
            return None;
        }
        let mut captures = Vec::new();
        for (expected, segment) in self.segments.iter().zip(segments) {
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
            match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) if !segment.is_empty() => captures.push((name.to_owned(), decoded.into_owned())),
                None if *expected == segment || *expected == decoded => {}
                _ => return None,
            }
        }
        Some(captures)
    }
}

/// A function from a request to its reply.
pub(super) type Handler = Box<dyn Fn(&Received) -> Reply + Send + Sync>;

/// A handler that returns the replies in order and repeats the last one.
pub(super) fn in_sequence(replies: Vec<Reply>) -> Handler {
    let next = AtomicUsize::new(0);
    Box::new(move |_| {
        let index = next.fetch_add(1, Ordering::SeqCst).min(replies.len().saturating_sub(1));
        replies.get(index).cloned().unwrap_or_else(|| Reply::status(404))
    })
}
