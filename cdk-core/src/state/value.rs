//! Value: one cursor, with its order and its text.
//!
//! In: a JSON value, and the [`CursorKind`] of its field. Out: [`CursorValue`].
//! Default: numbers are compared by size, times by instant in any zone, and other texts by their characters.
//! Not here: ranges of cursors (see `range`).

use std::cmp::Ordering;

use jiff::{Span, Timestamp};
use serde_json::Value;

use super::format::{TimeFormat, minus, plus};
use super::text::{CursorText, Look};
use crate::time::any_date_time;

/// Times from the year 9999 on mean "never". Source: the highest date of SQL, .NET and Python.
const NEVER: Timestamp = Timestamp::constant(253_370_764_800, 0);

/// The kind of a field's cursors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CursorKind {
    Integer,
    Float,
    /// A text without a declared format. A text that looks like a number or a time is compared as one.
    Text,
    /// A time. `is_rewritten`: states have it in the declared format instead of the record's.
    Time {
        format: TimeFormat,
        is_rewritten: bool,
    },
}

/// A distance of cursors: a duration or a number.
#[derive(Clone, Debug)]
pub(crate) enum Stride {
    Time(Span),
    Number(i128),
}

/// One cursor.
#[derive(Clone, Debug)]
pub(crate) struct CursorValue {
    key: CursorKey,
    /// The value in states and requests.
    raw: Value,
}

#[derive(Clone, Debug)]
enum CursorKey {
    Integer(i128),
    Float(f64),
    Time(Timestamp),
    Text(CursorText),
}

impl CursorKind {
    /// # Errors
    /// If the schema's type has no order, or a format is declared for another type.
    pub(crate) fn of(node: &Value, format: Option<&str>) -> Result<Self, String> {
        let types: Vec<&str> = match &node["type"] {
            Value::String(one) => vec![one],
            Value::Array(several) => several.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
            _ => Vec::new(),
        };
        if let Some(kind) = types.iter().find(|kind| matches!(**kind, "boolean" | "object" | "array")) {
            let article = if matches!(*kind, "object" | "array") { "an" } else { "a" };
            return Err(format!("is {article} {kind}, which has no order; it is a number, a text or a time"));
        }
        if let Some(format) = format {
            return Ok(Self::Time { format: TimeFormat::parse(format)?, is_rewritten: true });
        }
        Ok(match (types.as_slice(), node["format"].as_str()) {
            (["integer"], _) => Self::Integer,
            (["number"] | ["integer", "number"] | ["number", "integer"], _) => Self::Float,
            (["string"], Some("date-time")) => Self::Time { format: TimeFormat::Rfc3339, is_rewritten: false },
            (["string"], Some("date")) => {
                Self::Time { format: TimeFormat::Custom("%Y-%m-%d".to_owned()), is_rewritten: false }
            }
            _ => Self::Text,
        })
    }

    /// # Errors
    /// The problem of a value that does not have this kind.
    pub(crate) fn read(&self, value: &Value) -> Result<CursorValue, String> {
        let wrong = || {
            let shown: String = value.to_string().chars().take(80).collect();
            format!("{shown} is not {}", self.lacks())
        };
        let key = match self {
            Self::Integer => CursorKey::Integer(integer(value).ok_or_else(wrong)?),
            Self::Float => CursorKey::Float(float(value).ok_or_else(wrong)?),
            Self::Text => match value {
                Value::String(text) => CursorKey::Text(CursorText::of(text)),
                Value::Number(number) => CursorKey::Text(CursorText::of(&number.to_string())),
                _ => return Err(wrong()),
            },
            Self::Time { format, is_rewritten } => {
                let time = format.read(value).ok_or_else(wrong)?;
                // Digits that the format does not have are not compared: a window ends at the precision of its format.
                let (time, raw) = match *is_rewritten && time < NEVER {
                    true => (format.cut(time), Value::from(format.write(time))),
                    false => (time, value.clone()),
                };
                return Ok(CursorValue { key: CursorKey::Time(time), raw });
            }
        };
        Ok(CursorValue { key, raw: value.clone() })
    }

    /// The expected form of a value, for the error about another value.
    fn lacks(&self) -> String {
        match self {
            Self::Integer => "a whole number".to_owned(),
            Self::Float => "a number".to_owned(),
            Self::Text => "a text or a number".to_owned(),
            Self::Time { format: TimeFormat::Rfc3339, .. } => "a date and time like 2024-01-31T10:00:00Z".to_owned(),
            Self::Time { format, .. } => {
                let example = format.write(Timestamp::UNIX_EPOCH);
                format!("a time in the format of {example} or like 2024-01-31T10:00:00Z")
            }
        }
    }

