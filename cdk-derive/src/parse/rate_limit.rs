//! Rate limit: `rate_limit("100/1m", burst = 20)`, `rate_limit(from_headers)`, `rate_limit(path = "search/*", weight =
//! 5)`.
//!
//! In: the input after the attribute's name. Out: rates, and one call of core's builder for each inner word.
//! Rates and paths are judged here as core judges them (`budget::rate`, `budget::pattern`), so that a mistake is told
//! at its value; a rate with placeholders is judged by core, once the config is known.

use proc_macro2::{Group, Ident, Literal};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitStr, Result, Token, token};

use super::duration::millis;
use super::list::{at_end, each, skip_value, value_span, whole};
use super::method::METHODS;
use super::spot::Spot;
use super::suggest::did_you_mean_or;
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
    // The smallest and the largest of the rates that are known by now.
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
            "`rate_limit` needs a rate like `\"100/1m\"`, `from_headers`, a `wait` or a `weight`",
        ));
    }
    if let (Some((_, span)), true) = (burst, limit.rates.is_empty()) {
        return Err(Error::new(span, "`burst` is about a rate, and there is none"));
    }
    let is_known = limit.rates.iter().all(|rate| rate.parts.iter().all(|part| matches!(part, Part::Text(_))));
    if let Some((burst, span)) = burst.filter(|(burst, _)| is_known && *burst >= largest) {
        let message = format!("`burst = {burst}` holds nothing back: {largest} is all that goes at once without it");
        return Err(Error::new(span, message));
    }
    let most = least.min(burst.map_or(u32::MAX, |(burst, _)| burst));
    if let Some((weight, span)) = weight.filter(|(weight, _)| *weight > most) {
        return Err(Error::new(
            span,
            format!("a request of weight {weight} never passes: {most} is all that goes at once"),
        ));
    }
    Ok(Some(limit))
}

fn inner(input: ParseStream<'_>) -> Result<(Ident, LimitValue)> {
    let span = input.span();
    let word = input
        .call(Ident::parse_any)
        .map_err(|_| Error::new(span, "expected a rate like `\"100/1m\"`, or a word of `rate_limit`"))?;
    let name = word.unraw().to_string();
    let value = match name.as_str() {
        "burst" => number(&word, u32::MAX, input)?,
        "weight" => number(&word, MOST_WEIGHT, input)?,
        "path" => {
            let literal = text(&word, input, "search/*")?;
            judge_path(&literal)?;
            LimitValue::Text(literal)
        }
        "method" => {
            let literal = text(&word, input, "POST")?;
            let method = literal.value();
            let known: Vec<&str> = METHODS.iter().map(|(method, _)| *method).collect();
            if !known.contains(&method.as_str()) {
                let hint = did_you_mean_or(&method, &known, "there are");
                return Err(Error::new(literal.span(), format!("unknown method `{method}`{hint}")));
            }
            LimitValue::Text(literal)
        }
        "from_headers" if at_end(input) => LimitValue::None,
        "from_headers" => {
            let span = value_span(input).unwrap_or(span);
            return Err(Error::new(span, "`from_headers` stands alone: the API's own headers say what is left"));
        }
        "wait" => wait(&word, input)?,
        "none" => return Err(Error::new(span, "a stream takes its source's budgets away by `rate_limit = none`")),
        _ => {
            skip_value(input);
            let hint = did_you_mean_or(&name, WORDS, "it takes rates like `\"100/1m\"`,");
            return Err(Error::new(span, format!("`rate_limit` has no word `{name}`{hint}")));
        }
    };
    Ok((word, value))
}

fn number(word: &Ident, most: u32, input: ParseStream<'_>) -> Result<LimitValue> {
    let span = value_span(input).unwrap_or(word.span());
    let up_to = if most == u32::MAX { "on".to_owned() } else { format!("to {most}") };
    let wrong = || Error::new(span, format!("`{word}` is a whole number from 1 {up_to}"));
    input.parse::<Token![=]>().map_err(|_| wrong())?;
    let number = whole(input).ok_or_else(wrong)?;
    match number.base10_parse::<u32>() {
        Ok(number) if (1..=most).contains(&number) => Ok(LimitValue::Number(number, span)),
        _ => Err(wrong()),
    }
}

fn text(word: &Ident, input: ParseStream<'_>, example: &str) -> Result<LitStr> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = || Error::new(span, format!("`{word}` takes a text, as in `{word} = \"{example}\"`"));
    input.parse::<Token![=]>().map_err(|_| wrong())?;
    input.parse().map_err(|_| wrong())
}

/// `wait = "backoff"`, `wait = header("Backoff")`: where a response names a wait.
fn wait(word: &Ident, input: ParseStream<'_>) -> Result<LimitValue> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = |span| {
        Error::new(span, "`wait` takes a place: `wait = \"backoff\"` in the JSON, or `wait = header(\"Backoff\")`")
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
        let message = format!("`{}` is not a header name: letters, digits and `-`", name.value());
        return Err(Error::new(name.span(), message));
    }
    Ok(LimitValue::Place("header", name))
}

/// RFC 9110 §5.6.2.
fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

fn judge_path(literal: &LitStr) -> Result<()> {
    let path = literal.value();
    let inner = path.trim_matches('/');
    let inner = inner.strip_suffix("**").map_or(inner, |inner| inner.trim_end_matches('/'));
    let is_odd = |segment: &str| segment.is_empty() || (segment.contains('*') && segment != "*");
    if path.contains(['?', '#', '{']) || (!inner.is_empty() && inner.split('/').any(is_odd)) {
        let message = format!(
            "`{path}` is not a path like `search`, `users/*` or `files/**`: `*` is one whole segment, `**` the rest"
        );
        return Err(Error::new(literal.span(), message));
    }
    Ok(())
}

/// How many requests a rate without placeholders allows.
fn requests(literal: &LitStr) -> Result<u32> {
    let text = literal.value();
    let wrong = || Error::new(literal.span(), format!("`{text}` is not a rate like `100/1m`, `10/1s` or `5000/1h`"));
    let (limit, period) = text.split_once('/').ok_or_else(wrong)?;
    let limit: u32 = limit.trim().parse().map_err(|_| wrong())?;
    let period = period.trim();
    let days = period.strip_prefix('P').map_or(period, str::trim_start);
    let unit = days.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if matches!(unit, "d" | "D" | "day") {
        let hours = days.strip_suffix(unit).and_then(|days| days.parse::<u32>().ok()).unwrap_or(1).saturating_mul(24);
        let message = format!("`{text}` is not a rate: write a day as `24h`, as in `{limit}/{hours}h`");
        return Err(Error::new(literal.span(), message));
    }
    let one = format!("1{period}");
    let is_unit = period.starts_with(|letter: char| letter.is_ascii_lowercase());
    let millis = millis(if is_unit { &one } else { period }).ok_or_else(wrong)?;
    if limit == 0 || !(1..=MOST_MILLIS).contains(&millis) {
        let message = format!("`{text}`: a rate is at least one request, in 1 ms to 31 days");
        return Err(Error::new(literal.span(), message));
    }
    Ok(limit)
}

impl LimitValue {
    /// As it goes into generated code.
    pub(crate) fn literal(number: u32) -> Literal {
        Literal::u32_suffixed(number)
    }
}
