//! Slices: what `slices` and `slice` need of each other, and the names of several.
//!
//! In: the words. Out: one error for each that is missing, too many, or named like something else, at its word.
//! Not here: whether the function gives what `slice` says (the type checker).

use super::roots::rust_field;
use crate::ast::{Given, Slices, StreamWords};
use crate::diagnostics::Diagnostics;

/// Names that templates give to something else.
const TAKEN: &[&str] = &[
    "slice",
    "config",
    "parent",
    "grandparent",
    "response",
    "header",
    "token",
    "state",
    "window",
    "last",
    "record",
    "now",
    "parent_slice",
];

pub(super) fn of_a_type(words: &StreamWords, diagnostics: &Diagnostics) {
    const FIX: &str = "as in `slices(f, slice = Month, as = \"month\")`";
    let seen = &words.shared.seen;
    if let (Some(slice), false) = (&words.slice, seen.has("slices")) {
        let message = "`slice` is the type of what `slices` gives: say `slices = f` beside it";
        diagnostics.error(slice.word.span(), message);
    }
    for (at, Given { word, value }) in words.slices.iter().enumerate().filter(|(_, given)| given.value.is_whole) {
        let message = match (at, &value.ty) {
            (0, None) if !seen.has("slice") => {
                "`slices` needs the type of a slice: say `slice = T` beside it".to_owned()
            }
            (0, Some(_)) if words.slice.is_some() => {
                "these `slices` say their type themselves; take the other `slice` away".to_owned()
            }
            (1.., None) => format!("further `slices` say their type themselves, {FIX}"),
            _ => continue,
        };
        diagnostics.error(word.span(), message);
    }
}

pub(super) fn names(words: &StreamWords, diagnostics: &Diagnostics) {
    let mut known: Vec<String> = words.parent_names().collect();
    for (at, Given { word, value: Slices { name, is_whole, .. } }) in words.slices.iter().enumerate() {
        let Some(name) = name else {
            if at > 0 && *is_whole {
                let message = "further `slices` have a name of their own, by which templates see them: \
                               `slices(f, slice = Month, as = \"month\")`";
                diagnostics.error(word.span(), message);
            }
            continue;
        };
        let text = name.value();
        let why = if TAKEN.contains(&text.as_str()) {
            "is a root of templates already"
        } else if rust_field(&text).is_none() {
            "is no name that a template could have"
        } else if known.contains(&text) {
            "is the name of a parent or of other slices already"
        } else {
            known.push(text);
            continue;
        };
        diagnostics.error(name.span(), format!("`as`: `{text}` {why}; give these slices another name"));
    }
}
