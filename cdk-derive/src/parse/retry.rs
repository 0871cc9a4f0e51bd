//! Retry: `retry(tries = 5, max_time = "10m", initial = "1s", factor = 2, jitter = 0.5, max_wait = "1h")`.
//!
//! In: the input after the attribute's name. Out: one call of core's builder per option, with the same name.
//! Durations are checked by the rules of core, so that a mistake is reported at its value. Defaults are core's, except
//! those that are compared here: `initial` with `max_wait` and `max_time`.

use proc_macro2::{Group, Ident, Literal, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitFloat, LitInt, LitStr, Result, Token};

use super::duration::millis;
use super::list::{each, is_plain, value_span, whole};
use super::spot::Spot;
use super::suggest::unknown_option;
use crate::ast::{Given, RetryCall, RetryValue};

#[derive(Clone, Copy)]
enum Takes {
    Tries,
    Time,
    /// Minimum and maximum.
    Number(f64, f64),
}

const WORDS: &[(&str, Takes)] = &[
    ("tries", Takes::Tries),
    ("max_time", Takes::Time),
    ("initial", Takes::Time),
    ("factor", Takes::Number(1.0, 10.0)),
    ("jitter", Takes::Number(0.0, 1.0)),
    ("max_wait", Takes::Time),
];
/// Core's bounds and defaults, `retry::policy`.
const MOST_TRIES: u32 = 100;
const MOST_MILLIS: u64 = 24 * 3_600_000;
const INITIAL_MILLIS: u64 = 1_000;
const MAX_WAIT_MILLIS: u64 = 3_600_000;
const MAX_TIME_MILLIS: u64 = 600_000;

/// `None` if every mistake is reported already.
pub(super) fn retry(spot: &Spot<'_>) -> Result<Option<Given<Vec<RetryCall>>>> {
    if spot.takes_none() {
        let message = "`retry = none` does not exist; write `retry(tries = 1)` to send each request once";
        return Err(Error::new(spot.word.span(), message));
    }
    let group: Group = spot.group("options in parentheses")?;
    let mut calls: Vec<RetryCall> = Vec::new();
    let mut times = Vec::new();
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let (word, takes) = word(input)?;
        if calls.iter().any(|other| other.word == word) {
            return Err(Error::new(word.span(), format!("`{word}` is given twice; keep one")));
        }
        let value = match takes {
            Takes::Tries => tries(&word, input)?,
            Takes::Number(from, to) => number(&word, (from, to), input)?,
            Takes::Time => {
                let literal = time(&word, input)?;
                times.push((word.to_string(), millis(&literal.value()).unwrap_or_default(), literal.span()));
                RetryValue::Time(literal)
            }
        };
        calls.push(RetryCall { word, value });
        Ok(())
    });
    if is_good && calls.is_empty() {
        return Err(spot.wrong(group.span(), "at least one option in parentheses"));
    }
    if is_good {
        first_wait(&times)?;
    }
    Ok(is_good.then(|| spot.given(calls)))
}

fn word(input: ParseStream<'_>) -> Result<(Ident, Takes)> {
    let word = input
        .call(Ident::parse_any)
        .map_err(|_| Error::new(input.span(), "expected an option of `retry`, as in `retry(tries = 8)`"))?;
    match WORDS.iter().find(|(known, _)| word == known) {
        Some((_, takes)) => Ok((word, *takes)),
        None => {
            let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            Err(Error::new(word.span(), unknown_option("retry", &word.to_string(), &known)))
        }
    }
}

/// Steps over the `=`; returns the span of the value.
fn equals(word: &Ident, wrong: impl Fn(Span) -> Error, input: ParseStream<'_>) -> Result<Span> {
    let span = value_span(input).unwrap_or(word.span());
    input.parse::<Token![=]>().map_err(|_| wrong(span))?;
    Ok(span)
}

fn tries(word: &Ident, input: ParseStream<'_>) -> Result<RetryValue> {
    let wrong = |span| Error::new(span, format!("`tries` must be an integer from 1 to {MOST_TRIES}"));
    let span = equals(word, wrong, input)?;
    let number = whole(input).ok_or_else(|| wrong(span))?;
    match number.base10_parse::<u32>() {
        Ok(tries) if (1..=MOST_TRIES).contains(&tries) => Ok(RetryValue::Number(Literal::u32_suffixed(tries))),
        _ => Err(wrong(span)),
    }
}

fn number(word: &Ident, (from, to): (f64, f64), input: ParseStream<'_>) -> Result<RetryValue> {
    let wrong = |span| Error::new(span, format!("`{word}` must be a number from {from} to {to}"));
    let span = equals(word, wrong, input)?;
    let number: f64 = if input.peek(LitInt) {
        whole(input).and_then(|number| number.base10_parse().ok()).ok_or_else(|| wrong(span))?
    } else {
        let number: LitFloat = input.parse().map_err(|_| wrong(span))?;
        number.base10_parse().ok().filter(|_| is_plain(number.suffix())).ok_or_else(|| wrong(span))?
    };
    if !(from..=to).contains(&number) {
        return Err(wrong(span));
    }
    Ok(RetryValue::Number(Literal::f64_suffixed(number)))
}

fn time(word: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    const FORMS: &str = "`\"500ms\"`, `\"10s\"`, `\"1h 30m\"` or `\"PT10M\"`";
    let wrong = |span| Error::new(span, format!("`{word}` takes a duration as a string, like {FORMS}"));
    let span = equals(word, wrong, input)?;
    let literal: LitStr = input.parse().map_err(|_| wrong(span))?;
    match millis(&literal.value()) {
        Some(millis) if (1..=MOST_MILLIS).contains(&millis) => Ok(literal),
        Some(_) => Err(Error::new(span, format!("`{word}` must be longer than 0 and at most 24 h"))),
        None => {
            let text = literal.value();
            Err(Error::new(span, format!("`{word}`: invalid duration `{text}`; use a form like {FORMS}")))
        }
    }
}

/// `initial` is at most `max_wait` and at most `max_time`.
fn first_wait(times: &[(String, u64, Span)]) -> Result<()> {
    let find = |name: &str| times.iter().find(|(word, ..)| word == name);
    let initial = find("initial");
    let first = initial.map_or(INITIAL_MILLIS, |(_, millis, _)| *millis);
    let bounds = [
        ("max_wait", MAX_WAIT_MILLIS, "use a shorter `initial` or a longer `max_wait`"),
        ("max_time", MAX_TIME_MILLIS, "use a shorter `initial`, or `retry(tries = 1)` to send each request once"),
    ];
    for (word, default, fix) in bounds {
        let bound = find(word);
        let most = bound.map_or(default, |(_, millis, _)| *millis);
        if let Some((.., span)) = initial.or(bound).filter(|_| first > most) {
            let (first, most) = (shown(first), shown(most));
            let message = format!("`initial` ({first}) is longer than `{word}` ({most}); {fix}");
            return Err(Error::new(*span, message));
        }
    }
    Ok(())
}

fn shown(millis: u64) -> String {
    if millis.is_multiple_of(1_000) { format!("{} s", millis / 1_000) } else { format!("{millis} ms") }
}
