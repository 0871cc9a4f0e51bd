//! The five strategies: what a stream says about its pages, and what that means before any page is read.
//!
//! Not here: what a page says about the next one (see `found`).

use serde_json::Value;

use super::more::More;
use super::place::Place;
use crate::json::split;

/// How a stream finds its next page.
///
/// The constructors alone are the short forms; the methods say more. A method that does not fit the strategy is an
/// error before any command.
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
    pub(crate) more: Option<More>,
    pub(crate) problem: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Strategy {
    None,
    Cursor { token: Place, send: SendAt },
    Page { param: String, start: u64, total: Option<Vec<String>> },
    Offset { param: String, total: Option<Vec<String>> },
    Link { rel: String },
    NextUrl { at: Place },
}

/// Where a cursor goes in the next request.
#[derive(Clone, Debug)]
pub(crate) enum SendAt {
    Param(String),
    Header(String),
    Body(Vec<String>),
}

impl Paginate {
    fn new(strategy: Strategy) -> Self {
        Self { strategy, size: None, more: None, problem: None }
    }

    /// One page; takes an inherited pagination away.
    pub fn none() -> Self {
        Self::new(Strategy::None)
    }

    /// A token in the response leads to the next page. Default: at `next_cursor`, sent as the parameter `cursor`.
    pub fn cursor() -> Self {
        let send = SendAt::Param("cursor".to_owned());
        Self::new(Strategy::Cursor { token: Place::body("next_cursor"), send })
    }

    /// Numbered pages. Default: parameter `page`, from 1, until an empty page.
    pub fn page() -> Self {
        Self::new(Strategy::Page { param: "page".to_owned(), start: 1, total: None })
    }

    /// Records are skipped by number. Default: parameter `offset`, from 0, until an empty page; no size is sent. With
    /// [`Self::size`] a short page can be the end.
    pub fn offset() -> Self {
        Self::new(Strategy::Offset { param: "offset".to_owned(), total: None })
    }

    /// The `Link` header names the next page (RFC 8288). Default: relation `next`.
    pub fn link() -> Self {
        Self::new(Strategy::Link { rel: "next".to_owned() })
    }

    /// The response holds the next page's URL. Default: in the body, at `next`.
    pub fn next_url() -> Self {
        Self::new(Strategy::NextUrl { at: Place::body("next") })
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
            Strategy::Page { param, .. } | Strategy::Offset { param, .. } => *param = name.to_owned(),
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

    /// The place in the response that says whether there is another page. False ends even with a token; true without a
    /// token is an error.
    #[must_use]
    pub fn more(self, path: &str) -> Self {
        self.ends_by(More::new(path, false))
    }

    /// The inverse of [`Self::more`]: the place in the response that is true on the last page.
    #[must_use]
    pub fn done(self, path: &str) -> Self {
        self.ends_by(More::new(path, true))
    }

    fn ends_by(mut self, more: More) -> Self {
        if matches!(self.strategy, Strategy::None) {
            self.problem = Some("`more` and `done` need a strategy".to_owned());
        } else if self.more.is_some() {
            self.problem = Some("`more` and `done` are two ways to say the same; keep one".to_owned());
        }
        self.more = Some(more);
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

    /// The place in the response that holds how many there are: pages for `page`, records for `offset`. 0 next to
    /// records is not a total.
    #[must_use]
    pub fn total(mut self, path: &str) -> Self {
        match &mut self.strategy {
            Strategy::Page { total, .. } | Strategy::Offset { total, .. } => *total = Some(split(path)),
            _ => self.problem = Some("`total` belongs to `page` and `offset`".to_owned()),
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

    /// `next_url`: the place in the response that holds the URL: a path in the body, or a [`Place`].
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        match &mut self.strategy {
            Strategy::NextUrl { at } => *at = place.into(),
            _ => self.problem = Some("`at` belongs to `next_url`".to_owned()),
        }
        self
    }

    /// The page size and its parameter: they define a full page.
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
        let own = match &self.strategy {
            Strategy::Page { total, .. } | Strategy::Offset { total, .. } => total.as_ref(),
            Strategy::Cursor { token: Place::Body(path), .. } | Strategy::NextUrl { at: Place::Body(path) } => {
                Some(path)
            }
            _ => None,
        };
        let path = self.more.as_ref().map(|more| &more.path).or(own)?;
        Some(format!("`{}`", path.join(".")))
    }

    /// The path in the last record that the token is taken from.
    pub(crate) fn last_path(&self) -> Option<&[String]> {
        match &self.strategy {
            Strategy::Cursor { token: Place::Last(path), .. } | Strategy::NextUrl { at: Place::Last(path) } => {
                Some(path)
            }
            _ => None,
        }
    }

    /// Whether the token of any page can be computed in advance.
    pub(crate) fn is_by_place(&self) -> bool {
        matches!(self.strategy, Strategy::Page { .. } | Strategy::Offset { .. })
    }

    /// The token of the page that comes that many pages after `token`'s, while pages are full.
    pub(crate) fn place(&self, token: &Value, pages: u64) -> Option<Value> {
        let step = match &self.strategy {
            _ if pages == 0 => return Some(token.clone()),
            Strategy::Page { .. } => 1,
            Strategy::Offset { .. } => self.size.as_ref()?.1,
            _ => return None,
        };
        token.as_u64()?.checked_add(step.checked_mul(pages)?).map(Value::from)
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
            Strategy::Page { param, .. } | Strategy::Offset { param, .. } => Some(param.clone()),
            Strategy::None | Strategy::Link { .. } | Strategy::NextUrl { .. } => None,
        }
    }

    /// As a message names the token's place.
    pub(crate) fn place_name(&self) -> String {
        match &self.strategy {
            Strategy::Cursor { token, .. } => token.name(),
            Strategy::Link { rel } => format!("header `link` with rel `{rel}`"),
            Strategy::NextUrl { at } => at.name(),
            Strategy::None | Strategy::Page { .. } | Strategy::Offset { .. } => String::new(),
        }
    }
}
