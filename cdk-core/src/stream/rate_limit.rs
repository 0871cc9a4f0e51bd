//! How many requests an API allows, said beforehand, and when a host that only fails is left alone.
//!
//! In: one [`RateLimit`] for each `rate_limit(…)`. Out: budgets, once the config is known.
//! Default: no budget; the circuit opens after 20 failed requests of a host in a row.
//! Not here: waiting (see `budget`), and the waits that a server names (see `retry`).

use std::rc::Rc;
use std::str::FromStr;

use http::HeaderName;

use super::defaults::Defaults;
use super::field::{ErasedTemplate, IntoTemplate, SourceView};
use super::scope::Scope;
use super::{Source, SourceDef, StreamDef};
use crate::budget::{Rate, RequestPattern, WaitAt};
use crate::error::{Error, Result};
use crate::paginate::Place;

/// Requests that one request can count as.
const MOST_WEIGHT: u32 = 10_000;
/// Failed requests of a host in a row before the rest is not sent.
const CIRCUIT: u32 = 20;

/// A budget of requests: rates that hold together, for the requests that it is about.
///
/// ```
/// use cdk_core::stream::{Place, RateLimit};
/// # struct Config {}
/// let common: RateLimit<Config> = RateLimit::new().rate("10/1s").rate("5000/1h");
/// let search: RateLimit<Config> = RateLimit::new().rate("30/1m").burst(5).path("search/*").method("GET");
/// let costly: RateLimit<Config> = RateLimit::new().path("exports").weight(10);
/// let learned: RateLimit<Config> = RateLimit::new().from_headers();
/// let named: RateLimit<Config> = RateLimit::new().wait(Place::body("backoff"));
/// ```
pub struct RateLimit<C> {
    pub(crate) rates: Vec<ErasedTemplate<C>>,
    pub(crate) burst: Option<u32>,
    pub(crate) pattern: RequestPattern,
    pub(crate) weight: Option<u32>,
    pub(crate) is_learned: bool,
    pub(crate) wait_at: Option<WaitAt>,
    problem: Option<Error>,
}

impl<C> Default for RateLimit<C> {
    fn default() -> Self {
        let (rates, burst, pattern, weight) = (Vec::new(), None, RequestPattern::default(), None);
        Self { rates, burst, pattern, weight, is_learned: false, wait_at: None, problem: None }
    }
}

impl<C: 'static> RateLimit<C> {
    /// Not complete yet: it needs a rate, [`Self::from_headers`], [`Self::wait`] or a weight.
    pub fn new() -> Self {
        Self::default()
    }

    /// So many requests in any such time: `"100/1m"`, `"10/1s"`, `"5000/1h"`, `"{config.requests}/1m"` (root: `config`; where the
    /// config leaves the number out, there is no such rate). Said several times, all of them hold.
    #[must_use]
    pub fn rate(mut self, rate: impl IntoTemplate<SourceView<C>>) -> Self {
        match rate.into_template() {
            Ok(rate) => self.rates.push(rate),
            Err(problem) => self.has_problem(problem),
        }
        self
    }

    /// How many of them may go at once; the others follow at even distances. Default: all that the rate allows.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        if requests == 0 {
            self.has_problem(Error::system("`burst` is a number from 1 on"));
        }
        self.burst = Some(requests);
        self
    }

    /// It is about requests to this path alone, as it stands behind `url_base`: `*` is one segment, `**` at the end any number.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        if let Err(why) = self.pattern.set_path(path) {
            self.has_problem(Error::system(why));
        }
        self
    }

    /// It is about requests by this method alone.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        if let Err(why) = self.pattern.set_method(method) {
            self.has_problem(Error::system(why));
        }
        self
    }

    /// What each of these requests counts as, 1 to 10,000. Default: 1. With a rate, in that; without one, in all budgets of
    /// source and stream that do not say it themselves.
    #[must_use]
    pub fn weight(mut self, weight: u32) -> Self {
        if !(1..=MOST_WEIGHT).contains(&weight) {
            self.has_problem(Error::system(format!("`weight` is a number from 1 to {MOST_WEIGHT}")));
        }
        self.weight = Some(weight);
        self
    }

    /// What is left of the API's own quota, and when it begins anew, is read off its answers (`RateLimit`, `X-RateLimit-…`). At
    /// full speed until half of it is used; the rest is spread over the rest of the time.
    #[must_use]
    pub fn from_headers(mut self) -> Self {
        self.is_learned = true;
        self
    }

    /// Where a response (also a success) names a wait before the next request: in a header (`Backoff: 2`), or at a path of the
    /// JSON body. No further request of the budget is sent before the wait is over. The formats are those of `Retry-After`.
    #[must_use]
    pub fn wait(mut self, place: Place) -> Self {
        match place {
            Place::Header(name) if HeaderName::from_str(&name).is_ok() => self.wait_at = Some(WaitAt::Header(name)),
            Place::Header(name) => self.has_problem(Error::system(format!("`{name}` is not a header name"))),
            Place::Body(path) if path.is_empty() => {
                self.has_problem(Error::system("`wait` names a place in the body, like `backoff`"));
            }
            Place::Body(path) => self.wait_at = Some(WaitAt::Json(path)),
            Place::Last(_) => self.has_problem(Error::system("`wait` is a place in the response, not in a record")),
        }
        self
    }

    fn has_problem(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }

    fn judged(mut self) -> Result<Self> {
        if let Some(problem) = self.problem.take() {
            return Err(problem.in_attribute("rate_limit"));
        }
        let has_rule = self.is_learned || self.wait_at.is_some() || self.weight.is_some();
        let why = if self.rates.is_empty() && !has_rule {
            "it needs a rate like `100/1m`, `from_headers`, `wait` or a weight"
        } else if self.burst.is_some() && self.rates.is_empty() {
            "`burst` is about a rate, and there is none"
        } else {
            return Ok(self);
        };
        Err(Error::system(why).in_attribute("rate_limit"))
    }
}

