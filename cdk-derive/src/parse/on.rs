//! On: `on(status = 403, json("error.code") = "missing_scope", fail(config), "Add the scope {response.needed}")`.
//!
//! In: the input after the attribute's name. Out: conditions, one action, and the message.
//! Not here: the roots of the message (see `validate::roots`), and the handling of a response (core).

use proc_macro2::{Group, Ident, Literal, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitInt, LitStr, Result, Token, token};

use super::entry::scalar;
use super::list::{at_end, each, each_of, skip_value, value_span, whole};
use super::spot::Spot;
use super::suggest::did_you_mean_or;
use super::template;
use crate::ast::{Action, Condition, On, Statuses, Value};
use crate::from_core::roots::{RUNTIME_ROOTS, TYPED_ROOTS};

const CONDITIONS: &[&str] = &["status", "json", "header", "body_contains", "empty"];
const NONE: &str = "`on` does not take `none` in parentheses; write `on = none` to remove the rules of the source";
const ACTIONS: &[&str] = &["retry", "fail", "ignore", "reset_pagination", "refresh_token"];
/// Names in the Python CDK and elsewhere.
const AKA: &[(&str, &str)] = &[
    ("code", "status"),
    ("http_codes", "status"),
    ("predicate", "json"),
    ("headers", "header"),
    ("contains", "body_contains"),
    ("error_message_contains", "body_contains"),
    ("rate_limited", "retry"),
    ("skip", "ignore"),
    ("reset", "reset_pagination"),
];
/// Types of failure, and the variants of core's enum.
const TYPES: &[(&str, &str)] = &[("config", "ConfigError"), ("system", "SystemError"), ("transient", "TransientError")];

/// `None` if every mistake is reported already.
pub(super) fn on(spot: &Spot<'_>) -> Result<Option<On>> {
    let group: Group = spot.group("a rule in parentheses")?;
    let mut on = On::default();
    let mut is_reported = false;
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        if on.message.is_some() && !std::mem::replace(&mut is_reported, true) {
            return Err(Error::new(
                input.span(),
                "a rule has one message, which comes last; move the message to the end",
            ));
        }
        if !input.peek(LitStr) {
            return one(&here, &mut on);
        }
        let literal: LitStr = input.parse()?;
        if literal.value().trim().is_empty() {
            let message = "the message is empty; write what happened and what to do, or remove it";
            return Err(Error::new(literal.span(), message));
        }
        if on.message.is_none() {
            on.message = Some(template::parse(literal, "on", spot.diagnostics)?);
        }
        Ok(())
    });
    if is_good && on.conditions.is_empty() {
        let message = format!("`on` needs a condition, as in `{}`", spot.spec.form);
        return Err(Error::new(group.span(), message));
    }
    if is_good && on.action.is_none() {
        let message = "`on` needs an action; add `retry`, `fail`, `fail(config)`, `ignore`, `refresh_token` or `reset_pagination`";
        return Err(Error::new(group.span(), message));
    }
    Ok(is_good.then_some(on))
}

/// One condition, or the action.
fn one(here: &Spot<'_>, on: &mut On) -> Result<()> {
    let (input, span) = (here.input, here.input.span());
    if let Some(form) = bare_status(input) {
        let span = value_span(input).unwrap_or(span);
        return Err(Error::new(span, format!("a status needs its name; write `status = {form}`")));
    }
    let word =
        input.call(Ident::parse_any).map_err(|_| Error::new(span, "expected a condition or an action of `on`"))?;
    let name = word.unraw().to_string();
    if CONDITIONS.contains(&name.as_str()) {
        let is_single = matches!(name.as_str(), "status" | "empty");
        let condition = condition(&name, &word, input)?;
        if is_single && on.words.contains(&name) {
            return Err(Error::new(span, format!("`{name}` is given twice; keep one")));
        }
        on.words.push(name);
        on.conditions.push((word, condition));
        return Ok(());
    }
    if !ACTIONS.contains(&name.as_str()) {
        let known: Vec<&str> = CONDITIONS.iter().chain(ACTIONS).copied().collect();
        skip_value(input);
        if name == "none" {
            return Err(Error::new(span, NONE));
        }
        let meant = AKA.iter().find(|(aka, _)| *aka == name).map(|(_, meant)| format!("; did you mean `{meant}`?"));
        let hint = meant.unwrap_or_else(|| did_you_mean_or(&name, &known));
        return Err(Error::new(span, format!("unknown condition or action `{name}` of `on`{hint}")));
    }
    let action = action(&name, &word, input)?;
    match on.action.replace((word, action)) {
        None => Ok(()),
        Some((first, _)) => Err(Error::new(
            span,
            format!("a rule has one action, and this rule has `{first}` already; remove one of the two"),
        )),
    }
}

