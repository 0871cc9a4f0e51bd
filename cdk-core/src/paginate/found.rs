//! Found: what a page says about the next one.
//!
//! In: what is known after a page. Out: the next page's token, or the end, or that a probe is needed to know.
//! Default: `more` or `done` decides where the response has it, then `total`, then the strategy's own end.
//! Not here: tokens that repeat (see `guard`), whether a short page is trusted as the end (see `read`).

use http::HeaderMap;
use serde_json::Value;
use url::Url;

use super::link::link;
use super::place::{Place, is_none};
use super::strategy::{Paginate, Strategy};
use crate::error::{Error, Result};
use crate::json::{JsonKind, at, kind};

/// What is known after a page.
pub(crate) struct Facts<'a> {
    /// The body without its records, numbers with their own digits.
    pub(crate) envelope: &'a Value,
    pub(crate) headers: &'a HeaderMap,
    /// Raw records of the page, before any filter.
    pub(crate) records: u64,
    /// The value at `last(…)` in the last record.
    pub(crate) last: Option<&'a Value>,
    /// The token that led to this page.
    pub(crate) current: Option<&'a Value>,
    /// Where this page came from: a relative next URL starts there.
    pub(crate) url: &'a Url,
}

/// What a page says about the next one.
pub(crate) enum NextToken {
    /// The token's place is absent.
    Absent,
    /// No further page.
    Empty,
    Token(Value),
    /// The page has fewer records than requested. It may be the last; a request with this token shows that.
    Short(Value),
}

impl Paginate {
    /// What the page says about the next one.
    pub(crate) fn found(&self, facts: &Facts<'_>) -> Result<NextToken> {
        let more = self.more.as_ref().and_then(|more| more.says(facts.envelope));
        if more == Some(false) {
            return Ok(NextToken::Empty);
        }
        let says_more = more == Some(true);
        let found = match &self.strategy {
            Strategy::None => NextToken::Empty,
            Strategy::Page { start, total, .. } => self.next_number(*start, total.as_deref(), says_more, facts),
            Strategy::Offset { param, total } => self.next_offset(param, total.as_deref(), says_more, facts)?,
            Strategy::Cursor { token, .. } => {
                let value = held(token, facts);
                if let Some(value) =
                    value.as_ref().filter(|value| matches!(JsonKind::of(value), JsonKind::Array | JsonKind::Object))
                {
                    let (place, kind) = (token.name(), kind(value));
                    return Err(Error::system(format!("{place} should hold the next page's token, but holds {kind}")));
                }
                match value {
                    // An empty page has no last record: that is an end like any other.
                    None if matches!(token, Place::Last(_)) && facts.records == 0 => NextToken::Empty,
                    value => token_of(value),
                }
            }
            Strategy::Link { rel } => match link(facts.headers, rel)? {
                Some(target) => NextToken::Token(absolute(&target, facts.url)?),
                None if facts.headers.contains_key(http::header::LINK) => NextToken::Empty,
                None => NextToken::Absent,
            },
            Strategy::NextUrl { at } => match token_of(held(at, facts)) {
                NextToken::Token(Value::String(target)) => NextToken::Token(absolute(&target, facts.url)?),
                NextToken::Token(other) => {
                    let (place, kind) = (at.name(), kind(&other));
                    return Err(Error::system(format!("{place} should hold the next page's URL, but holds {kind}")));
                }
                found => found,
            },
        };
        match found {
            NextToken::Absent | NextToken::Empty if says_more => Err(Error::system(format!(
                "the response says that there is another page, but {} holds no {}",
                self.place_name(),
                if self.token_is_url() { "URL" } else { "token" }
            ))),
            found => Ok(found),
        }
    }

