//! What a request shows at the gate: its lane, its stream's limit, and the budgets that it is of.
//!
//! In: the definition's `rate_limit` words, once the config is known. Out: a pass for all requests of the stream, or
//! for one where a budget is about some paths or methods only.
//! What a request counts as in a budget: what that budget says itself; else what the nearest `rate_limit` without a
//! rate says that fits the request; else one.
//! Not here: waiting (see `budget`).

use std::rc::Rc;

use http::Method;
use url::Url;

use super::run_context::RunContext;
use crate::budget::{Budget, OnWait, Pass, Rate, RequestPattern};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::stream::scope::Scope;
use crate::stream::{Definition, too_heavy};

/// The passes of one stream.
pub(crate) struct GatePasses {
    bare: Pass,
    budgets: Vec<Limited>,
    weights: Vec<(RequestPattern, u32)>,
}

/// A budget, and which requests it is about.
struct Limited {
    budget: Rc<Budget>,
    pattern: RequestPattern,
    weight: Option<u32>,
    /// What it lets pass at once.
    most: u32,
}

impl GatePasses {
    /// `bare`: lane and limit; `observer` logs long waits for budgets.
    ///
    /// # Errors
    /// Where a rate is none, or never lets a request pass.
    pub(crate) fn new<C: 'static>(
        definition: &Definition<C>,
        run: &RunContext<C>,
        scope: &Scope<'_, C>,
        bare: Pass,
        observer: OnWait,
    ) -> Result<Self> {
        let (mut budgets, mut weights, mut all_rates) = (Vec::new(), Vec::new(), Vec::new());
        // A replay has no server that could be asked too much.
        let is_served = run.client.has_server();
        for (owner, at, limit) in definition.limits() {
            let rates = limit.known_rates(scope)?;
            if rates.is_empty() && !limit.is_learned && limit.wait_at.is_none() {
                weights.extend(limit.weight.map(|weight| (limit.pattern.clone(), weight)));
                continue;
            }
            all_rates.extend(rates.iter().filter(|_| limit.weight.is_none()).map(|rate| (rate.clone(), limit.burst)));
            let most = rates.iter().map(|rate| rate.limit).chain(limit.burst).min().unwrap_or(u32::MAX);
            let make = || Budget::new(rates, limit.burst, limit.is_learned, limit.wait_at.clone());
            let budget = run.client.gate.budget(owner, at, make);
            budgets.push(Limited { budget, pattern: limit.pattern.clone(), weight: limit.weight, most });
        }
        judge_weights(&weights, &all_rates, budgets.is_empty())?;
        budgets.retain(|_| is_served);
        budgets.sort_by_key(|limited: &Limited| limited.pattern.is_of_all());
        let on_wait = (!budgets.is_empty()).then_some(observer);
        let max_wait = Some(definition.retry().longest_wait());
        Ok(Self { bare: Pass { on_wait, max_wait, ..bare }, budgets, weights })
    }

    /// The pass of all requests; where it depends on each, [`Self::of`] gives that.
    pub(crate) fn of_all(&self) -> Pass {
        if self.is_by_request() { self.bare.clone() } else { self.pass(&Method::GET, "") }
    }

    /// The pass of this request; `None` where all have the same. `base`: its `url_base`, where that is known.
    pub(crate) fn of(&self, request: &Request, base: Option<&Url>) -> Option<Pass> {
        if !self.is_by_request() {
            return None;
        }
        let path = request.url.path();
        let base = base.map_or("", |base| base.path()).trim_end_matches('/');
        // A next link may lie elsewhere.
        let path = path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
        Some(self.pass(&request.method, path))
    }

    /// Requests a second that are let pass, where the API's refusals said so.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.bare.lane.rate()
    }

    pub(crate) fn has_budgets(&self) -> bool {
        !self.budgets.is_empty()
    }

    pub(crate) fn is_by_request(&self) -> bool {
        let patterns = self.budgets.iter().map(|limited| &limited.pattern);
        !self.budgets.is_empty()
            && patterns.chain(self.weights.iter().map(|(pattern, _)| pattern)).any(|pattern| !pattern.is_of_all())
    }

    fn pass(&self, method: &Method, path: &str) -> Pass {
        let common =
            self.weights.iter().find(|(pattern, _)| pattern.fits(method, path)).map_or(1, |(_, weight)| *weight);
        let budgets = self.budgets.iter().filter(|limited| limited.pattern.fits(method, path));
        let budgets =
            budgets.map(|limited| (limited.budget.clone(), limited.weight.unwrap_or(common).min(limited.most)));
        Pass { budgets: budgets.collect(), ..self.bare.clone() }
    }
}

/// A weight of all requests never passes a smaller rate. One of some paths takes all that there is: whether such a
/// request is ever made, nobody knows before.
fn judge_weights(weights: &[(RequestPattern, u32)], rates: &[(Rate, Option<u32>)], has_no_budget: bool) -> Result<()> {
    if let Some((_, weight)) = weights.first().filter(|_| has_no_budget) {
        let message = format!("a weight of {weight} counts in no budget: neither the stream nor its source has a rate");
        return Err(Error::system(message).in_attribute("rate_limit"));
    }
    let of_all = weights.iter().filter(|(pattern, _)| pattern.is_of_all());
    let Some(heaviest) = of_all.map(|(_, weight)| *weight).max() else { return Ok(()) };
    let too_small = |(rate, burst): &&(Rate, Option<u32>)| heaviest > rate.limit.min(burst.unwrap_or(u32::MAX));
    match rates.iter().find(too_small) {
        Some((rate, burst)) => Err(too_heavy(heaviest, rate, *burst).in_attribute("rate_limit")),
        None => Ok(()),
    }
}