    /// A time as a cursor of this kind; `None` if its cursors are not times.
    pub(crate) fn time(&self, time: Timestamp) -> Option<CursorValue> {
        let Self::Time { format, .. } = self else { return None };
        let time = format.cut(time);
        Some(CursorValue { raw: Value::from(format.write(time)), key: CursorKey::Time(time) })
    }

    /// The same, also where only some cursors of this kind are times.
    pub(crate) fn moment(&self, time: Timestamp) -> Option<CursorValue> {
        match self {
            Self::Text => {
                Some(CursorValue { raw: Value::from(time.to_string()), key: CursorKey::Text(CursorText::Time(time)) })
            }
            _ => self.time(time),
        }
    }

    /// The default distance of neighbours.
    pub(crate) fn granularity(&self) -> Option<Stride> {
        match self {
            Self::Integer => Some(Stride::Number(1)),
            Self::Time { format, .. } => Some(Stride::Time(format.resolution())),
            Self::Float | Self::Text => None,
        }
    }

    pub(crate) fn is_time(&self) -> bool {
        matches!(self, Self::Time { .. })
    }

    /// Whether a declared `format` determines how cursors are written.
    pub(crate) fn is_declared(&self) -> bool {
        matches!(self, Self::Time { is_rewritten: true, .. })
    }

    /// A value below all cursors, for a partition without records. Source: the Python CDK's zero values.
    pub(crate) fn zero(&self) -> CursorValue {
        match self {
            Self::Integer => CursorValue { key: CursorKey::Integer(0), raw: Value::from(0) },
            Self::Float => CursorValue { key: CursorKey::Float(0.0), raw: Value::from(0) },
            Self::Text => {
                CursorValue { key: CursorKey::Text(CursorText::Letters(String::new())), raw: Value::from("") }
            }
            Self::Time { format, .. } => {
                let time = format.zero();
                CursorValue { raw: Value::from(format.write(time)), key: CursorKey::Time(time) }
            }
        }
    }

    /// `value + stride`.
    pub(crate) fn plus(&self, value: &CursorValue, stride: &Stride) -> CursorValue {
        self.moved(value, stride, true)
    }

    /// `value - stride`.
    pub(crate) fn minus(&self, value: &CursorValue, stride: &Stride) -> CursorValue {
        self.moved(value, stride, false)
    }

    fn moved(&self, value: &CursorValue, stride: &Stride, is_up: bool) -> CursorValue {
        match (self, &value.key, stride) {
            (Self::Integer, CursorKey::Integer(number), Stride::Number(stride)) => {
                let moved = if is_up { number.saturating_add(*stride) } else { number.saturating_sub(*stride) };
                CursorValue { key: CursorKey::Integer(moved), raw: number_value(moved) }
            }
            (Self::Time { format, .. }, CursorKey::Time(time), Stride::Time(span)) => {
                let moved = if is_up { plus(*time, *span) } else { minus(*time, *span) };
                CursorValue { raw: Value::from(format.write(moved)), key: CursorKey::Time(moved) }
            }
            (Self::Text, CursorKey::Text(CursorText::Time(time)), Stride::Time(span)) => {
                let moved = if is_up { plus(*time, *span) } else { minus(*time, *span) };
                CursorValue { raw: Value::from(moved.to_string()), key: CursorKey::Text(CursorText::Time(moved)) }
            }
            _ => value.clone(),
        }
    }

    /// The value, or the time if the value is later.
    pub(crate) fn no_later(&self, value: CursorValue, moment: Timestamp) -> CursorValue {
        if value.is_after(moment) { self.moment(moment).unwrap_or(value) } else { value }
    }

    /// The last step of `granularity` that is not later, if it is coarser than the format.
    pub(crate) fn floor(&self, value: CursorValue, granularity: &Stride) -> CursorValue {
        let (Self::Time { format, .. }, CursorKey::Time(time), Stride::Time(span)) = (self, &value.key, granularity)
        else {
            return value;
        };
        let granularity = nanos(*span);
        if granularity <= nanos(format.resolution()) {
            return value;
        }
        let floored = time.as_nanosecond().div_euclid(granularity) * granularity;
        Timestamp::from_nanosecond(floored).ok().and_then(|time| self.time(time)).unwrap_or(value)
    }

    /// Whether the value lies between two steps of `granularity`, so that the end of a window could miss it.
    /// miss it.
    pub(crate) fn is_finer(&self, value: &CursorValue, granularity: &Stride) -> bool {
        let (Self::Time { format, .. }, CursorKey::Time(time), Stride::Time(granularity)) =
            (self, &value.key, granularity)
        else {
            return false;
        };
        let granularity = nanos(*granularity);
        granularity > nanos(format.resolution()) && time.as_nanosecond().rem_euclid(granularity) != 0
    }
}

