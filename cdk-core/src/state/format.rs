//! Format: how a cursor's time is written, in requests and in the state.
//!
//! In: `rfc3339`, or a format of `strftime` with the Python CDK's additions (`%s_as_float`, `%ms`, `%_ms`,
//! `%epoch_microseconds`). Out: times read and written, and the precision of the format.
//! Default: what has no zone is UTC; a text that the format refuses is tried as ISO 8601.
//! Not here: cursors that are not times (see `value`).

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde_json::Value;

use crate::time::{any_date_time, in_utc};

/// The first second after the year 9999: what is earlier and later than any `Timestamp` means "never".
const AFTER_ALL_YEARS: i128 = 253_402_300_800;

/// How a time is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TimeFormat {
    /// RFC 3339 in UTC, with the fraction that the time has.
    Rfc3339,
    /// `%s`: whole seconds since 1970.
    Seconds,
    /// `%s_as_float`: seconds with a fraction.
    FloatSeconds,
    /// `%ms`.
    Millis,
    /// `%epoch_microseconds`.
    Micros,
    /// Any other, as jiff understands it.
    Custom(String),
}

impl TimeFormat {
    /// # Errors
    /// If the text is not a format, or does not contain a day.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "rfc3339" => Self::Rfc3339,
            "%s" => Self::Seconds,
            "%s_as_float" => Self::FloatSeconds,
            "%ms" => Self::Millis,
            "%epoch_microseconds" => Self::Micros,
            custom => {
                // Python's `%f` is six digits; jiff's is as many as there are.
                let jiffs = custom.replace("%_ms", "%3f").replace("%f", "%6f");
                let probe = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
                let format = Self::Custom(jiffs.clone());
                let written = jiff::fmt::strtime::format(&jiffs, &probe);
                if written.is_err() || format.read_text(&written.unwrap_or_default()).is_none() {
                    return Err(format!(
                        "`{text}` is not a time format; expected `rfc3339`, `%s`, `%ms`, `%epoch_microseconds`, or one like \
                         `%Y-%m-%dT%H:%M:%SZ`"
                    ));
                }
                format
            }
        })
    }

    /// The time that a value says.
    pub(crate) fn read(&self, value: &Value) -> Option<Timestamp> {
        match value {
            Value::String(text) => self.read_text(text.trim()),
            Value::Number(number) => match self {
                Self::Rfc3339 => None,
                Self::Custom(_) => self.read_text(&number.to_string()),
                _ => self.read_number(&number.to_string()),
            },
            _ => None,
        }
    }

    fn read_text(&self, text: &str) -> Option<Timestamp> {
        let own = match self {
            Self::Rfc3339 => None,
            Self::Custom(format) => {
                let parsed = BrokenDownTime::parse(format, text).ok();
                parsed.and_then(|time| {
                    time.to_timestamp().ok().or_else(|| {
                        let time = time.to_datetime().ok().or_else(|| Some(time.to_date().ok()?.at(0, 0, 0, 0)))?;
                        Some(in_utc(time))
                    })
                })
            }
            _ => self.read_number(text),
        };
        own.or_else(|| any_date_time(text))
    }

    /// Seconds or their parts since 1970, by their digits: a float would round them.
    fn read_number(&self, text: &str) -> Option<Timestamp> {
        let digits = match self {
            Self::Millis => 3,
            Self::Micros => 6,
            Self::Rfc3339 | Self::Seconds | Self::FloatSeconds | Self::Custom(_) => 0,
        };
        let text = text.strip_prefix('+').unwrap_or(text);
        if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
            let number = format!("{mantissa}e{exponent}").parse::<f64>().ok()?;
            let number = number * 10_f64.powi(9 - digits);
            return (number.abs() < 1e22).then(|| of_nanos(number as i128))?;
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_negative = whole.starts_with('-');
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() > 21 {
            return None;
        }
        let scale = 10_i128.pow(9 - digits as u32);
        let whole: i128 = whole.parse().ok()?;
        let mut nanos = whole.checked_mul(scale)?;
        let fraction: String = fraction.chars().chain("000000000".chars()).take(9 - digits as usize).collect();
        let fraction: i128 = fraction.parse().ok()?;
        nanos += if is_negative { -fraction } else { fraction };
        of_nanos(nanos)
    }

    /// The time in this format; more precise digits are cut off.
    pub(crate) fn write(&self, time: Timestamp) -> String {
        match self {
            Self::Rfc3339 => time.to_string(),
            Self::Seconds => time.as_nanosecond().div_euclid(1_000_000_000).to_string(),
            Self::Millis => time.as_nanosecond().div_euclid(1_000_000).to_string(),
            Self::Micros => time.as_nanosecond().div_euclid(1_000).to_string(),
            Self::FloatSeconds => float_seconds(time),
            Self::Custom(format) => {
                let zoned = time.to_zoned(TimeZone::UTC);
                // It was tried when it was parsed.
                jiff::fmt::strtime::format(format, &zoned).unwrap_or_else(|_| time.to_string())
            }
        }
    }

    /// Its precision: the smallest step.
    pub(crate) fn resolution(&self) -> Span {
        match self {
            Self::Rfc3339 | Self::FloatSeconds | Self::Micros => Span::new().microseconds(1),
            Self::Seconds => Span::new().seconds(1),
            Self::Millis => Span::new().milliseconds(1),
            Self::Custom(format) => {
                let has = |any: &[&str]| any.iter().any(|part| format.contains(part));
                if has(&["%6f", "%N", "%.6f", "%.f", "%9f", "%.9f"]) {
                    Span::new().microseconds(1)
                } else if has(&["%3f", "%.3f", "%L"]) {
                    Span::new().milliseconds(1)
                } else if has(&["%S", "%T", "%s", "%c", "%X", "%r"]) {
                    Span::new().seconds(1)
                } else if has(&["%M", "%R"]) {
                    Span::new().minutes(1)
                } else if has(&["%H", "%I", "%k", "%l"]) {
                    Span::new().hours(1)
                } else {
                    Span::new().days(1)
                }
            }
        }
    }

    /// The first of times: that of Unix where the format counts from there.
    pub(super) fn zero(&self) -> Timestamp {
        match self {
            Self::Seconds | Self::FloatSeconds | Self::Millis | Self::Micros => Timestamp::UNIX_EPOCH,
            Self::Rfc3339 | Self::Custom(_) => in_utc(DateTime::constant(1, 1, 1, 0, 0, 0, 0)),
        }
    }

    /// The time, cut to the precision of the format.
    pub(crate) fn cut(&self, time: Timestamp) -> Timestamp {
        self.read_text(&self.write(time)).unwrap_or(time)
    }
}

