//! Retry: `retry(tries = 5, max_time = "10m", initial = "1s", factor = 2, jitter = 0.5, max_wait = "1h")`.
//!
//! In: the input after the attribute's name. Out: one call of core's builder per inner word (they have its names).
//! Times are judged here as core judges them, so that a mistake is reported at its value. What an absent inner word means
//! is core's to know, but for what is compared: the first wait with the longest one and with the time for all.

use proc_macro2::{Group, Ident, Literal, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitFloat, LitInt, LitStr, Result, Token};

use super::duration::millis;
use super::list::{each, is_plain, value_span, whole};
use super::spot::Spot;
use super::suggest::did_you_mean_or;
use crate::ast::{Given, RetryCall, RetryValue};

#[derive(Clone, Copy)]
enum Takes {
    Tries,
    Time,
    /// From the first number to the second.
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
        let message = "`retry` has no `none`: `retry(tries = 1)` sends each request once";
        return Err(Error::new(spot.word.span(), message));
    }
    let group: Group = spot.group("words in parentheses")?;
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
        return Err(spot.wrong(group.span(), "at least one word in its parentheses"));
    }
    if is_good {
        first_wait(&times)?;
    }
    Ok(is_good.then(|| spot.given(calls)))
}

fn word(input: ParseStream<'_>) -> Result<(Ident, Takes)> {
    let word = input.call(Ident::parse_any).map_err(|_| Error::new(input.span(), "expected a word of `retry`"))?;
    match WORDS.iter().find(|(known, _)| word == known) {
        Some((_, takes)) => Ok((word, *takes)),
        None => {
            let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            let hint = did_you_mean_or(&word.to_string(), &known, "it takes");
            Err(Error::new(word.span(), format!("`retry` has no word `{word}`{hint}")))
        }
    }
}

/// Steps over the `=`; gives the place of the value.
fn equals(word: &Ident, wrong: impl Fn(Span) -> Error, input: ParseStream<'_>) -> Result<Span> {
    let span = value_span(input).unwrap_or(word.span());
    input.parse::<Token![=]>().map_err(|_| wrong(span))?;
    Ok(span)
}

fn tries(word: &Ident, input: ParseStream<'_>) -> Result<RetryValue> {
    let wrong = |span| Error::new(span, format!("`tries` is a whole number from 1 to {MOST_TRIES}"));
    let span = equals(word, wrong, input)?;
    let number = whole(input).ok_or_else(|| wrong(span))?;
    match number.base10_parse::<u32>() {
        Ok(tries) if (1..=MOST_TRIES).contains(&tries) => Ok(RetryValue::Number(Literal::u32_suffixed(tries))),
        _ => Err(wrong(span)),
    }
}

fn number(word: &Ident, (from, to): (f64, f64), input: ParseStream<'_>) -> Result<RetryValue> {
    let wrong = |span| Error::new(span, format!("`{word}` is a number from {from} to {to}"));
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
    let wrong = |span| {
        Error::new(
            span,
            format!("`{word}` is a duration: `\"500ms\"`, `\"10s\"`, `\"5m\"`, `\"1h 30m\"` or `\"PT10M\"`"),
        )
    };
    let span = equals(word, wrong, input)?;
    let literal: LitStr = input.parse().map_err(|_| wrong(span))?;
    match millis(&literal.value()) {
        Some(millis) if (1..=MOST_MILLIS).contains(&millis) => Ok(literal),
        Some(_) => Err(Error::new(span, format!("`{word}` is longer than nothing and at most 24 h"))),
        None => Err(wrong(span)),
    }
}

/// No wait is longer than `max_wait`, and the first leaves time for another try.
fn first_wait(times: &[(String, u64, Span)]) -> Result<()> {
    let find = |name: &str| times.iter().find(|(word, ..)| word == name);
    let initial = find("initial");
    let first = initial.map_or(INITIAL_MILLIS, |(_, millis, _)| *millis);
    let bounds = [
        ("max_wait", MAX_WAIT_MILLIS, "which no wait is"),
        ("max_time", MAX_TIME_MILLIS, "so there is hardly a second try; `retry(tries = 1)` sends each request once"),
    ];
    for (word, default, why) in bounds {
        let bound = find(word);
        let most = bound.map_or(default, |(_, millis, _)| *millis);
        if let Some((.., span)) = initial.or(bound).filter(|_| first > most) {
            let (first, most) = (shown(first), shown(most));
            let message = format!("`initial` ({first}) is longer than `{word}` ({most}), {why}");
            return Err(Error::new(*span, message));
        }
    }
    Ok(())
}

fn shown(millis: u64) -> String {
    if millis.is_multiple_of(1_000) { format!("{} s", millis / 1_000) } else { format!("{millis} ms") }
}
