//! The five strategies.

use http::HeaderMap;
use serde_json::Value;
use url::Url;

use super::link::link;
use super::place::{Place, at, is_none, kind, split};
use crate::error::{Error, Result};

/// How a stream finds its next page.
///
/// The constructors alone are the short forms; the methods say more. A method that does not fit the strategy is an error
/// before any command.
///
/// ```
/// use cdk_core::stream::{Paginate, Place};
///
/// let short = Paginate::cursor(); // token at `next_cursor`, sent as the parameter `cursor`
/// let long = Paginate::cursor().token(Place::last("id")).param("starting_after").more("has_more").size("limit", 100);
/// ```
#[derive(Clone, Debug)]
pub struct Paginate {
    pub(crate) strategy: Strategy,
    /// The name under which the page size is sent, and the size: the only word that says what a full page is.
    pub(crate) size: Option<(String, u64)>,
    pub(crate) problem: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Strategy {
    None,
    Cursor { token: Place, send: SendAt, more: Option<Vec<String>> },
    Page { param: String, start: u64, total: Option<Vec<String>> },
    Offset { param: String },
    Link { rel: String },
    NextUrl { at: Vec<String> },
}

/// Where a cursor goes in the next request.
#[derive(Clone, Debug)]
pub(crate) enum SendAt {
    Param(String),
    Header(String),
    Body(Vec<String>),
}

/// What is known after a page.
pub(crate) struct Facts<'a> {
    /// The body without its records.
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

/// What the token's place held.
pub(crate) enum Found {
    /// The place is absent.
    Absent,
    /// It is there and holds no token.
    Empty,
    Token(Value),
}

impl Paginate {
    fn new(strategy: Strategy) -> Self {
        Self { strategy, size: None, problem: None }
    }

    /// One page; takes an inherited pagination away.
    pub fn none() -> Self {
        Self::new(Strategy::None)
    }

    /// A token in the response leads to the next page. Default: at `next_cursor`, sent as the parameter `cursor`.
    pub fn cursor() -> Self {
        let send = SendAt::Param("cursor".to_owned());
        Self::new(Strategy::Cursor { token: Place::body("next_cursor"), send, more: None })
    }

    /// Numbered pages. Default: parameter `page`, from 1, until an empty page.
    pub fn page() -> Self {
        Self::new(Strategy::Page { param: "page".to_owned(), start: 1, total: None })
    }

    /// Records are skipped by number. Default: parameters `offset` and `limit = 100`, until a short page.
    pub fn offset() -> Self {
        Self::new(Strategy::Offset { param: "offset".to_owned() }).size("limit", 100)
    }

    /// The `Link` header names the next page (RFC 8288). Default: relation `next`.
    pub fn link() -> Self {
        Self::new(Strategy::Link { rel: "next".to_owned() })
    }

    /// The body names the next page's URL. Default: at `next`.
    pub fn next_url() -> Self {
        Self::new(Strategy::NextUrl { at: split("next") })
    }

    /// `cursor`: where the token lies.
    #[must_use]
    pub fn token(mut self, place: Place) -> Self {
        match &mut self.strategy {
            Strategy::Cursor { token, .. } => *token = place,
            _ => self.problem = Some("`token` belongs to `cursor`".to_owned()),
        }
        self
    }

    /// `cursor`, `page`, `offset`: the query parameter that carries it.
    #[must_use]
    pub fn param(mut self, name: &str) -> Self {
        match &mut self.strategy {
            Strategy::Cursor { send, .. } => *send = SendAt::Param(name.to_owned()),
            Strategy::Page { param, .. } | Strategy::Offset { param } => *param = name.to_owned(),
            _ => self.problem = Some("`param` belongs to `cursor`, `page` and `offset`".to_owned()),
        }
        self
    }

    /// `cursor`: the header that carries it.
    #[must_use]
    pub fn header(mut self, name: &str) -> Self {
        match &mut self.strategy {
            Strategy::Cursor { send, .. } => *send = SendAt::Header(name.to_owned()),
            _ => self.problem = Some("`header` belongs to `cursor`".to_owned()),
        }
        self
    }

    /// `cursor`: the place in the body that carries it: a path in JSON (`variables.after`), a key of a form.
    #[must_use]
    pub fn body(mut self, path: &str) -> Self {
        match &mut self.strategy {
            Strategy::Cursor { send, .. } => *send = SendAt::Body(split(path)),
            _ => self.problem = Some("`body` belongs to `cursor`".to_owned()),
        }
        self
    }