/// As Python writes a float: at least one digit after the point, and no more than there are.
fn float_seconds(time: Timestamp) -> String {
    let micros = time.as_nanosecond().div_euclid(1_000);
    let sign = if micros < 0 { "-" } else { "" };
    let (whole, fraction) = (micros.abs() / 1_000_000, micros.abs() % 1_000_000);
    let fraction = format!("{fraction:06}");
    let fraction = fraction.trim_end_matches('0');
    format!("{sign}{whole}.{}", if fraction.is_empty() { "0" } else { fraction })
}

/// The time of that many nanoseconds since 1970.
fn of_nanos(nanos: i128) -> Option<Timestamp> {
    let is_never = || nanos > 0 && nanos.div_euclid(1_000_000_000) < AFTER_ALL_YEARS;
    Timestamp::from_nanosecond(nanos).ok().or_else(|| is_never().then_some(Timestamp::MAX))
}

/// `time + span`, by the calendar of UTC; the latest possible time if the sum is later.
pub(super) fn plus(time: Timestamp, span: Span) -> Timestamp {
    let zoned = time.to_zoned(TimeZone::UTC);
    zoned.checked_add(span).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

pub(super) fn minus(time: Timestamp, span: Span) -> Timestamp {
    let zoned = time.to_zoned(TimeZone::UTC);
    zoned.checked_sub(span).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
}
