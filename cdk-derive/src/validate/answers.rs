//! Answers: rules of `on` that no answer can meet.
//!
//! In: the rules of a stream or of a source, in their order. Out: one error for each that never decides, at the condition
//! by which that is seen.
//! Not here: rules of the source behind those of a stream, which other streams may need.

use proc_macro2::Ident;

use crate::ast::{Condition, Given, On, Statuses};
use crate::diagnostics::Diagnostics;

/// Statuses whose answers have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
const BODILESS: &[u16] = &[204, 205, 304];

pub(super) fn rules_that_hold(rules: &[Given<On>], diagnostics: &Diagnostics) {
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
                (
                    word.span(),
                    format!("an empty body holds nothing, so this never holds; take `{word}` or `empty` away"),
                )
            } else if let Some(status) = bodiless.as_ref().and_then(|statuses| statuses.first()) {
                (
                    word.span(),
                    format!("an answer with status {status} has no body, so this never holds; take `{word}` away"),
                )
            } else if let Some(place) = place
                && places.contains(&place.value())
            {
                let path = place.value();
                let message = format!(
                    "`json(\"{path}\")` is compared already; several values that it may have are a list: \
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

/// The first rule that holds decides, so one behind a wider one is never asked.
pub(super) fn rules_that_are_asked(rules: &[Given<On>], diagnostics: &Diagnostics) {
    let mut decided: Vec<u16> = Vec::new();
    for rule in rules.iter().map(|given| &given.value) {
        let Some((word, statuses)) = statuses(rule) else { continue };
        if statuses.iter().all(|status| decided.contains(status)) {
            let message = "a rule in front of this one decides for every answer with that status; move this one in front of \
                           it, or take it away";
            diagnostics.error(word.span(), message);
        }
        if let [_] = rule.conditions.as_slice() {
            decided.extend(statuses);
        }
    }
}

/// The statuses that a rule names, where it does, and the word that names them.
fn statuses(rule: &On) -> Option<(&Ident, Vec<u16>)> {
    rule.conditions.iter().find_map(|(word, condition)| match condition {
        Condition::Status(Statuses::Some(all)) => Some((word, all.iter().map(|(status, _)| *status).collect())),
        Condition::Status(Statuses::Range((first, _), (last, _))) => Some((word, (*first..=*last).collect())),
        _ => None,
    })
}