fn condition(name: &str, word: &Ident, input: ParseStream<'_>) -> Result<Condition> {
    match name {
        "status" => status(word, input).map(Condition::Status),
        "empty" if at_end(input) => Ok(Condition::Empty),
        "empty" => {
            Err(Error::new(value_span(input).unwrap_or(word.span()), "`empty` takes no value; write `empty` alone"))
        }
        "body_contains" => {
            let wrong = |span| {
                Error::new(span, "`body_contains` takes a string that is not empty, as in `body_contains = \"quota\"`")
            };
            let span = value_span(input).unwrap_or(word.span());
            input.parse::<Token![=]>().map_err(|_| wrong(span))?;
            let text: LitStr = input.parse().map_err(|_| wrong(span))?;
            if text.value().is_empty() { Err(wrong(span)) } else { plain(word, text).map(Condition::BodyContains) }
        }
        "json" => {
            let place = place(word, input, "path", "json(\"error.code\") = \"missing_scope\"")?;
            let path = place.value();
            if path.split('.').any(|name| name.is_empty() || name == "*") {
                return Err(Error::new(
                    place.span(),
                    "`json` takes the path of one value in the body, as in `json(\"error.code\")`",
                ));
            }
            Ok(Condition::Json(place, values(word, input, json_value)?))
        }
        _ => {
            let place = place(word, input, "name of the header", "header(\"X-Reason\") = \"quota\"")?;
            let name = place.value();
            // RFC 9110 §5.6.2, token.
            let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
            if name.is_empty() || !name.chars().all(is_token) {
                return Err(Error::new(
                    place.span(),
                    format!("invalid header name `{name}`; use letters, digits and `-`"),
                ));
            }
            Ok(Condition::Header(place, values(word, input, header_value)?))
        }
    }
}

/// `("error.code")` or `("X-Reason")`.
fn place(word: &Ident, input: ParseStream<'_>, what: &str, form: &str) -> Result<LitStr> {
    let wrong = |span| Error::new(span, format!("`{word}` takes the {what} in parentheses, as in `{form}`"));
    if !input.peek(token::Paren) {
        return Err(wrong(value_span(input).unwrap_or(word.span())));
    }
    let group: Group = input.parse()?;
    syn::parse2(group.stream()).map_err(|_| wrong(group.span()))
}

