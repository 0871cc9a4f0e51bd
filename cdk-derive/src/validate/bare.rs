//! Bare: texts that are a path like `config.team`, and would be sent or written as these letters.
//!
//! In: every template. Out: one error at the literal that shows the placeholder, and in `add` the path without quotes.
//! A text is taken for a path if its first name is a root of the attribute and the rest are names. Names that APIs use
//! in texts of this form (`token.created`, `record.updated`, a file `config.json`) are left alone where they can be
//! meant.
//! Not here: whether the field exists (see `fields`, and the compiler).

use super::roots::rust_field;
use super::walk::{self, Found};
use crate::ast::{Added, AddedValue, Part, SourceWords, StreamWords, Template};
use crate::diagnostics::Diagnostics;
use crate::from_core::roots::TYPED_ROOTS;
use crate::words::Word;

/// Roots that are common first names of event types.
const COMMON: &[&str] = &["token", "header", "record", "now"];
/// Roots that a parameter or a body may mean as a text: `order=state.asc`, `fields=last.name`.
const OFTEN_MEANT: &[&str] = &["state", "last", "response", "window"];
/// What follows the dot in the name of a file.
const ENDINGS: &[&str] = &[
    "json", "jsonl", "ndjson", "csv", "tsv", "xml", "txt", "yaml", "yml", "html", "htm", "php", "aspx", "asp", "jsp",
    "do", "gz", "zip", "js",
];

pub(super) fn of_stream(words: &StreamWords, diagnostics: &Diagnostics) {
    let names: Vec<String> = words.parent_names().chain(words.slice_names()).collect();
    let all = walk::of_stream(words).into_iter().filter(|(spec, found)| !means_text(spec, found, words)).collect();
    judge(all, added(words.shared.add.as_ref()), &names, diagnostics);
}

/// Whether a parameter's text begins with `parent` or `slice` on a stream that has none: an API may mean it
/// (`opt_fields=parent.name`).
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
                "`add`: `\"now\"` in quotes is a fixed text; for the current time, write `now` without quotes"
                    .to_owned()
            }
            ("add", Some(field)) => format!(
                "`add`: `\"{path}\"` is a text, the same in every record; write `{field} = {path}`, or `\"{{{path}}}\"`"
            ),
            _ => format!(
                "`{}`: `\"{path}\"` is a text without a placeholder; write `\"{{{path}}}\"` for the value",
                spec.name
            ),
        };
        diagnostics.error(template.literal.span(), message);
    }
}

/// Whether a `url_base` is such a text, of which nothing else needs to be said.
pub(super) fn is_bare_base(template: &Template) -> bool {
    let is_path = |text: &str| {
        let root = text.split('.').next().unwrap_or_default();
        text.contains('.') && TYPED_ROOTS.contains(&root) && text.split('.').all(|name| rust_field(name).is_some())
    };
    plain(template).is_some_and(is_path)
}

/// The text of a template without placeholders and braces.
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

/// Whether an attribute sends texts of the API's own language.
fn is_free(spec: &Word) -> bool {
    matches!(spec.name, "params" | "headers") || spec.name.starts_with("body_")
}

/// The field that an added text is for.
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
