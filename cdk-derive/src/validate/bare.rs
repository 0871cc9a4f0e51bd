//! Bare: strings like `"config.team"`, which miss only the braces of a placeholder.
//!
//! In: every template. Out: one error at the literal that shows the placeholder, and in `add` the path without quotes.
//! A string is such a path if its first name is a root of the attribute and the rest are names. Exceptions are names
//! that APIs use themselves, such as the event `token.created` or the file `config.json`.
//! Not here: whether the field exists (see `fields`, and the compiler).

use super::roots::rust_field;
use super::walk::{self, Found};
use crate::ast::{Added, AddedValue, Part, SourceWords, StreamWords, Template};
use crate::diagnostics::Diagnostics;
use crate::from_core::roots::TYPED_ROOTS;
use crate::words::Word;

/// Roots that APIs use as the first name of event types.
const COMMON: &[&str] = &["token", "header", "record", "now"];
/// Roots that APIs use in values: `order=state.asc`, `fields=last.name`.
const OFTEN_MEANT: &[&str] = &["state", "last", "response", "window"];
/// File extensions.
const ENDINGS: &[&str] = &[
    "json", "jsonl", "ndjson", "csv", "tsv", "xml", "txt", "yaml", "yml", "html", "htm", "php", "aspx", "asp", "jsp",
    "do", "gz", "zip", "js",
];

pub(super) fn of_stream(words: &StreamWords, diagnostics: &Diagnostics) {
    let names: Vec<String> = words.parent_names().chain(words.slice_names()).collect();
    let all = walk::of_stream(words).into_iter().filter(|(spec, found)| !means_text(spec, found, words)).collect();
    judge(all, added(words.shared.add.as_ref()), &names, diagnostics);
}

/// Whether a parameter begins with `parent` or `slice` in a stream without parents or slices. Then it is a value of
/// the API, as in `opt_fields=parent.name`.
fn means_text(spec: &Word, found: &Found<'_>, words: &StreamWords) -> bool {
    let Found::Template(template) = found else { return false };
    let root = plain(template).and_then(|text| text.split('.').next()).unwrap_or_default();
    let has_none = match root {
        "parent" | "grandparent" => words.parents.is_empty(),
        "slice" => words.slices.is_empty(),
        _ => false,
    };
    is_free(spec) && has_none
}

pub(super) fn of_source(words: &SourceWords, diagnostics: &Diagnostics) {
    judge(walk::of_source(words), added(words.shared.add.as_ref()), &[], diagnostics);
}

fn added(add: Option<&crate::ast::Given<Vec<Added>>>) -> &[Added] {
    add.map_or(&[], |given| given.value.as_slice())
}

fn judge(all: Vec<(&'static Word, Found<'_>)>, added: &[Added], names: &[String], diagnostics: &Diagnostics) {
    for (spec, found) in all {
        let Found::Template(template) = found else { continue };
        let Some(path) = plain(template).filter(|text| is_path(text, spec, names)) else { continue };
        let message = match (spec.name, field_of(added, template)) {
            ("add", Some(_)) if path == "now" => {
                "`add`: `\"now\"` in quotes is a fixed string; write `now` without quotes for the current time"
                    .to_owned()
            }
            ("add", Some(field)) => format!(
                "`add`: `\"{path}\"` is a fixed string, the same in every record; write `{field} = {path}` for the value"
            ),
            _ => format!(
                "`{}`: `\"{path}\"` is a fixed string without a placeholder; write `\"{{{path}}}\"` for the value",
                spec.name
            ),
        };
        diagnostics.error(template.literal.span(), message);
    }
}

/// Whether a `url_base` is such a string, so that no other error is reported about it.
pub(super) fn is_bare_base(template: &Template) -> bool {
    let is_path = |text: &str| {
        let root = text.split('.').next().unwrap_or_default();
        text.contains('.') && TYPED_ROOTS.contains(&root) && text.split('.').all(|name| rust_field(name).is_some())
    };
    plain(template).is_some_and(is_path)
}

/// The string of a template without placeholders and braces.
fn plain(template: &Template) -> Option<&str> {
    match template.parts.as_slice() {
        [Part::Text(text)] => Some(text),
        _ => None,
    }
}

fn is_path(text: &str, spec: &Word, names: &[String]) -> bool {
    let mut parts = text.split('.');
    let root = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let is_add = spec.name == "add";
    if rest.is_empty() {
        return is_add && root == "now";
    }
    let is_name = names.iter().any(|name| name == root) && spec.roots.contains(&"parent");
    let is_root = spec.roots.contains(&root)
        && (is_add || !COMMON.contains(&root))
        && !(is_free(spec) && OFTEN_MEANT.contains(&root));
    let is_file = matches!(spec.name, "path" | "add") && matches!(rest.as_slice(), [end] if ENDINGS.contains(end));
    let is_edge = root != "window" || matches!(rest.as_slice(), ["start" | "end"]);
    (is_root || is_name) && root != "now" && is_edge && !is_file && rest.iter().all(|name| rust_field(name).is_some())
}

/// Whether an attribute contains values of the API.
fn is_free(spec: &Word) -> bool {
    matches!(spec.name, "params" | "headers") || spec.name.starts_with("body_")
}

/// The field of an added template.
fn field_of(added: &[Added], template: &Template) -> Option<String> {
    let holds = |value: &AddedValue| match value {
        AddedValue::Text(text) => std::ptr::eq(text, template),
        AddedValue::First(values) => {
            values.iter().any(|value| matches!(value, AddedValue::Text(text) if std::ptr::eq(text, template)))
        }
        _ => false,
    };
    added.iter().find(|added| holds(&added.value)).map(|added| added.field.to_string())
}
