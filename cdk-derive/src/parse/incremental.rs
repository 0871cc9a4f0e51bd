//! Incremental: `incremental(start = "{config.start_date}", param_start = "since", step = "P30D", order = asc)`.
//!
//! In: the input after the attribute's name. Out: one call of core's builder per option, with the same name.
//! Durations are checked by the rules of core, so that a mistake is reported at its value. Core checks whether they fit
//! the type of the cursor.
//! Not here: whether the stream has a cursor (see `validate::state`).

use proc_macro2::{Group, Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitInt, LitStr, Result, Token};

use super::entry::scalar;
use super::list::{at_end, each, skip_value, value_span};
use super::spot::{Spot, unquoted};
use super::suggest::{one_of, unknown_option};
use super::{strftime, template};
use crate::ast::{Given, IncrementalCall, IncrementalValue, Value};

#[derive(Clone, Copy)]
enum Takes {
    /// A template, a number, or `now`.
    Edge,
    Text,
    Length,
    Order,
    Nothing,
}

const WORDS: &[(&str, Takes)] = &[
    ("start", Takes::Edge),
    ("end", Takes::Edge),
    ("param_start", Takes::Text),
    ("param_end", Takes::Text),
    ("format", Takes::Text),
    ("step", Takes::Length),
    ("lookback", Takes::Length),
    ("granularity", Takes::Length),
    ("retention", Takes::Length),
    ("order", Takes::Order),
    ("drop_outside", Takes::Nothing),
];
const ORDERS: &[(&str, &str)] = &[("asc", "Asc"), ("desc", "Desc"), ("none", "None")];
/// Names in the Python CDK.
const AKA: &[(&str, &str)] = &[
    ("start_datetime", "start"),
    ("end_datetime", "end"),
    ("start_time_option", "param_start"),
    ("end_time_option", "param_end"),
    ("datetime_format", "format"),
    ("lookback_window", "lookback"),
    ("cursor_granularity", "granularity"),
    ("api_retention_period", "retention"),
    ("is_data_feed", "order"),
    ("is_client_side_incremental", "drop_outside"),
];

/// `None` if every mistake is reported already.
pub(super) fn incremental(spot: &Spot<'_>) -> Result<Option<Given<Vec<IncrementalCall>>>> {
    let group: Group = spot.group("options in parentheses")?;
    let mut calls: Vec<IncrementalCall> = Vec::new();
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let (word, takes) = word(input)?;
        if calls.iter().any(|other| other.word == word) {
            skip_value(input);
            return Err(Error::new(word.span(), format!("`{word}` is given twice; keep one")));
        }
        let value = match takes {
            Takes::Edge => edge(&word, spot, input)?,
            Takes::Text => IncrementalValue::Text(text(&word, input)?),
            Takes::Length => length(&word, spot, input)?,
            Takes::Order => order(&word, input)?,
            Takes::Nothing if at_end(input) => IncrementalValue::Nothing,
            Takes::Nothing => {
                let span = value_span(input).unwrap_or(word.span());
                return Err(Error::new(span, format!("`{word}` takes no value; write `{word}` alone")));
            }
        };
        // `end = now` is the default.
        if !matches!(value, IncrementalValue::Now) {
            calls.push(IncrementalCall { word, value });
        }
        Ok(())
    });
    Ok(is_good.then(|| spot.given(calls)))
}

fn word(input: ParseStream<'_>) -> Result<(Ident, Takes)> {
    let word =
        input.call(Ident::parse_any).map_err(|_| Error::new(input.span(), "expected an option of `incremental`"))?;
    if let Some((_, takes)) = WORDS.iter().find(|(known, _)| word == known) {
        return Ok((word, *takes));
    }
    skip_value(input);
    let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    let message = match AKA.iter().find(|(other, _)| word == other) {
        Some((_, meant)) => format!("unknown option `{word}` of `incremental`; did you mean `{meant}`?"),
        None => unknown_option("incremental", &word.to_string(), &known),
    };
    Err(Error::new(word.span(), message))
}

/// Steps over the `=`; returns the span of the value.
fn equals(word: &Ident, wrong: impl Fn(Span) -> Error, input: ParseStream<'_>) -> Result<Span> {
    let span = value_span(input).unwrap_or(word.span());
    input.parse::<Token![=]>().map_err(|_| wrong(span))?;
    Ok(span)
}

/// `start = "{config.start_date}"`, `start = 1`, `end = now`.
fn edge(word: &Ident, spot: &Spot<'_>, input: ParseStream<'_>) -> Result<IncrementalValue> {
    let may_be_now = word == "end";
    let or_now = if may_be_now { ", `now`" } else { "" };
    let wrong = |span| {
        let message = format!(
            "`{word}` takes a date, a time, a number{or_now} or a template, as in `{word} = \"{{config.{word}_date}}\"`"
        );
        Error::new(span, message)
    };
    let span = equals(word, wrong, input)?;
    if let Some(placeholder) = unquoted(input) {
        return Err(Error::new(
            span,
            format!("a placeholder needs quotes and braces; write `{word} = \"{placeholder}\"`"),
        ));
    }
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        return template::parse(literal, "incremental", spot.diagnostics)
            .map(|template| IncrementalValue::Edge(Value::Text(template)));
    }
    if let Ok(name) = input.fork().call(Ident::parse_any) {
        skip_value(input);
        return if may_be_now && name == "now" { Ok(IncrementalValue::Now) } else { Err(wrong(span)) };
    }
    match scalar(input)? {
        Some(scalar) => Ok(IncrementalValue::Edge(Value::Scalar(scalar))),
        None => Err(wrong(span)),
    }
}

