//! What ends a page loop with an error: a token that repeats, a full page whose token is nowhere, too many pages.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

use serde_json::Value;

use super::strategy::{Facts, Found, Paginate};
use crate::error::{Error, Result};

/// Pages of one slice. A loop that gets here has lost its way; a slice of so many pages wants slices of its own.
pub(crate) const MAX_PAGES: u64 = 100_000;

/// Watches over the pages of one slice. Holds 8 bytes a page.
pub(crate) struct Guard {
    seen: HashSet<u64>,
    hasher: RandomState,
    pages: u64,
    /// Whether any page of the stream had the token's place, shared by all its slices.
    place_seen: Rc<Cell<bool>>,
}

impl Guard {
    pub(crate) fn new(place_seen: Rc<Cell<bool>>, first: Option<&Value>) -> Self {
        let mut guard = Self { seen: HashSet::new(), hasher: RandomState::new(), pages: 1, place_seen };
        if let Some(token) = first {
            guard.seen.insert(guard.hasher.hash_one(token.to_string()));
        }
        guard
    }

    /// The next page's token by the strategy, or the end.
    pub(crate) fn next(&mut self, paginate: &Paginate, facts: &Facts<'_>) -> Result<Option<Value>> {
        let token = match paginate.found(facts)? {
            Found::Token(token) => {
                self.place_seen.set(true);
                token
            }
            Found::Empty => {
                self.place_seen.set(true);
                return Ok(None);
            }
            Found::Absent => {
                let is_full = paginate.size.as_ref().is_some_and(|(_, size)| facts.records >= *size);
                if is_full && !self.place_seen.get() {
                    return Err(Error::system(format!(
                        "the page is full ({} records), but {} is not in the response and never was; is that the right \
                         place of the next page's token?",
                        facts.records,
                        paginate.place_name()
                    )));
                }
                return Ok(None);
            }
        };
        self.watched(token)
    }

    /// The same watch over a token that a hook gave.
    pub(crate) fn watched(&mut self, token: Value) -> Result<Option<Value>> {
        if !self.seen.insert(self.hasher.hash_one(token.to_string())) {
            return Err(Error::system(format!(
                "the next page's token {} came before: the pages go round in circles",
                shown(&token)
            )));
        }
        self.pages += 1;
        if self.pages > MAX_PAGES {
            return Err(Error::system(format!(
                "more than {MAX_PAGES} pages: the pagination does not seem to end; if it is right, divide the stream into \
                 slices"
            )));
        }
        Ok(Some(token))
    }

    /// Whether the token has not led to a page yet: only then is it worth asking ahead.
    pub(crate) fn is_new(&self, token: &Value) -> bool {
        !self.seen.contains(&self.hasher.hash_one(token.to_string())) && self.pages < MAX_PAGES
    }
}

/// A token that is a URL may carry secrets in its query.
fn shown(token: &Value) -> String {
    match token.as_str().map(url::Url::parse) {
        Some(Ok(url)) if url.has_host() => crate::http::url::redacted(&url),
        _ => match (token.to_string(), 80) {
            (text, longest) if text.len() <= longest => text,
            (text, _) => format!("({} characters)", text.chars().count()),
        },
    }
}
