//! Rate limit: `rate_limit("100/1m", burst = 20)`, `rate_limit(from_headers)`, `rate_limit(path = "a/*", weight = 5)`.
//!
//! In: the input after the attribute's name. Out: rates, and one call of core's builder for each option.
//! Rates and paths are checked by the rules of core (`budget::rate`, `budget::pattern`), so that a mistake is reported
//! at its value. Core checks a rate with placeholders when it knows the config.

use proc_macro2::{Group, Ident, Literal};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitStr, Result, Token, token};

use super::duration::millis;
use super::list::{at_end, each, skip_value, value_span, whole};
use super::method::METHODS;
use super::spot::Spot;
use super::suggest::{did_you_mean_or, unknown_option};
use super::template;
use crate::ast::{LimitCall, LimitValue, Part, RateLimit};

const WORDS: &[&str] = &["burst", "path", "method", "weight", "from_headers", "wait"];
/// Core's bounds.
const MOST_WEIGHT: u32 = 10_000;
const MOST_MILLIS: u64 = 31 * 24 * 3_600_000;

/// `None` if every mistake is reported already.
pub(super) fn rate_limit(spot: &Spot<'_>) -> Result<Option<RateLimit>> {
    let group: Group = spot.group("rates in parentheses")?;
    let mut limit = RateLimit::default();
    // The smallest and the largest rate without placeholders.
    let (mut least, mut largest, mut burst, mut weight) = (u32::MAX, 0, None, None);
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            let rate = template::parse(literal, "rate_limit", spot.diagnostics)?;
            let is_plain = rate.parts.iter().all(|part| matches!(part, Part::Text(_)));
            if is_plain {
                let requests = requests(&rate.literal)?;
                (least, largest) = (least.min(requests), largest.max(requests));
            }
            limit.rates.push(rate);
            return Ok(());
        }
        let (word, value) = inner(input)?;
        if limit.calls.iter().any(|call| call.word == word) {
            return Err(Error::new(word.span(), format!("`{word}` is given twice; keep one")));
        }
        match &value {
            LimitValue::Number(number, _) if word == "burst" => burst = Some((*number, word.span())),
            LimitValue::Number(number, span) => weight = Some((*number, *span)),
            LimitValue::Text(_) | LimitValue::Place(..) | LimitValue::None => {}
        }
        limit.calls.push(LimitCall { word, value });
        Ok(())
    });
    if !is_good {
        return Ok(None);
    }
    let has = |name: &str| limit.calls.iter().any(|call| call.word == name);
    if limit.rates.is_empty() && !has("from_headers") && !has("wait") && !has("weight") {
        return Err(Error::new(
            group.span(),
            "`rate_limit` needs a limit; add a rate like `\"100/1m\"`, `from_headers`, `wait` or `weight`",
        ));
    }
    if let (Some((_, span)), true) = (burst, limit.rates.is_empty()) {
        return Err(Error::new(span, "`burst` needs a rate; add one like `\"100/1m\"`"));
    }
    let is_known = limit.rates.iter().all(|rate| rate.parts.iter().all(|part| matches!(part, Part::Text(_))));
    if let Some((burst, span)) = burst.filter(|(burst, _)| is_known && *burst >= largest) {
        let message = format!(
            "`burst = {burst}` has no effect, because the rate allows {largest} at once; write a smaller number"
        );
        return Err(Error::new(span, message));
    }
    let most = least.min(burst.map_or(u32::MAX, |(burst, _)| burst));
    if let Some((weight, span)) = weight.filter(|(weight, _)| *weight > most) {
        return Err(Error::new(
            span,
            format!(
                "a request of weight {weight} is never sent, because {most} are allowed at once; use a smaller `weight`"
            ),
        ));
    }
    Ok(Some(limit))
}

fn inner(input: ParseStream<'_>) -> Result<(Ident, LimitValue)> {
    let span = input.span();
    let word = input
        .call(Ident::parse_any)
        .map_err(|_| Error::new(span, "expected a rate like `\"100/1m\"`, or an option of `rate_limit`"))?;
    let name = word.unraw().to_string();
    let value = match name.as_str() {
        "burst" => number(&word, u32::MAX, input)?,
        "weight" => number(&word, MOST_WEIGHT, input)?,
        "path" => {
            let literal = text(&word, input, "search/*")?;
            check_path(&literal)?;
            LimitValue::Text(literal)
        }
        "method" => {
            let literal = text(&word, input, "POST")?;
            let method = literal.value();
            let known: Vec<&str> = METHODS.iter().map(|(method, _)| *method).collect();
            if !known.contains(&method.as_str()) {
                let hint = did_you_mean_or(&method, &known);
                return Err(Error::new(literal.span(), format!("unknown method `{method}`{hint}")));
            }
            LimitValue::Text(literal)
        }
        "from_headers" if at_end(input) => LimitValue::None,
        "from_headers" => {
            let span = value_span(input).unwrap_or(span);
            return Err(Error::new(span, "`from_headers` takes no value; write `from_headers` alone"));
        }
        "wait" => wait(&word, input)?,
        "none" => {
            let message = "`rate_limit` does not take `none` in parentheses; write `rate_limit = none` to remove the limits of \
                           the source";
            return Err(Error::new(span, message));
        }
        _ => {
            skip_value(input);
            return Err(Error::new(span, unknown_option("rate_limit", &name, WORDS)));
        }
    };
    Ok((word, value))
}