    /// `cursor`: the place in the response that says whether there is more. False ends even with a token; true without a
    /// token is an error.
    #[must_use]
    pub fn more(mut self, path: &str) -> Self {
        match &mut self.strategy {
            Strategy::Cursor { more, .. } => *more = Some(split(path)),
            _ => self.problem = Some("`more` belongs to `cursor`".to_owned()),
        }
        self
    }

    /// `page`: the number of the first page.
    #[must_use]
    pub fn start(mut self, number: u64) -> Self {
        match &mut self.strategy {
            Strategy::Page { start, .. } => *start = number,
            _ => self.problem = Some("`start` belongs to `page`".to_owned()),
        }
        self
    }

    /// `page`: the place in the response that holds the number of pages.
    #[must_use]
    pub fn total(mut self, path: &str) -> Self {
        match &mut self.strategy {
            Strategy::Page { total, .. } => *total = Some(split(path)),
            _ => self.problem = Some("`total` belongs to `page`".to_owned()),
        }
        self
    }

    /// `link`: the relation.
    #[must_use]
    pub fn rel(mut self, relation: &str) -> Self {
        match &mut self.strategy {
            Strategy::Link { rel } => *rel = relation.to_owned(),
            _ => self.problem = Some("`rel` belongs to `link`".to_owned()),
        }
        self
    }

    /// `next_url`: the place in the response that holds the URL.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        match &mut self.strategy {
            Strategy::NextUrl { at } => *at = split(path),
            _ => self.problem = Some("`at` belongs to `next_url`".to_owned()),
        }
        self
    }

    /// The page size and the parameter that asks for it: what a full page is.
    #[must_use]
    pub fn size(mut self, param: &str, size: u64) -> Self {
        self.size = Some((param.to_owned(), size));
        self
    }

    /// The token of the first request.
    pub(crate) fn first(&self) -> Option<Value> {
        match &self.strategy {
            Strategy::Page { start, .. } => Some(Value::from(*start)),
            Strategy::Offset { .. } => Some(Value::from(0)),
            _ => None,
        }
    }

    /// Whether the token is the next page's whole URL.
    pub(crate) fn token_is_url(&self) -> bool {
        matches!(self.strategy, Strategy::Link { .. } | Strategy::NextUrl { .. })
    }

    /// What of a body around its records it looks at.
    pub(crate) fn needs_envelope(&self) -> Option<String> {
        let path = match &self.strategy {
            Strategy::Cursor { more: Some(path), .. }
            | Strategy::Page { total: Some(path), .. }
            | Strategy::Cursor { token: Place::Body(path), .. }
            | Strategy::NextUrl { at: path } => path,
            _ => return None,
        };
        Some(format!("`{}`", path.join(".")))
    }

    /// The path in the last record that the token is taken from.
    pub(crate) fn last_path(&self) -> Option<&[String]> {
        match &self.strategy {
            Strategy::Cursor { token: Place::Last(path), .. } => Some(path),
            _ => None,
        }
    }

    /// The next page's token as far as it can be known before the records are scanned: for asking ahead.
    pub(crate) fn ahead(&self, facts: &Facts<'_>) -> Option<Value> {
        let from_envelope = match &self.strategy {
            Strategy::Cursor { token, .. } => !matches!(token, Place::Last(_)),
            Strategy::Link { .. } | Strategy::NextUrl { .. } => true,
            Strategy::None | Strategy::Page { .. } | Strategy::Offset { .. } => false,
        };
        if !from_envelope {
            return None;
        }
        match self.found(facts) {
            Ok(Found::Token(token)) => Some(token),
            _ => None,
        }
    }

    /// Whether the token of any page can be told beforehand.
    pub(crate) fn is_by_place(&self) -> bool {
        matches!(self.strategy, Strategy::Page { .. } | Strategy::Offset { .. })
    }

    /// The token of the page that comes so many pages behind `token`'s, as long as pages are full.
    pub(crate) fn place(&self, token: &Value, pages: u64) -> Option<Value> {
        let step = match &self.strategy {
            Strategy::Page { .. } => 1,
            Strategy::Offset { .. } => self.size.as_ref()?.1,
            _ => return None,
        };
        token.as_u64()?.checked_add(step.checked_mul(pages)?).map(Value::from)
    }

    /// How many pages there are from `token`'s on, where the answer says how many there are in all.
    pub(crate) fn pages_left(&self, envelope: &Value, token: &Value) -> Option<u64> {
        let Strategy::Page { start, total: Some(total), .. } = &self.strategy else { return None };
        let pages = number(at(envelope, total)?)?;
        Some(pages.saturating_sub(token.as_u64()?.saturating_sub(*start)))
    }

    /// What the page says about the next one.
    pub(crate) fn found(&self, facts: &Facts<'_>) -> Result<Found> {
        let found = match &self.strategy {
            Strategy::None => Found::Empty,
            Strategy::Cursor { token, more, .. } => return cursor(token, more.as_deref(), facts),
            Strategy::Page { start, total, .. } => {
                let current = facts.current.and_then(Value::as_u64).unwrap_or(*start);
                let pages = total.as_ref().and_then(|path| number(at(facts.envelope, path)?));
                let is_last = facts.records == 0
                    || pages.is_some_and(|pages| (current - start.min(&current)).saturating_add(1) >= pages);
                if is_last { Found::Empty } else { Found::Token(Value::from(current.saturating_add(1))) }
            }
            Strategy::Offset { .. } => {
                let current = facts.current.and_then(Value::as_u64).unwrap_or(0);
                let is_short = self.size.as_ref().is_some_and(|(_, size)| facts.records < *size);
                let is_last = facts.records == 0 || is_short;
                if is_last { Found::Empty } else { Found::Token(Value::from(current.saturating_add(facts.records))) }
            }
            Strategy::Link { rel } => match link(facts.headers, rel) {
                Some(target) => Found::Token(absolute(&target, facts.url)?),
                None if facts.headers.contains_key(http::header::LINK) => Found::Empty,
                None => Found::Absent,
            },
            Strategy::NextUrl { at: path } => match at(facts.envelope, path) {
                None => Found::Absent,
                Some(value) if is_none(value) => Found::Empty,
                Some(Value::String(target)) => Found::Token(absolute(target, facts.url)?),
                Some(other) => {
                    let (path, kind) = (path.join("."), kind(other));
                    return Err(Error::system(format!("`{path}` should hold the next page's URL, but holds {kind}")));
                }
            },
        };
        Ok(found)
    }

    /// Whether the token goes to the request's body.
    pub(crate) fn is_sent_in_body(&self) -> bool {
        matches!(self.strategy, Strategy::Cursor { send: SendAt::Body(_), .. })
    }

    /// What the token is called in a request, which names it in a state too; none: it is a URL.
    pub(crate) fn token_name(&self) -> Option<String> {
        match &self.strategy {
            Strategy::Cursor { send: SendAt::Param(name) | SendAt::Header(name), .. } => Some(name.clone()),
            Strategy::Cursor { send: SendAt::Body(path), .. } => Some(path.join(".")),
            Strategy::Page { param, .. } | Strategy::Offset { param } => Some(param.clone()),
            Strategy::None | Strategy::Link { .. } | Strategy::NextUrl { .. } => None,
        }
    }

    /// As a message names the token's place.
    pub(crate) fn place_name(&self) -> String {
        match &self.strategy {
            Strategy::Cursor { token, .. } => token.name(),
            Strategy::Link { rel } => format!("header `link` with rel `{rel}`"),
            Strategy::NextUrl { at } => format!("`{}`", at.join(".")),
            Strategy::None | Strategy::Page { .. } | Strategy::Offset { .. } => String::new(),
        }
    }
}

