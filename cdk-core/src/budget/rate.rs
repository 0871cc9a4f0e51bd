//! Rate: a text such as `100/1m`.

use std::time::Duration;

use jiff::SignedDuration;

/// Longest period: longer than any quota of an API.
const MOST_TIME: Duration = Duration::from_secs(31 * 24 * 3600);

/// This number of requests in any period of this duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) limit: u32,
    pub(crate) period: Duration,
    /// The text as written.
    pub(crate) text: String,
}

impl Rate {
    /// A number, `/`, and a duration; a unit without a number means one of it.
    ///
    /// # Errors
    /// The reason why the text is invalid.
    pub(crate) fn parsed(text: &str) -> Result<Self, String> {
        let wrong = || format!("invalid rate `{text}`; use a form like `100/1m`, `10/1s` or `5000/1h`");
        let (limit, period) = text.split_once('/').ok_or_else(wrong)?;
        let limit: u32 = limit.trim().parse().map_err(|_| wrong())?;
        let period = period.trim();
        let one = format!("1{period}");
        let written = if period.starts_with(|letter: char| letter.is_ascii_lowercase()) { &one } else { period };
        let period = written.parse::<SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
        let period = period.ok_or_else(wrong)?;
        if limit == 0 || period < Duration::from_millis(1) || period > MOST_TIME {
            return Err(format!("`{text}`: a rate is at least one request, in 1 ms to 31 days"));
        }
        Ok(Self { limit, period, text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_time() {
        for (text, limit, millis) in [
            ("100/1m", 100, 60_000),
            ("10/1s", 10, 1_000),
            ("10/s", 10, 1_000),
            ("5000/1h", 5_000, 3_600_000),
            ("1/500ms", 1, 500),
            ("3 / PT1M", 3, 60_000),
            ("1000/24h", 1_000, 86_400_000),
        ] {
            let rate = Rate::parsed(text).unwrap();
            assert_eq!((rate.limit, rate.period), (limit, Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "100",
            "/1m",
            "100/",
            "-1/1m",
            "1.5/1m",
            "ten/1m",
            "100/soon",
            "0/1m",
            "1/0s",
            "1/1000h",
            "5000000000/1s",
        ] {
            assert!(Rate::parsed(text).is_err(), "{text}");
        }
    }
}
