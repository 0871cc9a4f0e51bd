//! Answers: rules of `on` that can never match a response.
//!
//! In: the rules of a stream or of a source, in their order. Out: one error for each such rule, at the condition that
//! shows it.
//! Not here: rules of the source that a rule of the stream hides, because other streams may need them.

use proc_macro2::Ident;

use crate::ast::{Condition, Given, On, Scalar, Statuses, Value};
use crate::diagnostics::Diagnostics;

/// Statuses of responses without a body (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
const BODILESS: &[u16] = &[204, 205, 304];

pub(super) fn rules_can_match(rules: &[Given<On>], diagnostics: &Diagnostics) {
    for rule in rules.iter().map(|given| &given.value) {
        let is_empty = rule.conditions.iter().any(|(_, condition)| matches!(condition, Condition::Empty));
        let bodiless = statuses(rule).map(|(_, statuses)| statuses);
        let bodiless = bodiless.filter(|statuses| statuses.iter().all(|status| BODILESS.contains(status)));
        let mut places: Vec<String> = Vec::new();
        for (word, condition) in &rule.conditions {
            let place = match condition {
                Condition::Json(place, _) => Some(place),
                Condition::BodyContains(_) => None,
                Condition::Status(_) | Condition::Header(..) | Condition::Empty => continue,
            };
            let (span, message) = if is_empty {
                (word.span(), format!("an empty body never matches `{word}`; remove `{word}` or `empty`"))
            } else if let Some(status) = bodiless.as_ref().and_then(|statuses| statuses.first()) {
                (word.span(), format!("a response with status {status} has no body to match `{word}`; remove `{word}`"))
            } else if let Some(place) = place
                && places.contains(&place.value())
            {
                let path = place.value();
                let message = format!(
                    "this rule has a condition on `json(\"{path}\")` already; write several values as a list: \
                     `json(\"{path}\") = [\"a\", \"b\"]`"
                );
                (place.span(), message)
            } else {
                places.extend(place.map(syn::LitStr::value));
                continue;
            };
            diagnostics.error(span, message);
        }
    }
}

/// The first rule that matches decides, so a rule after a wider one is never reached.
pub(super) fn rules_are_reached(rules: &[Given<On>], diagnostics: &Diagnostics) {
    let mut decided: Vec<u16> = Vec::new();
    for (at, rule) in rules.iter().map(|given| &given.value).enumerate() {
        let by_status = statuses(rule);
        let is_decided = |statuses: &[u16]| statuses.iter().all(|status| decided.contains(status));
        if let Some((word, _)) = by_status.as_ref().filter(|(_, statuses)| is_decided(statuses)) {
            let message =
                "an earlier rule matches every response with that status; move this rule before it, or remove it";
            diagnostics.error(word.span(), message);
        } else if rules.iter().take(at).any(|before| is_wider(&before.value, rule))
            && let Some((word, _)) = rule.conditions.first()
        {
            let message = "an earlier rule matches every response that this rule matches; move this rule before it, or \
                           remove it";
            diagnostics.error(word.span(), message);
        }
        let Some((_, statuses)) = by_status else { continue };
        if let [_] = rule.conditions.as_slice() {
            decided.extend(statuses);
        }
    }
}

/// Whether `before` matches every response that `rule` matches.
fn is_wider(before: &On, rule: &On) -> bool {
    let own = || rule.conditions.iter().map(|(_, condition)| condition);
    before.conditions.iter().all(|(_, wide)| own().any(|narrow| is_implied(wide, narrow)))
}

/// Whether `wide` matches every response that `narrow` matches.
fn is_implied(wide: &Condition, narrow: &Condition) -> bool {
    match (wide, narrow) {
        (Condition::Status(wide), Condition::Status(narrow)) => {
            let wide = numbers(wide);
            numbers(narrow).iter().all(|status| wide.contains(status))
        }
        (Condition::Json(place, wide), Condition::Json(other, narrow)) => {
            place.value() == other.value() && is_among(wide, narrow, plain)
        }
        (Condition::Header(name, wide), Condition::Header(other, narrow)) => {
            name.value().eq_ignore_ascii_case(&other.value()) && is_among(wide, narrow, syn::LitStr::value)
        }
        (Condition::BodyContains(wide), Condition::BodyContains(narrow)) => narrow.value().contains(&wide.value()),
        (Condition::Empty, Condition::Empty) => true,
        _ => false,
    }
}

/// An empty list means any value.
fn is_among<T>(wide: &[T], narrow: &[T], text: impl Fn(&T) -> String) -> bool {
    let known: Vec<String> = wide.iter().map(&text).collect();
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|value| known.contains(&text(value))))
}

/// A value as text that shows its type.
fn plain(value: &Value) -> String {
    match value {
        Value::Plain(text) => format!("{:?}", text.value()),
        Value::Scalar(Scalar::Number(number)) => number.to_string(),
        Value::Scalar(Scalar::Bool(is)) => is.to_string(),
        // `on(…)` never parses the others.
        Value::Text(_) | Value::List(_) | Value::Object(_) | Value::Unset => String::new(),
    }
}

/// The statuses of a rule with a `status` condition, and its token.
fn statuses(rule: &On) -> Option<(&Ident, Vec<u16>)> {
    rule.conditions.iter().find_map(|(word, condition)| match condition {
        Condition::Status(statuses) => Some((word, numbers(statuses))),
        _ => None,
    })
}

fn numbers(statuses: &Statuses) -> Vec<u16> {
    match statuses {
        Statuses::Some(all) => all.iter().map(|(status, _)| *status).collect(),
        Statuses::Range((first, _), (last, _)) => (*first..=*last).collect(),
    }
}