/// No value, `= value` or `= [value, value]`.
fn values<T>(
    word: &Ident,
    input: ParseStream<'_>,
    one: impl Fn(&Ident, ParseStream<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    if at_end(input) {
        return Ok(Vec::new());
    }
    let span = input.span();
    input.parse::<Token![=]>().map_err(|_| {
        Error::new(span, format!("expected `=` and a value; `{word}` without a value matches any value"))
    })?;
    if !input.peek(token::Bracket) {
        return one(word, input).map(|value| vec![value]);
    }
    let group: Group = input.parse()?;
    let values = each_of(&group, |input| one(word, input))?;
    if values.is_empty() {
        return Err(Error::new(
            group.span(),
            format!("the list of values of `{word}` is empty; add a value, or remove the list to match any value"),
        ));
    }
    Ok(values)
}

fn json_value(word: &Ident, input: ParseStream<'_>) -> Result<Value> {
    let span = input.span();
    if input.peek(LitStr) {
        return plain(word, input.parse()?).map(Value::Plain);
    }
    let wrong = || Error::new(span, format!("invalid value of `{word}`; write a string, a number or a bool"));
    scalar(input)?.map(Value::Scalar).ok_or_else(wrong)
}

fn header_value(word: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    let span = input.span();
    if input.peek(LitInt) {
        let number: LitInt = input.parse()?;
        return Ok(LitStr::new(number.base10_digits(), number.span()));
    }
    let text = input.parse().map_err(|_| Error::new(span, format!("invalid value of `{word}`; write a string")))?;
    plain(word, text)
}

/// Rejects a template, which would never match. Other braces are text, as in JSON.
fn plain(word: &Ident, literal: LitStr) -> Result<LitStr> {
    let text = literal.value();
    let is_meant = |root: &&&str| text.contains(&format!("{{{root}.")) || text.contains(&format!("{{{root}}}"));
    match TYPED_ROOTS.iter().chain(&RUNTIME_ROOTS).find(is_meant) {
        Some(root) => {
            let message = format!("`{word}` takes a fixed string, not a template; remove `{{{root}…}}`");
            Err(Error::new(literal.span(), message))
        }
        None => Ok(literal),
    }
}

/// An example of the value of `status`, if an entry is a number, a list or a range without the name.
fn bare_status(input: ParseStream<'_>) -> Option<&'static str> {
    let ahead = input.fork();
    if ahead.peek(token::Bracket) {
        return Some("[404, 410]");
    }
    ahead.parse::<LitInt>().ok()?;
    Some(if at_end(&ahead) { "404" } else { "500..=599" })
}

fn status(word: &Ident, input: ParseStream<'_>) -> Result<Statuses> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = |span| {
        Error::new(
            span,
            "`status` takes numbers from 100 to 599, as in `status = 404`, `status = [404, 410]` or `status = 500..=599`",
        )
    };
    input.parse::<Token![=]>().map_err(|_| wrong(span))?;
    if input.peek(token::Bracket) {
        let group: Group = input.parse()?;
        let numbers = each_of(&group, |input| number(input, &wrong))?;
        return if numbers.is_empty() { Err(wrong(group.span())) } else { Ok(Statuses::Some(numbers)) };
    }
    let first = number(input, &wrong)?;
    let is_closed = input.peek(Token![..=]);
    if !is_closed && !input.peek(Token![..]) {
        return Ok(Statuses::Some(vec![first]));
    }
    if is_closed {
        input.parse::<Token![..=]>()?;
    } else {
        input.parse::<Token![..]>()?;
    }
    let end = whole(input).ok_or_else(|| wrong(span))?;
    let last = end.base10_parse::<u16>().ok().and_then(|end| if is_closed { Some(end) } else { end.checked_sub(1) });
    match last.filter(|last| *last >= first.0 && *last < 600) {
        Some(last) => Ok(Statuses::Range(first, (last, Literal::u16_suffixed(last)))),
        None => Err(wrong(end.span())),
    }
}

fn number(input: ParseStream<'_>, wrong: &dyn Fn(Span) -> Error) -> Result<(u16, Literal)> {
    let span = input.span();
    let number: LitInt = input.parse().map_err(|_| wrong(span))?;
    match number.base10_parse::<u16>() {
        Ok(status) if (100..600).contains(&status) && number.suffix().is_empty() => {
            let mut literal = Literal::u16_suffixed(status);
            literal.set_span(span);
            Ok((status, literal))
        }
        _ => Err(wrong(span)),
    }
}

fn action(name: &str, word: &Ident, input: ParseStream<'_>) -> Result<Action> {
    if name == "fail" && input.peek(token::Paren) {
        let group: Group = input.parse()?;
        let kind: Option<Ident> = syn::parse2(group.stream()).ok();
        let found = kind.as_ref().and_then(|kind| TYPES.iter().find(|(name, _)| kind == name));
        return match found {
            Some((_, variant)) => Ok(Action::FailAs(variant)),
            None => Err(Error::new(
                kind.map_or(group.span(), |kind| kind.span()),
                "unknown type of failure; write `fail(config)`, `fail(system)` or `fail(transient)`",
            )),
        };
    }
    if !at_end(input) {
        let span = value_span(input).unwrap_or(word.span());
        return Err(Error::new(
            span,
            format!("`{name}` takes no value; write a message after a comma, as in `{name}, \"…\"`"),
        ));
    }
    Ok(match name {
        "retry" => Action::Retry,
        "fail" => Action::Fail,
        "ignore" => Action::Ignore,
        "refresh_token" => Action::RefreshToken,
        _ => Action::ResetPagination,
    })
}
