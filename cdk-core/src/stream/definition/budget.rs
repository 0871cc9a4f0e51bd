//! A rate limit as the engine sees it: rates that are known once the config is.
//!
//! Not here: waiting (see `budget`), the builder (see `builder::rate_limit`).

use super::scope::Scope;
use super::template::ErasedTemplate;
use crate::budget::{Rate, RequestPattern, WaitAt};
use crate::error::{Error, Result};

/// Rates that apply together, to the requests that the limit selects.
pub(crate) struct LimitDef<C> {
    pub(crate) rates: Vec<ErasedTemplate<C>>,
    pub(crate) burst: Option<u32>,
    pub(crate) pattern: RequestPattern,
    pub(crate) weight: Option<u32>,
    pub(crate) is_learned: bool,
    pub(crate) wait_at: Option<WaitAt>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for LimitDef<C> {
    fn default() -> Self {
        let (rates, burst, pattern, weight) = (Vec::new(), None, RequestPattern::default(), None);
        Self { rates, burst, pattern, weight, is_learned: false, wait_at: None }
    }
}

impl<C> LimitDef<C> {
    /// The rates for a config. A rate whose number is absent in the config does not apply.
    ///
    /// # Errors
    /// If a rate is invalid, or smaller than the weight of one request.
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
    Error::system(format!(
        "a request of weight {weight} exceeds `{}`{most}; raise the rate or lower the weight",
        rate.text
    ))
}