fn cursor(token: &Place, more: Option<&[String]>, facts: &Facts<'_>) -> Result<Found> {
    let more = more.and_then(|path| at(facts.envelope, path)).map(says_more);
    if more == Some(false) {
        return Ok(Found::Empty);
    }
    let value = match token {
        Place::Body(path) => at(facts.envelope, path).cloned(),
        Place::Header(name) => {
            facts.headers.get(name).map(|value| Value::from(String::from_utf8_lossy(value.as_bytes())))
        }
        Place::Last(_) => facts.last.cloned(),
    };
    match value {
        Some(value) if matches!(value, Value::Array(_) | Value::Object(_)) => {
            let (place, kind) = (token.name(), kind(&value));
            Err(Error::system(format!("{place} should hold the next page's token, but holds {kind}")))
        }
        Some(value) if !is_none(&value) => Ok(Found::Token(value)),
        _ if more == Some(true) => {
            Err(Error::system(format!("the page says that there is more, but {} holds no token", token.name())))
        }
        Some(_) => Ok(Found::Empty),
        // An empty page has no last record: that is an end like any other.
        None if matches!(token, Place::Last(_)) && facts.records == 0 => Ok(Found::Empty),
        None => Ok(Found::Absent),
    }
}

fn says_more(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(more) => *more,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.to_ascii_lowercase().as_str(), "" | "false" | "0" | "no"),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn absolute(target: &str, from: &Url) -> Result<Value> {
    let url = from.join(target).map_err(|error| {
        Error::system(format!("the next page's URL cannot be understood: {error}")).with_source(error)
    })?;
    Ok(Value::from(url.to_string()))
}
