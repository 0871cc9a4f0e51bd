//! Roots: what the placeholders of each word may start with.
//!
//! In: every template of a struct, with the roots of its word (`words.rs`). Out: one error per placeholder that breaks a rule,
//! at the literal (or at the name, where there are no braces), with its position.
//! Not here: whether a field exists (see `fields`, and the type checker).

use syn::Ident;

use crate::ast::{
    AddedValue, Auth, AuthKind, AuthValue, Body, Entry, GraphQl, Hole, Part, Path, Shared, SourceWords, StreamWords,
    Template, Value,
};
use crate::diagnostics::Diagnostics;
use crate::parse::suggest::{nearest, one_of};
use crate::words::{self, SOURCE, STREAM, Word};

/// Roots that become Rust field access, beside the names of parents and slices.
pub(crate) const TYPED: &[&str] = &["config", "slice", "parent", "grandparent"];

pub(super) fn stream(words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    let has_slices = ["slices", "slice"].iter().any(|word| seen.has(word));
    let names = Names { parents: words.parent_names().collect(), slices: words.slice_names().collect() };
    for (spec, hole) in holes_of_stream(words) {
        let root = hole.root.name.as_str();
        let message = match check(spec, hole, &names) {
            Some(message) => message,
            None if matches!(root, "parent" | "grandparent") && !seen.has("parent") => {
                format!("`{}`: {} needs a parent: say `parent = Employee`", spec.name, shown(hole))
            }
            None if root == "slice" && !has_slices => {
                format!("`{}`: {} needs slices: say `slices = f, slice = T`", spec.name, shown(hole))
            }
            None => continue,
        };
        diagnostics.error(hole.root.span, message);
    }
}

pub(super) fn source(words: &SourceWords, diagnostics: &Diagnostics) {
    for (spec, hole) in holes_of_shared(&words.shared, SOURCE) {
        if let Some(message) = check(spec, hole, &Names::default()) {
            diagnostics.error(hole.root.span, message);
        }
    }
}

/// The names of parents and of slices.
#[derive(Default)]
struct Names {
    parents: Vec<String>,
    slices: Vec<String>,
}

/// What is wrong with a placeholder, whatever the struct looks like; `names`: those of parents and slices, which are roots too.
fn check(spec: &Word, hole: &Hole, names: &Names) -> Option<String> {
    let (word, root, shown) = (spec.name, hole.root.name.as_str(), shown(hole));
    let named =
        names.parents.iter().chain(&names.slices).map(String::as_str).filter(|_| spec.roots.contains(&"parent"));
    let roots: Vec<&str> = spec.roots.iter().copied().chain(named).collect();
    if !roots.contains(&root) {
        let meant = nearest(root, roots.iter().copied());
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        let may = one_of(&roots);
        return Some(format!("`{word}` has no root `{root}`{}{meant} (it may use {may})", hole.position));
    }
    if root == "now" {
        return Some(format!(
            "`{word}`: {shown} is no text; the moment of reading stands alone, as in `add(read_at = now)`"
        ));
    }
    let stands_alone = matches!(root, "token" | "slice") || names.slices.iter().any(|name| name == root);
    if hole.path.is_empty() && !stands_alone {
        return Some(format!("`{word}`: {shown} needs a field, as in `{root}.id`"));
    }
    if hole.suffix.starts_with("/*") && word != "path" {
        return Some(format!("`{word}`: {shown}: `/*` is for several segments of a `path`"));
    }
    let is_typed = TYPED.contains(&root) || !spec.roots.contains(&root);
    if let Some(odd) = hole.path.iter().find(|segment| is_typed && rust_field(&segment.name).is_none()) {
        return Some(format!("`{word}`: {shown}: `{}` cannot be the name of a Rust field", odd.name));
    }
    None
}

/// "`{parent.id}` at character 11", or "`parent.id`" where there are no braces.
pub(super) fn shown(hole: &Hole) -> String {
    let (path, suffix) = (dotted(hole), &hole.suffix);
    if hole.position.is_empty() { format!("`{path}`") } else { format!("`{{{path}{suffix}}}`{}", hole.position) }
}

/// "parent.id".
pub(super) fn dotted(hole: &Hole) -> String {
    let names: Vec<&str> = std::iter::once(&hole.root).chain(&hole.path).map(|segment| segment.name.as_str()).collect();
    names.join(".")
}

/// The identifier of a field, raw where it must be.
pub(crate) fn rust_field(name: &str) -> Option<Ident> {
    // No parser sees what is no name: rustc's tells the user about it by itself.
    const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let is_name = starts && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if !is_name || NEVER.contains(&name) {
        return None;
    }
    syn::parse_str(name).or_else(|_| syn::parse_str(&format!("r#{name}"))).ok()
}

