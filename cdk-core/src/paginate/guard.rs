//! What ends a page loop with an error: a token that repeats, a full page whose token is nowhere, too many pages, too
//! many empty ones in a row.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::found::{Facts, NextToken};
use super::strategy::Paginate;
use crate::error::{Error, Result};
use crate::http::url::{Origins, redacted};
use crate::template::exact::readable;

/// Pages of one slice. A loop that reaches this limit does not end; a slice with this many pages should be divided.
pub(crate) const MAX_PAGES: u64 = 100_000;
/// Empty pages in a row that are worth a warning.
pub(crate) const WARN_EMPTY: u64 = 100;
/// Empty pages in a row after which the pagination fails: it does not seem to end.
pub(crate) const MAX_EMPTY: u64 = 1_000;

const SAY_THE_END: &str = "if this page is the last one, name the field in the response that says so: `more = \"…\"` (false \
                           on the last page) or `done = \"…\"` (true on the last page)";

/// Watches over the pages of one slice. Holds 8 bytes a page.
pub(crate) struct Guard {
    seen: HashSet<u64>,
    hasher: RandomState,
    pages: u64,
    /// Pages without records up to now, in a row.
    empty: u64,
    /// Whether any page of the stream had the token's place, shared by all its slices.
    place_seen: Rc<Cell<bool>>,
    origins: Origins,
}

/// What follows a page.
#[derive(Debug, PartialEq)]
pub(crate) enum Next {
    End,
    Page(Value),
    /// The page was short: what this token leads to shows whether it was the last one.
    Probe(Value),
}

impl Guard {
    pub(crate) fn new(place_seen: Rc<Cell<bool>>, origins: &Origins, first: Option<&Value>) -> Self {
        let (seen, hasher, origins) = (HashSet::new(), RandomState::new(), origins.clone());
        let mut guard = Self { seen, hasher, pages: 1, empty: 0, place_seen, origins };
        if let Some(token) = first {
            guard.seen.insert(guard.hash(token));
        }
        guard
    }

    /// A page came from here: a next URL that leads here again is a repeated one.
    pub(crate) fn stands_at(&mut self, url: &Url) {
        let hash = self.hash_url(url.clone());
        self.seen.insert(hash);
    }

    /// Counts the page that was read.
    pub(crate) fn count(&mut self, records: u64) {
        self.empty = if records == 0 { self.empty + 1 } else { 0 };
    }

    /// Empty pages in a row, up to this one.
    pub(crate) fn empty_pages(&self) -> u64 {
        self.empty
    }

    /// The next page by the strategy, or the end.
    ///
    /// # Errors
    /// If the page is not what the stream says of its pages.
    pub(crate) fn next(&mut self, paginate: &Paginate, facts: &Facts<'_>) -> Result<Next> {
        match paginate.found(facts)? {
            NextToken::Token(token) => {
                self.place_seen.set(true);
                Ok(Next::Page(token))
            }
            NextToken::Short(token) => Ok(Next::Probe(token)),
            NextToken::Empty => {
                self.place_seen.set(true);
                Ok(Next::End)
            }
            NextToken::Absent => {
                let is_full = paginate.size.as_ref().is_some_and(|(_, size)| facts.records >= *size);
                if is_full && !self.place_seen.get() {
                    return Err(Error::system(format!(
                        "the page is full ({} records), but {} is not in the response and never was; is that the right \
                         place of the next page's token?",
                        facts.records,
                        paginate.place_name()
                    )));
                }
                Ok(Next::End)
            }
        }
    }

    /// Lets a token pass that no page had before.
    ///
    /// # Errors
    /// If the token, or the number of pages, shows that the pagination does not end. The page that has the token is
    /// good.
    pub(crate) fn watched(&mut self, token: &Value) -> Result<()> {
        if !self.seen.insert(self.hash(token)) {
            let (what, shown) = (if url_of(token).is_some() { "URL" } else { "token" }, shown(token));
            return Err(Error::system(format!(
                "the next page's {what} {shown} was used before, so the pages would repeat; {SAY_THE_END}"
            )));
        }
        if self.empty >= MAX_EMPTY {
            return Err(Error::system(format!(
                "{MAX_EMPTY} empty pages in a row: the pagination does not seem to end; {SAY_THE_END}"
            )));
        }
        self.pages += 1;
        if self.pages > MAX_PAGES {
            return Err(Error::system(format!(
                "more than {MAX_PAGES} pages: the pagination does not seem to end; if it is right, divide the stream into \
                 slices"
            )));
        }
        Ok(())
    }

    /// Whether the token has not led to a page yet: only then is it worth asking ahead.
    pub(crate) fn is_new(&self, token: &Value) -> bool {
        !self.seen.contains(&self.hash(token)) && self.pages < MAX_PAGES && self.empty + 1 < MAX_EMPTY
    }

    fn hash(&self, token: &Value) -> u64 {
        match url_of(token) {
            Some(url) => self.hash_url(url),
            None => self.hasher.hash_one(token.to_string()),
        }
    }

    /// The same for all spellings of one URL: parameters in any order, without a fragment.
    fn hash_url(&self, url: Url) -> u64 {
        let mut url = self.origins.stood_in(url);
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.sort();
        url.set_query(None);
        url.set_fragment(None);
        self.hasher.hash_one((url.as_str(), pairs))
    }
}

/// The token as a URL, if it is one.
fn url_of(token: &Value) -> Option<Url> {
    token.as_str().and_then(|text| Url::parse(text).ok()).filter(Url::has_host)
}

/// A token that is a URL may carry secrets in its query.
fn shown(token: &Value) -> String {
    match url_of(token) {
        Some(url) => redacted(&url),
        None => match (readable(token).to_string(), 80) {
            (text, longest) if text.len() <= longest => text,
            (text, _) => format!("({} characters)", text.chars().count()),
        },
    }
}
