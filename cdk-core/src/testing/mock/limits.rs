//! Limits: the declared rate limits → a 429 for a request that exceeds one.
//!
//! In: the `rate_limit` attributes of a stream and its source. Out: HTTP 429 with `Retry-After` in whole seconds.
//! The requests of all streams with the same limit are counted together. The counted period is 5 % shorter than the
//! declared one, because requests do not arrive at the exact times at which they were sent.
//! Not here: rates that depend on the config, and limits that are learned from headers.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Method;
use serde_json::json;

use crate::budget::{Rate, RequestPattern};
use crate::stream::Definition;
use crate::testing::{Received, Reply};

/// The limits of all streams, by their owner (`None`: the source) and their position.
pub(super) type SharedLimits = HashMap<(Option<String>, usize), Vec<Arc<CountedLimit>>>;

/// One rate with the requests that were counted.
pub(super) struct CountedLimit {
    rate: Rate,
    pattern: RequestPattern,
    weight: u32,
    /// When requests arrived, with their weights.
    counted: Mutex<VecDeque<(Instant, u32)>>,
}

/// The limits of one stream.
pub(super) struct MockLimits {
    limits: Vec<Arc<CountedLimit>>,
    /// Segments of the path before that of the stream.
    base_segments: usize,
}

impl MockLimits {
    pub(super) fn new<C>(stream: &Definition<C>, base_segments: usize, shared: &mut SharedLimits) -> Self {
        let mut limits = Vec::new();
        for (owner, position, limit) in stream.limits() {
            let counted = || {
                let literal = limit.rates.iter().filter(|rate| rate.places().next().is_none());
                let rates = literal.filter_map(|rate| Rate::parsed(rate.text_of()).ok());
                let (pattern, weight) = (&limit.pattern, limit.weight.unwrap_or(1));
                let counted = |rate| CountedLimit { rate, pattern: pattern.clone(), weight, counted: Mutex::default() };
                rates.map(counted).map(Arc::new).collect()
            };
            let key = (owner.map(str::to_owned), position);
            limits.extend(shared.entry(key).or_insert_with(counted).iter().cloned());
        }
        Self { limits, base_segments }
    }

    /// The reply to a request that exceeds a limit. Otherwise the request is counted.
    pub(super) fn refusal(&self, request: &Received) -> Option<Reply> {
        let method = Method::from_bytes(request.method().as_bytes()).ok()?;
        let segments = request.path().split('/').filter(|segment| !segment.is_empty());
        let path = segments.skip(self.base_segments).collect::<Vec<_>>().join("/");
        let own: Vec<_> = self.limits.iter().filter(|limit| limit.pattern.fits(&method, &path)).collect();
        if let Some((limit, wait)) = own.iter().find_map(|limit| Some((limit, limit.wait()?))) {
            let seconds = wait.as_secs_f64().ceil().max(1.0);
            let reply = Reply::json(json!({ "error": format!("more requests than {}", limit.rate.text) }));
            return Some(reply.with_status(429).header("Retry-After", seconds.to_string()));
        }
        own.iter().for_each(|limit| limit.count());
        None
    }
}

impl CountedLimit {
    /// The time until the next request is allowed; `None` if it is now.
    fn wait(&self) -> Option<Duration> {
        let period = self.rate.period.mul_f64(0.95);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        while counted.front().is_some_and(|(at, _)| at.elapsed() >= period) {
            counted.pop_front();
        }
        let sum: u32 = counted.iter().map(|(_, weight)| *weight).sum();
        let is_over = sum + self.weight > self.rate.limit;
        counted.front().filter(|_| is_over).map(|(at, _)| self.rate.period.saturating_sub(at.elapsed()))
    }

    fn count(&self) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.push_back((Instant::now(), self.weight));
    }
}
