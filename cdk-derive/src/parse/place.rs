//! Place: a path to a value in JSON, like `records = "data.items"`.
//!
//! In: a text. Out: the same text, if core can read it as a path. Not here: which paths an attribute allows.

use syn::{Error, LitStr, Result};

use super::spot::Spot;
use crate::ast::Given;
use crate::words::Word;

/// A path like `records = "a.b"`, by the rules that core reads it with.
pub(super) fn as_place(spot: &Spot<'_>, given: Given<LitStr>) -> Result<Given<LitStr>> {
    let path = given.value.value();
    let names: Vec<&str> = path.strip_prefix('.').unwrap_or(&path).split('.').collect();
    let front = &names[..names.len() - 1];
    let mistake = if path == "." {
        return Ok(given);
    } else if front.contains(&"*") {
        "`*`, the values of a map, is only allowed at the end"
    } else if names.contains(&"") && spot.spec.name == "records" {
        "a name between its dots is empty; `.` alone is the root"
    } else if names.contains(&"") {
        "a name between its dots is empty"
    } else {
        return Ok(given);
    };
    let Word { name, form, .. } = spot.spec;
    Err(Error::new(given.value.span(), format!("`{name}`: {mistake}, as in `{form}`")))
}