impl Stride {
    /// The same, where `0`, `P0D` and `0s` are not a duration.
    pub(crate) fn parse_or_none(text: &str) -> Result<Option<Self>, String> {
        let is_zero =
            text.parse::<i128>().is_ok_and(|number| number == 0) || text.parse::<Span>().is_ok_and(Span::is_zero);
        if is_zero { Ok(None) } else { Self::parse(text).map(Some) }
    }

    /// `P30D`, `1h`, or a number.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse::<i128>() {
            return if number > 0 { Ok(Self::Number(number)) } else { Err(format!("`{text}` is not above 0")) };
        }
        let span: Span = text.parse().map_err(|_| {
            format!("`{text}` is not a duration like `P30D`, `PT1H` or `1h 30m`, and not a whole number")
        })?;
        if !span.is_positive() {
            return Err(format!("`{text}` must be longer than 0"));
        }
        Ok(Self::Time(span))
    }

    /// Whether it is longer than another one of its kind; months are not compared.
    pub(crate) fn is_longer(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one > other,
            (Self::Time(one), Self::Time(other)) => nanos(*other) > 0 && nanos(*one) > nanos(*other),
            _ => false,
        }
    }

    /// A duration in seconds.
    pub(crate) fn seconds(seconds: u64) -> Self {
        Self::Time(Span::new().seconds(i64::try_from(seconds).unwrap_or(i64::from(u32::MAX))))
    }

    pub(crate) fn is_time(&self) -> bool {
        matches!(self, Self::Time(_))
    }
}

impl CursorValue {
    /// The value as in states and requests.
    pub(crate) fn raw(&self) -> &Value {
        &self.raw
    }

    /// The value as in requests: a time whose format is a whole number is a number.
    pub(crate) fn request_value(&self) -> Value {
        let number = match (&self.key, &self.raw) {
            (CursorKey::Time(_), Value::String(text)) => {
                text.parse::<i64>().ok().filter(|number| number.to_string() == *text)
            }
            _ => None,
        };
        number.map_or_else(|| self.raw.clone(), Value::from)
    }

    /// The time, where it is one.
    pub(crate) fn time(&self) -> Option<Timestamp> {
        match &self.key {
            CursorKey::Time(time) | CursorKey::Text(CursorText::Time(time)) => Some(*time),
            _ => None,
        }
    }

    /// Whether it is a time that is later than the moment.
    pub(crate) fn is_after(&self, moment: Timestamp) -> bool {
        self.time().is_some_and(|time| time > moment)
    }

    /// Whether it is a time that means "never".
    pub(crate) fn is_never(&self) -> bool {
        self.time().is_some_and(|time| time >= NEVER)
    }

    /// The kind of a text. `None` if the field has another type.
    pub(crate) fn look(&self) -> Option<Look> {
        match &self.key {
            CursorKey::Text(text) => Some(text.look()),
            _ => None,
        }
    }

    /// The value in messages: as written, and also as a time if the text is not readable as one.
    pub(crate) fn told(&self, written: &Value) -> String {
        let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
        match self.time().filter(|_| any_date_time(&text).is_none()) {
            Some(time) => format!("{text} ({time})"),
            None => text,
        }
    }

    /// As the text of a parameter.
    pub(crate) fn text(&self) -> String {
        match &self.raw {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

impl PartialEq for CursorValue {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for CursorValue {}
impl PartialOrd for CursorValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for CursorValue {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.key, &other.key) {
            (CursorKey::Integer(one), CursorKey::Integer(other)) => one.cmp(other),
            (CursorKey::Float(one), CursorKey::Float(other)) => one.total_cmp(other),
            (CursorKey::Time(one), CursorKey::Time(other)) => one.cmp(other),
            (CursorKey::Text(one), CursorKey::Text(other)) => one.cmp(other),
            // All cursors of a stream are of one kind.
            _ => Ordering::Equal,
        }
    }
}

/// Nanoseconds of a span with fixed units; 0 for months.
fn nanos(span: Span) -> i128 {
    let nanos = span.total((jiff::Unit::Nanosecond, jiff::SpanRelativeTo::days_are_24_hours()));
    nanos.map_or(0, |nanos| nanos as i128)
}

fn integer(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn number_value(number: i128) -> Value {
    i64::try_from(number)
        .map(Value::from)
        .or_else(|_| u64::try_from(number).map(Value::from))
        .unwrap_or_else(|_| number.to_string().into())
}
