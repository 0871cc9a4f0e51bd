//! Summary: the totals of one stream.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// The totals of a stream, so far or at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct StreamSummary {
    pub(crate) stream: String,
    pub(crate) records: u64,
    /// Slices that were begun; `None` for a stream without slices.
    pub(crate) slices: Option<u64>,
    /// Slices that ended early by a rule of the connector.
    pub(crate) early_slices: u64,
    /// Requests of the stream and of its parents, each retry included.
    pub(crate) requests: u64,
    /// Responses from the cache.
    pub(crate) cached: u64,
    /// Retries by their reason.
    pub(crate) retries: BTreeMap<String, u64>,
    /// Requests that were repeated because their result was not ready.
    pub(crate) polls: u64,
    /// Time spent waiting for rate limits.
    pub(crate) limited: Duration,
    /// Whether a request waits for a rate limit now.
    pub(crate) is_limited: bool,
    /// Requests per second to which the rate limit of the API holds the stream.
    pub(crate) rate: Option<f64>,
    /// Bytes of response bodies, decompressed.
    pub(crate) bytes: u64,
    pub(crate) time: Duration,
}

impl StreamSummary {
    pub(crate) fn retries(&self) -> u64 {
        self.retries.values().sum()
    }
}

/// The line of the log.
impl fmt::Display for StreamSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stream `{}`: {} records, ", self.stream, group_digits(self.records))?;
        if let Some(slices) = self.slices {
            write!(f, "{} slices", group_digits(slices))?;
            if self.early_slices > 0 {
                write!(f, " ({} ended early)", group_digits(self.early_slices))?;
            }
            f.write_str(", ")?;
        }
        write!(f, "{} requests", group_digits(self.requests))?;
        if self.cached > 0 {
            write!(f, ", {} from the cache", group_digits(self.cached))?;
        }
        let retries = self.retries();
        write!(f, ", {} {}", group_digits(retries), if retries == 1 { "retry" } else { "retries" })?;
        if retries > 0 {
            let reasons = self.retries.iter().map(|(reason, count)| format!("{reason}: {}", group_digits(*count)));
            write!(f, " ({})", reasons.collect::<Vec<_>>().join(", "))?;
        }
        match self.polls {
            0 => {}
            1 => f.write_str(", 1 poll")?,
            polls => write!(f, ", {} polls", group_digits(polls))?,
        }
        if !self.limited.is_zero() {
            write!(f, ", {:.1} s waiting for rate limits", self.limited.as_secs_f64())?;
        }
        if let Some(rate) = self.rate {
            write!(f, ", held to {rate:.1} requests a second, which the API takes")?;
        }
        write!(f, ", {} bytes, {:.1} s", group_digits(self.bytes), self.time.as_secs_f64())
    }
}

/// `1,234,567`
pub(crate) fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
