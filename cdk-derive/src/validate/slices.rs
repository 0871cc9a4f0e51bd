//! Slices: the type of `slices`, and the names of several `slices`.
//!
//! In: the attributes. Out: one error for each missing type or name, and for each name that is taken.
//! Not here: whether the function returns that type (the compiler).

use super::roots::rust_field;
use crate::ast::{Given, Slices, StreamWords, written};
use crate::diagnostics::Diagnostics;
use crate::from_core::roots::is_reserved;

pub(super) fn of_a_type(words: &StreamWords, diagnostics: &Diagnostics) {
    let first = words.slices.first().map(|given| &given.value);
    let has_mistake = first.is_none() && words.shared.seen.has("slices");
    if let Some(Given { word, value: ty }) = words.slice.as_ref().filter(|_| !has_mistake) {
        let ty = written(ty);
        let message = match first {
            Some(Slices { ty: Some(_), .. }) => {
                "`slices(…)` has the option `slice` already; remove this `slice`".to_owned()
            }
            Some(slices) => format!("`slice` is an option of `slices`; write `{}`", form(slices, &ty)),
            None => format!("`slice` is an option of `slices`; write `slices(f, slice = {ty})`"),
        };
        diagnostics.error(word.span(), message);
    }
    for (at, Given { word, value }) in words.slices.iter().enumerate() {
        let is_reported = at == 0 && words.shared.seen.has("slice");
        if value.ty.is_none() && value.is_whole && !is_reported {
            let message = format!("`slices` needs the type of the slices; write `{}`", form(value, "T"));
            diagnostics.error(word.span(), message);
        }
    }
}

/// `slices(months, slice = Month, as = "month")`.
fn form(slices: &Slices, ty: &str) -> String {
    let name = slices.name.as_ref().map(|name| format!(", as = {}", name.token())).unwrap_or_default();
    format!("slices({}, slice = {ty}{name})", written(&slices.hook))
}

pub(super) fn names(words: &StreamWords, diagnostics: &Diagnostics) {
    let mut known: Vec<String> = words.parent_names().collect();
    for (at, Given { word, value: Slices { name, is_whole, .. } }) in words.slices.iter().enumerate() {
        let Some(name) = name else {
            if at > 0 && *is_whole {
                let message = "the second and every further `slices` needs a name; write it as in \
                               `slices(f, slice = Month, as = \"month\")`";
                diagnostics.error(word.span(), message);
            }
            continue;
        };
        let text = name.value();
        let message = if is_reserved(&text) {
            format!("`as`: the name `{text}` is reserved; choose another name")
        } else if rust_field(&text).is_none() {
            format!("`as`: invalid name `{text}`; use letters, digits and `_`, as in `as = \"month\"`")
        } else if known.contains(&text) {
            format!("`as`: a parent or other slices have the name `{text}`; choose another name")
        } else {
            known.push(text);
            continue;
        };
        diagnostics.error(name.span(), message);
    }
}