impl<C> RateLimit<C> {
    /// The rates, once the config is known. One whose number the config leaves out is none.
    ///
    /// # Errors
    /// Where one is none, or lets no single request pass.
    pub(crate) fn known_rates(&self, scope: &Scope<'_, C>) -> Result<Vec<Rate>> {
        let rate = |template: &ErasedTemplate<C>| {
            let Some(text) = template.text_if_said(scope)? else { return Ok(None) };
            let rate = Rate::parsed(&text).map_err(|why| {
                if template.places().next().is_none() { Error::system(why) } else { Error::config(why) }
            })?;
            match self.weight.filter(|weight| *weight > rate.limit.min(self.burst.unwrap_or(u32::MAX))) {
                Some(weight) => Err(too_heavy(weight, &rate, self.burst)),
                None => Ok(Some(rate)),
            }
        };
        let rates = self.rates.iter().filter_map(|template| rate(template).transpose());
        rates.collect::<Result<_>>().map_err(|error| error.in_attribute("rate_limit"))
    }
}

pub(crate) fn too_heavy(weight: u32, rate: &Rate, burst: Option<u32>) -> Error {
    let most = burst.map(|burst| format!(" with a burst of {burst}")).unwrap_or_default();
    Error::system(format!("a request of weight {weight} never passes `{}`{most}", rate.text))
}

impl<C: 'static> Defaults<C> {
    fn push_limit(&mut self, limit: RateLimit<C>) {
        if let Some(limit) = self.keep(limit.judged()) {
            self.limits.push(Rc::new(limit));
        }
    }

    fn set_circuit(&mut self, requests: Option<u32>) {
        if requests == Some(0) {
            self.problems.push(Error::system("circuit: it takes a number from 1 on, or `none`"));
        }
        self.circuit = Some(requests);
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// A budget of the stream's requests, whoever reads it (as a stream or as a parent), beside those of the source.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit<C>) -> Self {
        self.own.push_limit(limit);
        self
    }

    /// The source's budgets do not hold for this stream.
    #[must_use]
    pub fn without_rate_limit(mut self) -> Self {
        self.drops_limits = true;
        self
    }

    /// After how many failed requests of a host in a row, whoever sent them, this stream's are not sent any more but fail at
    /// once (every 30 s one is sent to see whether it helps), and after how many failed slices in a row the rest of them is
    /// not tried. A request has failed when its tries are used up and the network or the server was at fault. `None`: never.
    /// Default: the source's, else 20.
    #[must_use]
    pub fn circuit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.own.set_circuit(requests.into());
        self
    }
}

impl<Src: Source> SourceDef<Src> {
    /// A budget that the requests of all streams share.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit<Src::Config>) -> Self {
        self.defaults.push_limit(limit);
        self
    }

    /// The same as [`StreamDef::circuit`], for all streams.
    #[must_use]
    pub fn circuit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.defaults.set_circuit(requests.into());
        self
    }
}

impl<C> super::Definition<C> {
    /// Failed requests of a host in a row after which the rest fails at once.
    pub(crate) fn circuit(&self) -> Option<u32> {
        self.nearest(|level| level.circuit).unwrap_or(Some(CIRCUIT))
    }

    /// The budgets that hold: the stream's own, then the source's, each with whose it is and its place there.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (Option<&str>, usize, &Rc<RateLimit<C>>)> {
        let own = self.own.limits.iter().enumerate().map(|(at, limit)| (Some(self.name.as_str()), at, limit));
        let inherited = if self.drops_limits { &[][..] } else { &self.inherited.limits };
        own.chain(inherited.iter().enumerate().map(|(at, limit)| (None, at, limit)))
    }
}