/// Every placeholder of a stream, with the word it stands behind.
pub(super) fn holes_of_stream(words: &StreamWords) -> Vec<(&'static Word, &Hole)> {
    let mut holes = holes_of_shared(&words.shared, STREAM);
    if let Some(Path::Template(template)) = words.path.as_ref().map(|given| &given.value) {
        of_template("path", template, STREAM, &mut holes);
    }
    if let Some(once) = words.before_slice.as_ref().and_then(|given| given.value.once.as_ref()) {
        of_template("before_slice", once, STREAM, &mut holes);
    }
    for call in words.incremental.iter().flat_map(|given| &given.value) {
        for part in call.parts() {
            if let Part::Hole(hole) = part {
                push("incremental", hole, STREAM, &mut holes);
            }
        }
    }
    for given in &words.bodies {
        let word = given.word.to_string();
        match &given.value {
            Body::Text(template) => of_template(&word, template, STREAM, &mut holes),
            Body::Json(entries) | Body::Form(entries) | Body::GraphQl(GraphQl { variables: entries, .. }) => {
                entries.iter().for_each(|entry| of_entry(&word, entry, STREAM, &mut holes));
            }
        }
    }
    holes
}

fn of_added<'a>(value: &'a AddedValue, words: &'static [Word], holes: &mut Holes<'a>) {
    match value {
        AddedValue::Path(hole) => push("add", hole, words, holes),
        AddedValue::Text(template) => of_template("add", template, words, holes),
        AddedValue::First(values) => values.iter().for_each(|value| of_added(value, words, holes)),
        AddedValue::Now | AddedValue::Scalar(_) | AddedValue::Hook(_) | AddedValue::Unset => {}
    }
}

type Holes<'a> = Vec<(&'static Word, &'a Hole)>;

fn holes_of_shared<'a>(shared: &'a Shared, words: &'static [Word]) -> Holes<'a> {
    let mut holes = Vec::new();
    if let Some(given) = &shared.url_base {
        of_template("url_base", &given.value, words, &mut holes);
    }
    if let Some(Auth::Kind(kind)) = shared.auth.as_ref().map(|given| &given.value) {
        of_auth(kind, words, &mut holes);
    }
    for (word, entries) in [("params", &shared.params), ("headers", &shared.headers)] {
        for entry in entries.iter().flat_map(|given| &given.value) {
            of_entry(word, entry, words, &mut holes);
        }
    }
    if let Some(Value::Text(template)) = shared.concurrency.as_ref().map(|given| &given.value) {
        of_template("concurrency", template, words, &mut holes);
    }
    for message in shared.on.iter().filter_map(|given| given.value.message.as_ref()) {
        of_template("on", message, words, &mut holes);
    }
    for rate in shared.rate_limits.iter().flat_map(|given| &given.value.rates) {
        of_template("rate_limit", rate, words, &mut holes);
    }
    for added in shared.add.iter().flat_map(|given| &given.value) {
        of_added(&added.value, words, &mut holes);
    }
    holes
}

fn push<'a>(word: &str, hole: &'a Hole, words: &'static [Word], holes: &mut Holes<'a>) {
    holes.extend(words::find(words, word).map(|spec| (spec, hole)));
}

fn of_template<'a>(word: &str, template: &'a Template, words: &'static [Word], holes: &mut Holes<'a>) {
    for part in &template.parts {
        if let Part::Hole(hole) = part {
            push(word, hole, words, holes);
        }
    }
}

fn of_entry<'a>(word: &str, entry: &'a Entry, words: &'static [Word], holes: &mut Holes<'a>) {
    of_value(word, &entry.value, words, holes);
}

fn of_auth<'a>(kind: &'a AuthKind, words: &'static [Word], holes: &mut Holes<'a>) {
    kind.texts.iter().for_each(|text| of_template("auth", text, words, holes));
    for call in &kind.calls {
        match &call.value {
            AuthValue::Text(text) => of_template("auth", text, words, holes),
            AuthValue::Texts(texts) => texts.iter().for_each(|text| of_template("auth", text, words, holes)),
            AuthValue::Entries(entries) => entries.iter().for_each(|entry| of_entry("auth", entry, words, holes)),
            AuthValue::Kind(kind) => of_auth(kind, words, holes),
            AuthValue::Flag | AuthValue::Plain(_) | AuthValue::Plains(_) | AuthValue::Pairs(_) => {}
        }
    }
}

fn of_value<'a>(word: &str, value: &'a Value, words: &'static [Word], holes: &mut Holes<'a>) {
    match value {
        Value::Text(template) => of_template(word, template, words, holes),
        Value::List(values) => values.iter().for_each(|value| of_value(word, value, words, holes)),
        Value::Object(entries) => entries.iter().for_each(|entry| of_entry(word, entry, words, holes)),
        Value::Plain(_) | Value::Scalar(_) | Value::Unset => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_s_name_is_raw_only_where_it_must_be() {
        let written = |name| rust_field(name).map(|field| field.to_string());

        assert_eq!(written("id").as_deref(), Some("id"));
        assert_eq!(written("type").as_deref(), Some("r#type"));
        for odd in ["", "_", "self", "Self", "crate", "r#id", "0", "a-b", "a b", "#", "\u{0}", "é#"] {
            assert_eq!(written(odd), None, "{odd}");
        }
    }
}
