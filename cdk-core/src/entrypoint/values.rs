//! Parsers of settings: numbers, sizes, durations, times, URLs.
//!
//! In: the text of an option or variable. Out: its value, or a message with the expected form.
//! Not here: options and variables (see `setting`), the use of the values (see `limits`).

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::http::Limits;
use crate::retry::IntoTime;
use crate::source::NamePattern;
use crate::stream::MOST_REQUESTS;

/// Minimum of the memory limit and of the body limit, in bytes.
const LEAST_BYTES: usize = 1 << 20;

/// The limit of requests in flight.
pub(super) fn request_count(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=MOST_REQUESTS).contains(count));
    count.ok_or_else(|| format!("expected a whole number from 1 to {MOST_REQUESTS}, got '{text}'"))
}

/// A size in bytes, at least 1 MiB.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let size = bytes(text).filter(|bytes| *bytes >= LEAST_BYTES);
    size.ok_or_else(|| format!("expected a size like 32M, 512MiB or 2G, at least 1M, got '{text}'"))
}

/// A number of megabytes, in bytes.
pub(super) fn megabytes(text: &str) -> Result<u64, String> {
    let bytes = text.parse::<u64>().ok().and_then(|megabytes| megabytes.checked_mul(1 << 20));
    bytes.ok_or_else(|| format!("expected a number of megabytes like 8192, got '{text}'"))
}

/// A read timeout, at most the timeout of one attempt.
pub(super) fn read_timeout(text: &str) -> Result<Duration, String> {
    let longest = Limits::default().attempt_timeout();
    let time = text.into_time().ok().filter(|time| !time.is_zero() && *time <= longest);
    time.ok_or_else(|| {
        let minutes = longest.as_secs() / 60;
        format!("expected a duration like 500ms, 90s or 5m, at most {minutes}m, got '{text}'")
    })
}

/// A date and time with an offset from UTC.
pub(super) fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("expected a date and time like 2024-01-31T00:00:00Z, got '{text}'"))
}

/// An http or https URL. The message does not quote the text: a URL may contain a password.
pub(super) fn http_url(text: &str) -> Result<Url, String> {
    let got = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => return Ok(url),
        Ok(url) => format!("one that begins with `{}:`", url.scheme()),
        Err(_) if text.contains("://") => "an invalid one".to_owned(),
        Err(_) => "a text without `http://` or `https://`".to_owned(),
    };
    Err(format!("expected a URL like http://127.0.0.1:8080, got {got}"))
}

/// `32M`, `512 MiB`, `2g`, `1048576`: units of 1,024, as in the memory limits of containers.
fn bytes(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let power = match unit.trim_start() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(1024_usize.checked_pow(power)?)
}

/// A pattern of stream names. Spaces around it are ignored.
pub(super) fn stream_pattern(text: &str) -> Result<NamePattern, String> {
    match text.trim() {
        "" => Err("the name of a stream is empty; expected names such as users,orders*".to_owned()),
        pattern => Ok(NamePattern::new(pattern)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_a_unit() {
        for (text, want) in [
            ("32M", Some(32 << 20)),
            ("512 MiB", Some(512 << 20)),
            ("2g", Some(2 << 30)),
            ("1048576", Some(1 << 20)),
            ("64kb", Some(64 << 10)),
            ("", None),
            ("M", None),
            ("-1M", None),
            ("1.5G", None),
            ("1T", None),
            ("99999999999999999999G", None),
        ] {
            assert_eq!(bytes(text), want, "{text}");
        }
    }

    #[test]
    fn a_url_is_not_quoted() {
        for text in ["user:pa55word@host", "ftp://user:pa55word@host", "http://user:pa55word@ho st"] {
            let problem = http_url(text).unwrap_err();
            assert!(!problem.contains("pa55word"), "{problem}");
        }
    }
}
