//! Pieces and values → a path, a URL base, a text or a JSON value.

use jiff::Timestamp;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::exact;
use super::grammar::{Piece, Placeholder};
use super::parse::Parsed;
use crate::error::{Error, Result};
use crate::time::date_time;

/// Finds the value of a placeholder that is known only at run time.
pub(crate) type Lookup<'a> = dyn Fn(&Placeholder) -> Option<Value> + 'a;

/// What stays as it is in a path segment: RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a value cannot be used in its place.
pub(super) enum Unfit {
    /// The fault is in the value.
    Value(String),
    /// The fault of the template's format, whatever the value.
    Format(String),
}

impl Parsed {
    /// As a path: every value is one segment, percent-encoded, never absent or empty.
    pub(crate) fn path(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> Result<String> {
        self.concat(args, lookup, |_, place, text| {
            if !place.many_segments {
                return segment(&text);
            }
            text.split('/').map(segment).collect::<Result<Vec<_>, _>>().map(|segments| segments.join("/"))
        })
    }

    /// As a text, for a header: `None` where the template is one placeholder and that is absent.
    pub(crate) fn text(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> Result<Option<String>> {
        match self.json(args, lookup)? {
            None => Ok(None),
            Some(value) => match scalar(&value) {
                Some(text) => Ok(Some(text)),
                None => Err(self.error(self.single(), no_single(&value, self.single()))),
            },
        }
    }

    /// As a JSON value: one placeholder alone keeps its type, anything else is a text; `None` as for [`Self::text`].
    pub(crate) fn json(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> Result<Option<Value>> {
        let Some(place) = self.single() else {
            return self.concat(args, lookup, as_it_is).map(|text| Some(Value::String(text)));
        };
        let value = if place.is_typed() { args.first().cloned().flatten() } else { lookup(place) };
        let value = match value {
            None | Some(Value::Null) => return Ok(None),
            // No entry either where there is nothing to join, as for a list of none.
            Some(Value::Array(none)) if none.is_empty() && place.separator().is_some() => return Ok(None),
            Some(value) if place.format.is_none() => return Ok(Some(value)),
            Some(value) => value,
        };
        match written(Some(&value), place, |text| as_it_is("", place, text)) {
            Ok(text) => Ok(Some(Value::String(text))),
            Err(why) => Err(self.error(Some(place), why)),
        }
    }

    /// As a sentence for a person: what has no value, or none that is a text, is `?`.
    pub(crate) fn sentence(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> String {
        let value = |_: &str, place: &Placeholder, value: Option<Value>| {
            Ok(written(value.as_ref(), place, Ok).unwrap_or_else(|_| "?".to_owned()))
        };
        // No placeholder fails.
        self.filled(args, lookup, value).unwrap_or_default()
    }

    pub(super) fn concat(
        &self,
        args: &[Option<Value>],
        lookup: &Lookup<'_>,
        encode: impl Fn(&str, &Placeholder, String) -> Result<String, String>,
    ) -> Result<String> {
        self.filled(args, lookup, |before, place, value| {
            let written = written(value.as_ref(), place, |text| encode(before, place, text));
            written.map_err(|why| self.error(Some(place), why))
        })
    }

    /// The text, each placeholder as `each` writes its value; it sees what stands before it.
    fn filled(
        &self,
        args: &[Option<Value>],
        lookup: &Lookup<'_>,
        each: impl Fn(&str, &Placeholder, Option<Value>) -> Result<String>,
    ) -> Result<String> {
        let mut args = args.iter();
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => out.push_str(literal),
                Piece::Place(place) => {
                    let value = if place.is_typed() { args.next().cloned().flatten() } else { lookup(place) };
                    let text = each(&out, place, value)?;
                    out.push_str(&text);
                }
            }
        }
        Ok(out)
    }

    /// A value of the config is the user's to mend; any other, and every format, the connector's.
    pub(super) fn error(&self, place: Option<&Placeholder>, why: Unfit) -> Error {
        let (text, name) = (&self.text, place.map(Placeholder::name).unwrap_or_default());
        match (place, why) {
            (Some(place), Unfit::Value(why)) if place.root == "config" => {
                Error::config(format!("config.{}: {why} (used in `{text}`)", place.path.join(".")))
            }
            (_, Unfit::Value(why) | Unfit::Format(why)) => Error::system(format!("template `{text}`: `{name}` {why}")),
        }
    }
}

/// A value as its placeholder writes it; `encode` is for each value of a list that is joined.
fn written(
    value: Option<&Value>,
    place: &Placeholder,
    encode: impl Fn(String) -> Result<String, String>,
) -> Result<String, Unfit> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Err(Unfit::Value("has no value".to_owned()));
    };
    let Some(separator) = place.separator() else {
        let text = match &place.format {
            Some(format) => formatted(value, format)?,
            None => scalar(value).ok_or_else(|| no_single(value, Some(place)))?,
        };
        return encode(text).map_err(Unfit::Value);
    };
    let values = match value {
        Value::Array(values) if values.is_empty() => return Err(Unfit::Value("is an empty list".to_owned())),
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts = values.iter().map(|value| {
        let text = scalar(value).ok_or("holds a list or an object, not a single value")?;
        encode(text).map_err(|why| format!("holds a value that {why}"))
    });
    let texts = texts.collect::<Result<Vec<_>, String>>().map_err(Unfit::Value)?;
    Ok(texts.join(separator))
}

/// Outside a path, a character of the value cannot be distinguished from a separator.
pub(super) fn as_it_is(_: &str, place: &Placeholder, text: String) -> Result<String, String> {
    match place.separator().filter(|separator| text.contains(separator)) {
        Some(separator) => Err(format!("has a `{separator}` in it, as stands between the values")),
        None => Ok(text),
    }
}

/// Why an object or a list cannot be a text; a list's fix is the connector's.
fn no_single(value: &Value, place: Option<&Placeholder>) -> Unfit {
    match place.filter(|_| value.is_array()) {
        Some(place) => Unfit::Format(format!("is a list; `{{{}:,}}` joins its values", place.dotted())),
        None => Unfit::Value("is not a single value".to_owned()),
    }
}

pub(crate) fn segment(text: &str) -> Result<String, String> {
    match text {
        "" => Err("is empty, and a path segment must not be".to_owned()),
        "." | ".." => Err(format!("is `{text}`, which would change the path")),
        _ => Ok(utf8_percent_encode(text, SEGMENT).to_string()),
    }
}

/// The text of a single value; `None` for null, lists and objects.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Object(_) => exact::digits(value).map(str::to_owned),
        Value::Null | Value::Array(_) => None,
    }
}

/// A date or date-time in another form: `rfc3339`, or strftime's directives (`%s`, `%Y-%m-%d`).
fn formatted(value: &Value, format: &str) -> Result<String, Unfit> {
    let at = instant(value).ok_or_else(|| Unfit::Value(format!("is not a date, so `:{format}` cannot be applied")))?;
    if format == "rfc3339" {
        return Ok(at.to_string());
    }
    let utc = at.to_zoned(TimeZone::UTC);
    BrokenDownTime::from(&utc)
        .to_string(format)
        .map_err(|error| Unfit::Format(format!("cannot be written as `{format}`: {error}")))
}

/// A date (midnight UTC), a date-time without zone (as UTC), one with a zone, or seconds since 1970.
fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => Timestamp::from_second(number.as_i64()?).ok(),
        Value::String(text) => date_time(text),
        _ => None,
    }
}