fn text(word: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    let example = match word.to_string().as_str() {
        "param_start" => "created[gte]",
        "param_end" => "created[lte]",
        _ => "%Y-%m-%dT%H:%M:%SZ",
    };
    let wrong = |span| Error::new(span, format!("`{word}` takes a string, as in `{word} = \"{example}\"`"));
    let span = equals(word, wrong, input)?;
    let literal: LitStr = input.parse().map_err(|_| wrong(span))?;
    if literal.value().is_empty() {
        return Err(wrong(span));
    }
    if let Some(mistake) = strftime::cursor_mistake(&literal.value()).filter(|_| word == "format") {
        let known = "`rfc3339`, `%s`, `%ms`, `%epoch_microseconds`, or one like `%Y-%m-%dT%H:%M:%SZ`";
        let fix = if mistake.contains(';') { String::new() } else { format!("; use {known}") };
        return Err(Error::new(literal.span(), format!("`format`: {mistake}{fix}")));
    }
    Ok(literal)
}

fn length(word: &Ident, spot: &Spot<'_>, input: ParseStream<'_>) -> Result<IncrementalValue> {
    let wrong = |span| {
        let message = format!(
            "`{word}` takes a duration like `\"P30D\"`, `\"PT1H\"` or `\"1h 30m\"`, or an integer like `1000` for an \
             integer cursor"
        );
        Error::new(span, message)
    };
    let span = equals(word, wrong, input)?;
    if input.peek(LitInt) {
        let number = super::list::whole(input).ok_or_else(|| wrong(span))?;
        let digits = LitStr::new(number.base10_digits(), number.span());
        return if is_length(&digits.value()) { Ok(IncrementalValue::Text(digits)) } else { Err(wrong(span)) };
    }
    let literal: LitStr = input.parse().map_err(|_| wrong(span))?;
    let may_ask_config =
        !matches!(word.to_string().as_str(), "granularity" | "retention") && literal.value().contains('{');
    if may_ask_config {
        return template::parse(literal, "incremental", spot.diagnostics).map(IncrementalValue::Length);
    }
    let is_nothing = word == "lookback" && ["0", "P0D", "PT0S", "0s"].contains(&literal.value().as_str());
    if is_nothing || is_length(&literal.value()) { Ok(IncrementalValue::Text(literal)) } else { Err(wrong(span)) }
}

/// Units from the largest to the smallest. Core reads more forms.
fn is_length(text: &str) -> bool {
    if let Ok(number) = text.parse::<u64>() {
        return number > 0;
    }
    let Some(iso) = text.strip_prefix('P') else {
        return super::duration::millis(text).is_some_and(|millis| millis > 0);
    };
    let (date, time) = iso.split_once('T').map_or((iso, None), |(date, time)| (date, Some(time)));
    let (mut is_any, mut is_above_zero) = (false, false);
    let mut part = |mut rest: &str, units: &str| {
        let mut units = units.chars();
        while !rest.is_empty() {
            let Some(end) = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.') else { return false };
            let (number, after) = rest.split_at(end);
            let mut letters = after.chars();
            let Some(unit) = letters.next() else { return false };
            let Ok(number) = number.parse::<f64>() else { return false };
            if !units.any(|known| known == unit) {
                return false;
            }
            (is_any, is_above_zero) = (true, is_above_zero || number > 0.0);
            rest = letters.as_str();
        }
        true
    };
    let is_good = part(date, "YMWD") && time.is_none_or(|time| !time.is_empty() && part(time, "HMS"));
    is_good && is_any && is_above_zero
}

fn order(word: &Ident, input: ParseStream<'_>) -> Result<IncrementalValue> {
    let names: Vec<&str> = ORDERS.iter().map(|(name, _)| *name).collect();
    let wrong = |span| Error::new(span, format!("`{word}` takes {}, as in `{word} = asc`", one_of(&names)));
    let span = equals(word, wrong, input)?;
    let name = input.call(Ident::parse_any).map_err(|_| {
        skip_value(input);
        wrong(span)
    })?;
    match ORDERS.iter().find(|(known, _)| name == known) {
        Some((_, variant)) => Ok(IncrementalValue::Order(variant)),
        None => Err(wrong(span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_duration_or_an_integer() {
        for good in
            ["P30D", "P1M", "P1Y", "P2W", "PT1H", "P1DT12H", "PT0.001S", "PT0.000001S", "1h 30m", "500ms", "1000"]
        {
            assert!(is_length(good), "{good}");
        }
        for odd in ["", "P", "PT", "P0D", "PT0S", "30", "0", "-P1D", "P1H", "1 day", "P1D1D", "PD", "P30", "x"] {
            assert!(!is_length(odd) || odd == "30", "{odd}");
        }
    }
}
