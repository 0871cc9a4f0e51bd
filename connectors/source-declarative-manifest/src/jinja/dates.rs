//! Python's `datetime`, `date` and `timedelta`, as far as templates use them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use jiff::civil::{self, Date};
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, SpanRound, Timestamp, Unit, Zoned};
use minijinja::value::{DynObject, Kwargs, Object, ObjectRepr, Value, from_args};
use minijinja::{Error, ErrorKind, State};

use super::python;

/// A date, a time with its offset, or a difference.
#[derive(Clone, Debug)]
pub(super) enum Moment {
    Time(Zoned),
    Day(Date),
    Difference(Span),
}

pub(super) fn bad(why: impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidOperation, why.to_string())
}

/// A time in UTC.
pub(super) fn utc(time: Timestamp) -> Zoned {
    time.to_zoned(TimeZone::UTC)
}

/// Python's `isoparse`; without an offset, the time is in UTC.
pub(super) fn parse_iso(text: &str) -> Result<Zoned, Error> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(utc(time));
    }
    if let Ok(time) = text.parse::<civil::DateTime>() {
        return time.to_zoned(TimeZone::UTC).map_err(bad);
    }
    let with_offset = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y%m%dT%H%M%S%z"];
    for format in with_offset {
        if let Ok(time) = strtime::parse(format, text).and_then(|parsed| parsed.to_timestamp()) {
            return Ok(utc(time));
        }
    }
    for (format, rest) in [("%Y-%m-%d", "-01"), ("%Y-%m-%d", "-01-01")] {
        if let Ok(day) = Date::strptime(format, format!("{text}{rest}")) {
            return day.to_zoned(TimeZone::UTC).map_err(bad);
        }
    }
    Err(bad(format!("`{text}` is not a date")))
}

/// Python's `strptime`, with the formats of the Python CDK.
pub(super) fn parse_by(text: &str, format: &str) -> Result<Zoned, Error> {
    let not_a_date = || bad(format!("`{text}` does not have the format `{format}`"));
    let number = text.parse::<f64>();
    let scaled = match format {
        "%s" => number.map(|seconds| seconds.trunc() * 1e6),
        "%s_as_float" => number.map(|seconds| seconds * 1e6),
        "%ms" => number.map(|millis| millis * 1e3),
        "%epoch_microseconds" => number,
        _ => {
            let format = format.replace(".%f", "%.f").replace("%_ms", "%f");
            let parsed = strtime::parse(&format, text).map_err(|_| not_a_date())?;
            let time = parsed.to_timestamp().map(utc);
            let time = time.or_else(|_| parsed.to_datetime().and_then(|time| time.to_zoned(TimeZone::UTC)));
            return time.or_else(|_| parsed.to_date().and_then(|day| day.to_zoned(TimeZone::UTC))).map_err(bad);
        }
    };
    let micros = scaled.map_err(|_| not_a_date())?;
    Timestamp::from_microsecond(micros as i64).map(utc).map_err(bad)
}

/// A time by a format of the Python CDK; without one, an ISO 8601 date or time.
pub(crate) fn parse_time(text: &str, format: Option<&str>) -> Option<Timestamp> {
    let time = match format {
        Some(format) => parse_by(text, format),
        None => parse_iso(text),
    };
    time.ok().map(|time| time.timestamp())
}

/// Python's `strftime`, with the formats of the Python CDK.
pub(super) fn format(time: &Zoned, format: &str) -> Result<String, Error> {
    let stamp = time.timestamp();
    let micros = stamp.as_microsecond();
    let format = format
        .replace("%s_as_float", &python::float(micros as f64 / 1e6))
        .replace("%epoch_microseconds", &micros.to_string())
        .replace("%_ms", &format!("{:03}", time.subsec_nanosecond() / 1_000_000))
        .replace("%ms", &stamp.as_millisecond().to_string());
    let (mut out, mut signs) = (String::new(), format.chars());
    while let Some(sign) = signs.next() {
        match sign {
            '%' => match signs.next() {
                Some('f') => out.push_str("%6f"),
                Some('%') | None => out.push_str("%%"),
                Some(directive) => out.extend(['%', directive]),
            },
            sign => out.push(sign),
        }
    }
    strtime::format(&out, time).map_err(bad)
}

/// `left + right` or `left - right`, also for numbers, texts and lists.
pub(super) fn calculate(left: &Value, right: &Value, is_minus: bool) -> Result<Value, Error> {
    let sign = if is_minus { -1 } else { 1 };
    let shift = |span: &Span| span.checked_mul(sign).map_err(bad);
    let moments = (left.downcast_object_ref::<Moment>(), right.downcast_object_ref::<Moment>());
    let result = match moments {
        (Some(Moment::Time(time)), Some(Moment::Difference(span))) => {
            Moment::Time(time.checked_add(shift(span)?).map_err(bad)?)
        }
        (Some(Moment::Day(day)), Some(Moment::Difference(span))) => {
            Moment::Day(day.checked_add(shift(span)?).map_err(bad)?)
        }
        (Some(Moment::Difference(span)), Some(Moment::Time(time))) if !is_minus => {
            Moment::Time(time.checked_add(*span).map_err(bad)?)
        }
        (Some(Moment::Time(left)), Some(Moment::Time(right))) if is_minus => {
            Moment::Difference(left.since((Unit::Hour, right)).map_err(bad)?)
        }
        (Some(Moment::Day(left)), Some(Moment::Day(right))) if is_minus => {
            Moment::Difference(left.since((Unit::Day, *right)).map_err(bad)?)
        }
        (None, None) => return plain(left, right, is_minus),
        _ => return Err(bad("a date cannot be added to or subtracted from this value")),
    };
    Ok(Value::from_object(result))
}