fn number(word: &Ident, most: u32, input: ParseStream<'_>) -> Result<LimitValue> {
    let span = value_span(input).unwrap_or(word.span());
    let range = if most == u32::MAX { ", at least 1".to_owned() } else { format!(" from 1 to {most}") };
    let wrong = || Error::new(span, format!("`{word}` must be an integer{range}"));
    input.parse::<Token![=]>().map_err(|_| wrong())?;
    let number = whole(input).ok_or_else(wrong)?;
    match number.base10_parse::<u32>() {
        Ok(number) if (1..=most).contains(&number) => Ok(LimitValue::Number(number, span)),
        _ => Err(wrong()),
    }
}

fn text(word: &Ident, input: ParseStream<'_>, example: &str) -> Result<LitStr> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = || Error::new(span, format!("`{word}` takes a string, as in `{word} = \"{example}\"`"));
    input.parse::<Token![=]>().map_err(|_| wrong())?;
    input.parse().map_err(|_| wrong())
}

/// `wait = "backoff"`, `wait = header("Backoff")`: the location of a wait in the response.
fn wait(word: &Ident, input: ParseStream<'_>) -> Result<LimitValue> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = |span| {
        Error::new(
            span,
            "`wait` takes a path in the JSON response or a header, as in `wait = \"backoff\"` or `wait = header(\"Backoff\")`",
        )
    };
    input.parse::<Token![=]>().map_err(|_| wrong(span))?;
    let span = value_span(input).unwrap_or(span);
    if input.peek(LitStr) {
        let path: LitStr = input.parse()?;
        let is_odd = path.value().split('.').any(|name| name.is_empty() || name == "*" || name.contains('{'));
        return if is_odd { Err(wrong(path.span())) } else { Ok(LimitValue::Place("body", path)) };
    }
    let kind = input.call(Ident::parse_any).map_err(|_| wrong(span))?;
    if kind != "header" || !input.peek(token::Paren) {
        return Err(wrong(kind.span()));
    }
    let group: Group = input.parse()?;
    let name: LitStr = syn::parse2(group.stream()).map_err(|_| wrong(group.span()))?;
    if name.value().is_empty() || !name.value().chars().all(is_token) {
        let message = format!("invalid header name `{}`; use letters, digits and `-`", name.value());
        return Err(Error::new(name.span(), message));
    }
    Ok(LimitValue::Place("header", name))
}

/// RFC 9110 §5.6.2.
fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

fn check_path(literal: &LitStr) -> Result<()> {
    let path = literal.value();
    let inner = path.trim_matches('/');
    let inner = inner.strip_suffix("**").map_or(inner, |inner| inner.trim_end_matches('/'));
    let is_odd = |segment: &str| segment.is_empty() || (segment.contains('*') && segment != "*");
    if path.contains(['?', '#', '{']) || (!inner.is_empty() && inner.split('/').any(is_odd)) {
        let message = format!(
            "invalid path `{path}`; use a form like `search`, `users/*` or `files/**` (`*`: one segment, `**`: the rest)"
        );
        return Err(Error::new(literal.span(), message));
    }
    Ok(())
}

/// How many requests a rate without placeholders allows.
fn requests(literal: &LitStr) -> Result<u32> {
    let text = literal.value();
    let wrong =
        || Error::new(literal.span(), format!("invalid rate `{text}`; use a form like `100/1m`, `10/1s` or `5000/1h`"));
    let (limit, period) = text.split_once('/').ok_or_else(wrong)?;
    let limit: u32 = limit.trim().parse().map_err(|_| wrong())?;
    let period = period.trim();
    let days = period.strip_prefix('P').map_or(period, str::trim_start);
    let unit = days.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if matches!(unit, "d" | "D" | "day") {
        let hours = days.strip_suffix(unit).and_then(|days| days.parse::<u32>().ok()).unwrap_or(1).saturating_mul(24);
        let message = format!("invalid rate `{text}`: the unit must be at most an hour; write `{limit}/{hours}h`");
        return Err(Error::new(literal.span(), message));
    }
    let one = format!("1{period}");
    let is_unit = period.starts_with(|letter: char| letter.is_ascii_lowercase());
    let millis = millis(if is_unit { &one } else { period }).ok_or_else(wrong)?;
    if limit == 0 || !(1..=MOST_MILLIS).contains(&millis) {
        let message = format!("invalid rate `{text}`; use at least 1 request, and a period from 1 ms to 31 days");
        return Err(Error::new(literal.span(), message));
    }
    Ok(limit)
}

impl LimitValue {
    /// The number in generated code.
    pub(crate) fn literal(number: u32) -> Literal {
        Literal::u32_suffixed(number)
    }
}
