//! The functions of the Python CDK: `now_utc()`, `format_datetime(…)` and others.

use jiff::{Span, Timestamp, ToSpan, Zoned};
use minijinja::value::{Kwargs, Rest, Value};
use minijinja::{Environment, Error, State};

use super::dates::{Moment, bad, calculate, format, parse_by, parse_iso, utc};
use super::filters::quoted;
use super::values::{GrowingList, NOW};

/// The default of `day_delta`.
const ISO_FORMAT: &str = "%Y-%m-%dT%H:%M:%S.%f%z";

pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_function("now_utc", |state: &State<'_, '_>| Ok(moment(Moment::Time(now(state)?))));
    environment.add_function("today_utc", |state: &State<'_, '_>| Ok(moment(Moment::Day(now(state)?.date()))));
    environment.add_function("today_with_timezone", |state: &State<'_, '_>, zone: &str| {
        let time = now(state)?.in_tz(zone).map_err(bad)?;
        Ok(moment(Moment::Day(time.date())))
    });
    environment.add_function("str_to_datetime", |text: &str| Ok(moment(Moment::Time(parse_iso(text)?))));
    environment.add_function("duration", |text: &str| {
        let span: Span = text.parse().map_err(bad)?;
        Ok(moment(Moment::Difference(span)))
    });
    environment.add_function("timestamp", timestamp);
    environment.add_function("day_delta", day_delta);
    environment.add_function("format_datetime", format_datetime);
    environment.add_function("max", |values: Rest<Value>| pick(&values, true));
    environment.add_function("min", |values: Rest<Value>| pick(&values, false));
    environment.add_function("sanitize_url", |text: String| quoted(&text, true));
    environment.add_function("camel_case_to_snake_case", |text: String| snake_case(&text));
    environment.add_function("__sub", |left: Value, right: Value| calculate(&left, &right, true));
    environment.add_function("__add", |left: Value, right: Value| calculate(&left, &right, false));
    environment.add_function("__list", || Value::from_object(GrowingList::default()));
}

fn moment(moment: Moment) -> Value {
    Value::from_object(moment)
}

fn now(state: &State<'_, '_>) -> Result<Zoned, Error> {
    let micros = state.lookup(NOW).and_then(|now| i64::try_from(now).ok());
    let time = micros.and_then(|micros| Timestamp::from_microsecond(micros).ok());
    time.map(utc).ok_or_else(|| bad("the time is not known here"))
}

fn timestamp(value: Value) -> Result<Value, Error> {
    if value.is_number() {
        return Ok(Value::from(f64::try_from(value)?.trunc() as i64));
    }
    let text = value.as_str().ok_or_else(|| bad("`timestamp` needs a number or a text"))?;
    Ok(Value::from(parse_iso(text)?.timestamp().as_microsecond() as f64 / 1e6))
}

fn day_delta(state: &State<'_, '_>, days: i64, text: Option<String>, named: Kwargs) -> Result<String, Error> {
    let text = match text {
        Some(text) => text,
        None => named.get::<Option<String>>("format")?.unwrap_or_else(|| ISO_FORMAT.to_owned()),
    };
    let days = 1.day().checked_mul(days).map_err(bad)?;
    format(&now(state)?.checked_add(days).map_err(bad)?, &text)
}

fn format_datetime(date: Value, output: Option<String>, input: Option<String>, named: Kwargs) -> Result<String, Error> {
    let output = match output {
        Some(output) => output,
        None => named.get("format")?,
    };
    let input = match input {
        Some(input) => Some(input),
        None => named.get::<Option<String>>("input_format")?,
    };
    let time = match date.downcast_object_ref::<Moment>() {
        Some(Moment::Time(time)) => time.clone(),
        Some(Moment::Day(_) | Moment::Difference(_)) => return Err(bad("`format_datetime` needs a time")),
        None if date.is_integer() => parse_by(&date.to_string(), input.as_deref().unwrap_or("%s"))?,
        None => {
            let text = date.as_str().ok_or_else(|| bad("`format_datetime` needs a date"))?;
            match input {
                Some(input) => parse_by(text, &input)?,
                None => parse_iso(text)?,
            }
        }
    };
    format(&time, &output)
}

fn pick(values: &[Value], is_greatest: bool) -> Result<Value, Error> {
    let values: Vec<Value> = match values {
        [list] => list.try_iter()?.collect(),
        values => values.to_vec(),
    };
    let found = if is_greatest { values.into_iter().max() } else { values.into_iter().min() };
    found.ok_or_else(|| bad("the list is empty"))
}

fn snake_case(text: &str) -> String {
    let mut out = String::new();
    for (at, sign) in text.chars().enumerate() {
        if sign.is_ascii_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(sign.to_lowercase());
    }
    out
}