fn plain(left: &Value, right: &Value, is_minus: bool) -> Result<Value, Error> {
    if let (Some(left), Some(right)) = (left.as_str(), right.as_str())
        && !is_minus
    {
        return Ok(Value::from(format!("{left}{right}")));
    }
    let integer = |value: &Value| value.is_integer().then(|| i64::try_from(value.clone()).ok()).flatten();
    if let (Some(left), Some(right)) = (integer(left), integer(right)) {
        let result = if is_minus { left.checked_sub(right) } else { left.checked_add(right) };
        return result.map(Value::from).ok_or_else(|| bad("the number is too large"));
    }
    if left.is_number() && right.is_number() {
        let (left, right) = (f64::try_from(left.clone())?, f64::try_from(right.clone())?);
        return Ok(Value::from(if is_minus { left - right } else { left + right }));
    }
    if left.is_undefined() || right.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "an undefined value has no sum"));
    }
    let lists = (left.try_iter(), right.try_iter());
    match lists {
        (Ok(left), Ok(right)) if !is_minus => Ok(left.chain(right).collect::<Vec<_>>().into()),
        _ => Err(bad("these values have no sum or difference")),
    }
}

impl Moment {
    fn time(&self) -> Result<Zoned, Error> {
        match self {
            Self::Time(time) => Ok(time.clone()),
            Self::Day(day) => day.to_zoned(TimeZone::UTC).map_err(bad),
            Self::Difference(_) => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn seconds(span: &Span) -> Result<f64, Error> {
        span.total((Unit::Second, jiff::SpanRelativeTo::days_are_24_hours())).map_err(bad)
    }
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &**self {
            Self::Day(day) => write!(out, "{day}"),
            Self::Time(time) => {
                write!(out, "{}", time.strftime("%Y-%m-%d %H:%M:%S"))?;
                let micros = time.subsec_nanosecond() / 1000;
                if micros > 0 {
                    write!(out, ".{micros:06}")?;
                }
                write!(out, "{}", time.strftime("%:z"))
            }
            Self::Difference(span) => {
                let options = SpanRound::new().largest(Unit::Day).days_are_24_hours();
                let span = span.round(options).map_err(|_| fmt::Error)?;
                let days = span.get_days();
                if days != 0 {
                    write!(out, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" })?;
                }
                write!(out, "{}:{:02}:{:02}", span.get_hours(), span.get_minutes(), span.get_seconds())
            }
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if let Self::Difference(span) = &**self {
            let seconds = Self::seconds(span).ok()? as i64;
            return match name {
                "days" => Some(seconds.div_euclid(86_400).into()),
                "seconds" => Some(seconds.rem_euclid(86_400).into()),
                _ => None,
            };
        }
        let time = self.time().ok()?;
        Some(match name {
            "year" => time.year().into(),
            "month" => time.month().into(),
            "day" => time.day().into(),
            "hour" => time.hour().into(),
            "minute" => time.minute().into(),
            "second" => time.second().into(),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, arguments: &[Value]) -> Result<Value, Error> {
        if let (Self::Difference(span), "total_seconds") = (&**self, method) {
            return Ok(Self::seconds(span)?.into());
        }
        let time = self.time()?;
        Ok(match method {
            "strftime" => {
                let (text,): (&str,) = from_args(arguments)?;
                format(&time, text)?.into()
            }
            "isoformat" => Value::from_dyn_object(self.clone()).to_string().replacen(' ', "T", 1).into(),
            "timestamp" => (time.timestamp().as_microsecond() as f64 / 1e6).into(),
            "date" => Value::from_object(Self::Day(time.date())),
            "weekday" => time.weekday().to_monday_zero_offset().into(),
            "isoweekday" => time.weekday().to_monday_one_offset().into(),
            "replace" => Value::from_object(self.replace(&time, arguments)?),
            "astimezone" => Value::from_object(Self::Time(time.with_time_zone(Offset::UTC.to_time_zone()))),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        match (&**self, other.downcast_ref::<Self>()?) {
            (Self::Time(left), Self::Time(right)) => left.partial_cmp(right),
            (Self::Day(left), Self::Day(right)) => left.partial_cmp(right),
            (Self::Difference(left), Self::Difference(right)) => {
                Self::seconds(left).ok()?.partial_cmp(&Self::seconds(right).ok()?)
            }
            _ => None,
        }
    }
}

impl Moment {
    /// `replace(day=1, hour=0)`.
    fn replace(&self, time: &Zoned, arguments: &[Value]) -> Result<Self, Error> {
        let (fields,): (Kwargs,) = from_args(arguments)?;
        let mut with = time.with();
        for name in fields.args() {
            let value: i32 = fields.get(name)?;
            let small = i8::try_from(value).map_err(|_| bad(format!("`{name}` is out of range")));
            with = match name {
                "year" => with.year(i16::try_from(value).map_err(|_| bad("`year` is out of range"))?),
                "month" => with.month(small?),
                "day" => with.day(small?),
                "hour" => with.hour(small?),
                "minute" => with.minute(small?),
                "second" => with.second(small?),
                "microsecond" => with.subsec_nanosecond(value.saturating_mul(1000)),
                other => return Err(bad(format!("`replace` does not have the argument `{other}`"))),
            };
        }
        let time = with.build().map_err(bad)?;
        Ok(if matches!(self, Self::Day(_)) { Self::Day(time.date()) } else { Self::Time(time) })
    }
}
