//! Place: the path of a value in JSON, like `records = "data.items"`.
//!
//! In: a string. Out: the same string, if it is a path by core's rules. Not here: the limits of an attribute.

use syn::{Error, LitStr, Result};

use super::spot::Spot;
use crate::ast::Given;
use crate::words::Word;

/// Checks a path like `records = "a.b"`.
pub(super) fn as_place(spot: &Spot<'_>, given: Given<LitStr>) -> Result<Given<LitStr>> {
    let text = given.value.value();
    let is_of_records = spot.spec.name == "records";
    let path = text.strip_suffix('?').filter(|_| is_of_records).unwrap_or(&text);
    let names: Vec<&str> = path.strip_prefix('.').unwrap_or(path).split('.').collect();
    let front = &names[..names.len() - 1];
    let is_one_value = matches!(spot.spec.name, "more" | "key");
    let mistake = if path == "." {
        return Ok(given);
    } else if path.contains('?') && is_of_records {
        "write `?` (the path may be absent) only at the end of the path"
    } else if names.contains(&"*") && is_one_value {
        "write the path of one value, without `*` (all values of a map)"
    } else if front.contains(&"*") && !is_of_records {
        "write `*` (all values of a map) only at the end of the path"
    } else if names.contains(&"") && is_of_records {
        "the path contains an empty name; write names between the dots, or `.` for the root"
    } else if names.contains(&"") {
        "the path contains an empty name; write names between the dots"
    } else {
        return Ok(given);
    };
    let Word { name, form, .. } = spot.spec;
    let form = if path.contains('?') {
        format!("{name} = \"data?\"")
    } else if front.contains(&"*") && !is_one_value && !is_of_records {
        format!("{name} = \"data.*\"")
    } else {
        form.to_string()
    };
    Err(Error::new(given.value.span(), format!("`{name}`: {mistake}, as in `{form}`")))
}
