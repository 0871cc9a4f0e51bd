//! Rate limits and the circuit breaker: how many requests an API allows, declared in advance, and after how many
//! failures no requests are sent to a host.
//!
//! In: one [`RateLimit`] for each `rate_limit(…)`. Out: a `LimitDef`.
//! Default: no budget; the circuit opens after 20 failed requests of a host in a row.
//! Not here: waiting (see `budget`), and the waits that a server names (see `retry`).

use std::rc::Rc;
use std::str::FromStr;

use http::{HeaderName, Method};

use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use super::template::IntoTemplate;
use super::view::SourceView;
use crate::budget::WaitAt;
use crate::error::{Error, Result};
use crate::paginate::Place;
use crate::stream::definition::{Defaults, LimitDef};
use crate::stream::value::http_method;

/// Maximum weight of a request.
const MOST_WEIGHT: u32 = 10_000;
/// A rate limit: rates that apply together, to the requests that it selects.
///
/// ```
/// use cdk_core::stream::{Place, RateLimit};
/// # struct Config {}
/// let common: RateLimit<Config> = RateLimit::new().rate("10/1s").rate("5000/1h");
/// let search: RateLimit<Config> = RateLimit::new().rate("30/1m").burst(5).path("search/*").method(http::Method::GET);
/// let costly: RateLimit<Config> = RateLimit::new().path("exports").weight(10);
/// let learned: RateLimit<Config> = RateLimit::new().from_headers();
/// let named: RateLimit<Config> = RateLimit::new().wait(Place::body("backoff"));
/// ```
pub struct RateLimit<C> {
    limit: LimitDef<C>,
    problem: Option<Error>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for RateLimit<C> {
    fn default() -> Self {
        Self { limit: LimitDef::default(), problem: None }
    }
}

impl<C: 'static> RateLimit<C> {
    /// Not complete yet: it needs a rate, [`Self::from_headers`], [`Self::wait`] or a weight.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rate: a number of requests per time, such as `"100/1m"`, `"10/1s"`, `"5000/1h"` or
    /// `"{config.requests}/1m"` (root:
    /// `config`; without a value in the config, the rate does not apply). Several rates apply together.
    #[must_use]
    pub fn rate(mut self, rate: impl IntoTemplate<SourceView<C>>) -> Self {
        match rate.into_template() {
            Ok(rate) => self.limit.rates.push(rate),
            Err(problem) => self.report_problem(problem),
        }
        self
    }

    /// Maximum number of requests in a burst; further requests follow at even intervals. Default: all that the rate
    /// allows.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        if requests == 0 {
            self.report_problem(Error::system("`burst` must be at least 1"));
        }
        self.limit.burst = Some(requests);
        self
    }

    /// Selects requests by their path after `url_base`. `*` is one segment, `**` at the end any number of segments.
    /// Default: all.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        if let Err(why) = self.limit.pattern.set_path(path) {
            self.report_problem(Error::system(why));
        }
        self
    }

    /// Selects requests by their method. Default: all.
    #[must_use]
    pub fn method(mut self, method: impl TryInto<Method> + ToString) -> Self {
        match http_method(method) {
            Ok(method) => self.limit.pattern.set_method(method),
            Err(problem) => self.report_problem(problem),
        }
        self
    }

    /// How many requests each of these requests counts as, 1 to 10,000. Default: 1. Without a rate, the weight applies
    /// to all rate limits of source and stream that have no weight.
    #[must_use]
    pub fn weight(mut self, weight: u32) -> Self {
        if !(1..=MOST_WEIGHT).contains(&weight) {
            self.report_problem(Error::system(format!("`weight` must be a number from 1 to {MOST_WEIGHT}")));
        }
        self.limit.weight = Some(weight);
        self
    }

    /// Adapts to the API's own quota: the remaining requests and the reset time are read from its response headers
    /// (`RateLimit`, `X-RateLimit-…`). Full speed until half of the quota is used; the rest is spread over the
    /// remaining time.
    #[must_use]
    pub fn from_headers(mut self) -> Self {
        self.limit.is_learned = true;
        self
    }

    /// The place in a response (also of a success) of a wait before the next request: a header (`Backoff: 2`), or a
    /// path of the JSON body. No further request of this rate limit is sent before the wait is over. Formats as for
    /// `Retry-After`.
    #[must_use]
    pub fn wait(mut self, place: Place) -> Self {
        match place {
            Place::Header(name) if HeaderName::from_str(&name).is_ok() => {
                self.limit.wait_at = Some(WaitAt::Header(name))
            }
            Place::Header(name) => self.report_problem(Error::system(format!("`{name}` is not a header name"))),
            Place::Body(path) if path.is_empty() => {
                self.report_problem(Error::system("`wait` must be the path of one value in the body, like `backoff`"));
            }
            Place::Body(path) => self.limit.wait_at = Some(WaitAt::Json(path)),
            Place::Last(_) => {
                self.report_problem(Error::system("`wait` must be a place in the response, not in a record"))
            }
        }
        self
    }

    fn report_problem(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }

    fn into_limit(mut self) -> Result<LimitDef<C>> {
        if let Some(problem) = self.problem.take() {
            return Err(problem.in_attribute("rate_limit"));
        }
        let has_rule = self.limit.is_learned || self.limit.wait_at.is_some() || self.limit.weight.is_some();
        let why = if self.limit.rates.is_empty() && !has_rule {
            "a rate like `100/1m`, `from_headers`, `wait` or `weight` is required"
        } else if self.limit.burst.is_some() && self.limit.rates.is_empty() {
            "`burst` needs a rate"
        } else {
            return Ok(self.limit);
        };
        Err(Error::system(why).in_attribute("rate_limit"))
    }
}

impl<C: 'static> Defaults<C> {
    fn push_limit(&mut self, limit: RateLimit<C>) {
        if let Some(limit) = self.keep(limit.into_limit()) {
            self.limits.push(Rc::new(limit));
        }
    }

    fn set_circuit(&mut self, requests: Option<u32>) {
        if requests == Some(0) {
            self.problems.push(Error::system("circuit: must be a number of at least 1, or `none`"));
        }
        self.circuit = Some(requests);
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Adds a rate limit for the requests of this stream, in addition to those of the source.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit<C>) -> Self {
        self.definition.own.push_limit(limit);
        self
    }

    /// Removes the source's rate limits for this stream.
    #[must_use]
    pub fn without_rate_limit(mut self) -> Self {
        self.definition.drops_limits = true;
        self
    }

    /// Circuit breaker: number of failed requests to a host in a row after which this stream's requests fail without
    /// being sent. One request every 30 s tests whether the host works again. It is also the number of failed slices in
    /// a row after which the stream stops. A request has failed if all attempts failed because of the network or the
    /// server. `None`: no circuit breaker.
    /// Default: the source's, else 20.
    #[must_use]
    pub fn circuit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.definition.own.set_circuit(requests.into());
        self
    }
}

impl<C: 'static> SourceDef<C> {
    /// Adds a rate limit that the requests of all streams share.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit<C>) -> Self {
        self.defaults.push_limit(limit);
        self
    }

    /// Circuit breaker for all streams; see [`StreamDef::circuit`]. Default: 20.
    #[must_use]
    pub fn circuit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.defaults.set_circuit(requests.into());
        self
    }
}