    /// The next page's token as far as it can be known before the records are scanned: for asking ahead.
    pub(crate) fn ahead(&self, facts: &Facts<'_>) -> Option<Value> {
        let from_envelope = match &self.strategy {
            Strategy::Cursor { token: place, .. } | Strategy::NextUrl { at: place } => !matches!(place, Place::Last(_)),
            Strategy::Link { .. } => true,
            Strategy::None | Strategy::Page { .. } | Strategy::Offset { .. } => false,
        };
        if !from_envelope {
            return None;
        }
        match self.found(facts) {
            Ok(NextToken::Token(token)) => Some(token),
            _ => None,
        }
    }

    fn next_number(&self, start: u64, total: Option<&[String]>, says_more: bool, facts: &Facts<'_>) -> NextToken {
        let current = facts.current.and_then(Value::as_u64).unwrap_or(start);
        let pages = stated(total, facts.envelope, facts.records);
        let is_reached = pages.is_some_and(|pages| current.saturating_sub(start).saturating_add(1) >= pages);
        let is_last = !says_more && (facts.records == 0 || is_reached);
        if is_last { NextToken::Empty } else { NextToken::Token(Value::from(current.saturating_add(1))) }
    }

    fn next_offset(
        &self,
        param: &str,
        total: Option<&[String]>,
        says_more: bool,
        facts: &Facts<'_>,
    ) -> Result<NextToken> {
        let current = facts.current.and_then(Value::as_u64).unwrap_or(0);
        let size = self.size.as_ref().map(|(_, size)| *size);
        let next = current.saturating_add(facts.records);
        let total = stated(total, facts.envelope, facts.records).filter(|_| !says_more);
        Ok(match (total, facts.records) {
            (Some(total), _) if next >= total => NextToken::Empty,
            (None, 0) if !says_more => NextToken::Empty,
            // Records may be hidden: after a page without any, only the size says where the next one begins.
            (_, 0) => match size {
                Some(size) => NextToken::Token(Value::from(current.saturating_add(size))),
                None => {
                    return Err(Error::system(format!(
                        "the page at `{param} = {current}` is empty, but the response says that there is more; without \
                         `size` nobody knows where the next page begins: add `size(…)`, or remove `total`, `more` and \
                         `done`, so that an empty page is the end"
                    )));
                }
            },
            (None, records) if !says_more && size.is_some_and(|size| records < size) => {
                NextToken::Short(Value::from(next))
            }
            _ => NextToken::Token(Value::from(next)),
        })
    }

    /// How many pages there are from `token`'s on, if the response says how many there are in all.
    pub(crate) fn pages_left(&self, envelope: &Value, token: &Value) -> Option<u64> {
        let token = token.as_u64()?;
        match &self.strategy {
            Strategy::Page { start, total, .. } => {
                let pages = stated(total.as_deref(), envelope, 1)?;
                Some(pages.saturating_sub(token.saturating_sub(*start)))
            }
            Strategy::Offset { total, .. } => {
                let records = stated(total.as_deref(), envelope, 1)?;
                Some(records.saturating_sub(token).div_ceil(self.size.as_ref()?.1))
            }
            _ => None,
        }
    }
}

/// The value at a place in the response.
fn held(place: &Place, facts: &Facts<'_>) -> Option<Value> {
    match place {
        Place::Body(path) => at(facts.envelope, path).cloned(),
        Place::Header(name) => {
            facts.headers.get(name).map(|value| Value::from(String::from_utf8_lossy(value.as_bytes())))
        }
        Place::Last(_) => facts.last.cloned(),
    }
}

fn token_of(value: Option<Value>) -> NextToken {
    match value {
        None => NextToken::Absent,
        Some(value) if is_none(&value) => NextToken::Empty,
        Some(value) => NextToken::Token(value),
    }
}

/// The number at `total`. A total of 0 next to records is not a total.
fn stated(total: Option<&[String]>, envelope: &Value, records: u64) -> Option<u64> {
    let value = at(envelope, total?)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (number > 0 || records == 0).then_some(number)
}

fn absolute(target: &str, from: &Url) -> Result<Value> {
    let url = from
        .join(target.trim())
        .map_err(|error| Error::system(format!("the next page's URL is invalid: {error}")).with_source(error))?;
    Ok(Value::from(url.to_string()))
}
