//! Wait: how long a server requests its clients to wait, in every format that APIs use.
//!
//! In: the text of a header, or of a value in a body. Out: a duration, or the moment when the wait ends.
//! Formats: seconds (`50`, `0.65`), a number with its unit (`3s`, `3 seconds`, `500ms`), an ISO 8601 duration (`PT3S`),
//! an HTTP date, an ISO 8601 date-time, and an epoch time in seconds or milliseconds.
//! A header can be sent several times, and can contain several values with commas between them.
//! A number is a duration or an epoch time, depending on its size (`time::epoch`). A fraction of a second is rounded
//! up.
//! Not here: the reaction to a wait (see `retry::server_hint`, `budget`).

use std::time::Duration;

use http::HeaderMap;
use jiff::{Span, SpanRelativeTo, Timestamp};

use crate::time::{date_time, epoch_millis, http_date};

/// Longest wait that is accepted: longer than any run, and small enough for the clock.
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// A wait as a server names it: a duration or a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named {
    For(Duration),
    Until(Timestamp),
}

impl Named {
    /// Reads one value.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('"').trim();
        if let Ok(number) = text.parse::<f64>() {
            return number_of(number);
        }
        if let Some(length) = length(text) {
            return Some(Self::For(length.min(LONGEST)));
        }
        http_date(text).or_else(|| date_time(text)).map(Self::Until)
    }

    /// Time left until the end of the wait; zero for a moment in the past.
    pub(crate) fn left(self, now: Timestamp) -> Duration {
        match self {
            Self::For(length) => length,
            Self::Until(moment) => {
                let wait: Duration = moment.duration_since(now).try_into().unwrap_or_default();
                wait.min(LONGEST)
            }
        }
    }

    /// Whether it is a moment in the past, which has no meaning.
    pub(crate) fn is_over(self, now: Timestamp) -> bool {
        matches!(self, Self::Until(_)) && self.left(now).is_zero()
    }
}

/// All waits in the headers with this name.
pub(crate) fn waits(headers: &HeaderMap, name: &str) -> Vec<Named> {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(several).collect()
}

/// The longest wait in the headers with this name.
pub(crate) fn longest(headers: &HeaderMap, name: &str, now: Timestamp) -> Option<Duration> {
    waits(headers, name).into_iter().map(|wait| wait.left(now)).max()
}

/// A wait in a body, if it is a duration.
pub(crate) fn wait_in(text: &str) -> Option<Duration> {
    match several(text).into_iter().max_by_key(|wait| wait.left(Timestamp::MAX))? {
        Named::For(length) => Some(length),
        Named::Until(_) => None,
    }
}

/// The values of one header. A date contains a comma itself.
fn several(text: &str) -> Vec<Named> {
    if let Some(wait) = Named::parse(text) {
        return vec![wait];
    }
    let parts: Vec<&str> = text.split(',').collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let date = parts.get(at + 1).and_then(|next| Named::parse(&format!("{part},{next}")));
        at += if date.is_some() { 2 } else { 1 };
        found.extend(date.or_else(|| Named::parse(part)));
    }
    found
}

fn number_of(number: f64) -> Option<Named> {
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    let Some(millis) = epoch_millis(number) else {
        return Some(Named::For(Duration::try_from_secs_f64(number.ceil()).ok()?.min(LONGEST)));
    };
    // Beyond the range of the clock.
    Duration::try_from_secs_f64(millis / 1e3).ok()?;
    let moment = Timestamp::from_millisecond(millis.round() as i64).unwrap_or(Timestamp::MAX);
    Some(Named::Until(moment))
}

/// Reads a duration: `3s`, `3 seconds`, `1h 30m`, `PT3S`, `P1D`.
fn length(text: &str) -> Option<Duration> {
    let parse = |text: &str| text.parse::<Span>().ok();
    let span = parse(text).or_else(|| parse(&text.to_ascii_lowercase()))?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const NOW: i64 = 1_706_702_400;

    fn longest_of(values: &[&'static str]) -> Option<f64> {
        let headers = values
            .iter()
            .map(|value| (HeaderName::from_static("retry-after"), HeaderValue::from_static(value)))
            .collect();
        longest(&headers, "Retry-After", Timestamp::from_second(NOW).unwrap()).map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn a_wait_is_read_in_each_of_its_spellings() {
        for (text, want) in [
            ("50", Some(50.0)),
            (" 50 ", Some(50.0)),
            ("\"50\"", Some(50.0)),
            ("0", Some(0.0)),
            ("0.65", Some(1.0)),
            ("3s", Some(3.0)),
            ("3 s", Some(3.0)),
            ("3 seconds", Some(3.0)),
            ("1 second", Some(1.0)),
            ("3 Seconds", Some(3.0)),
            ("1.5s", Some(1.5)),
            ("500ms", Some(0.5)),
            ("2 minutes", Some(120.0)),
            ("1m 30s", Some(90.0)),
            ("PT3S", Some(3.0)),
            ("PT1M30S", Some(90.0)),
            ("PT0.5S", Some(0.5)),
            ("P1D", Some(86_400.0)),
            ("Wed, 31 Jan 2024 12:00:30 GMT", Some(30.0)),
            ("2024-01-31T12:00:30Z", Some(30.0)),
            ("2024-01-31T13:00:30+01:00", Some(30.0)),
            ("2024-01-31T12:00:30.5Z", Some(30.5)),
            ("2024-01-31T12:00:30", Some(30.0)),
            ("2024-01-31 12:00:30", Some(30.0)),
            ("1706702430", Some(30.0)),
            ("1706702430.5", Some(30.5)),
            ("1706702430500", Some(30.5)),
            ("9223372036854775807", Some(366.0 * 86_400.0)),
            ("Wed, 31 Jan 2024 11:00:00 GMT", Some(0.0)),
            ("-1", None),
            ("-3s", None),
            ("PT-3S", None),
            ("1e300", None),
            ("nan", None),
            ("inf", None),
            ("soon", None),
            ("P1Y", None),
            ("", None),
        ] {
            assert_eq!(longest_of(&[text]), want, "{text}");
        }
    }

    #[test]
    fn of_several_waits_the_longest_counts() {
        for (values, want) in [
            (&["50, 53"][..], 53.0),
            (&["53,50"], 53.0),
            (&["50", "53"], 53.0),
            (&["2", "Wed, 31 Jan 2024 12:00:30 GMT"], 30.0),
            (&["2, Wed, 31 Jan 2024 12:00:30 GMT, 7"], 30.0),
            (&["Wed, 31 Jan 2024 12:00:30 GMT, Wed, 31 Jan 2024 12:00:10 GMT"], 30.0),
            (&["3s, 5s"], 5.0),
            (&["soon, 5"], 5.0),
        ] {
            assert_eq!(longest_of(values), Some(want), "{values:?}");
        }
        assert_eq!(longest_of(&[]), None);
    }
}
