//! Roots: the first names that the placeholders of each attribute may have.
//!
//! In: every template of a struct, with the roots of its attribute (`words`). Out: one error per invalid
//! placeholder, with its position, at the literal (or at the name, if it is not in braces).
//! Not here: whether a field exists (see `fields`, and the compiler).

use syn::Ident;

use super::walk::{holes_of_source, holes_of_stream};
use crate::ast::{Hole, SourceWords, StreamWords};
use crate::diagnostics::Diagnostics;
use crate::from_core::roots::{TYPED_ROOTS, is_reserved};
use crate::parse::suggest::{did_you_mean_or, one_of};
use crate::words::Word;

pub(super) fn stream(words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    let has_slices = ["slices", "slice"].iter().any(|word| seen.has(word));
    let names = Names { parents: words.parent_names().collect(), slices: words.slice_names().collect() };
    for (spec, hole) in holes_of_stream(words) {
        let root = hole.root.name.as_str();
        let message = match check(spec, hole, &names) {
            Some(message) => message,
            None if matches!(root, "parent" | "grandparent") && !seen.has("parent") => {
                format!("`{}`: {} needs a parent; add `parent = Employee`", spec.name, shown(hole))
            }
            None if root == "slice" && !has_slices => {
                format!("`{}`: {} needs slices; add `slices(f, slice = T)`", spec.name, shown(hole))
            }
            None => continue,
        };
        diagnostics.error(hole.root.span, message);
    }
}

pub(super) fn source(words: &SourceWords, diagnostics: &Diagnostics) {
    for (spec, hole) in holes_of_source(words) {
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

/// The mistake in a placeholder that the struct does not influence. `names`: those of parents and slices, which are
/// roots too.
fn check(spec: &Word, hole: &Hole, names: &Names) -> Option<String> {
    let (word, root, shown) = (spec.name, hole.root.name.as_str(), shown(hole));
    let named =
        names.parents.iter().chain(&names.slices).map(String::as_str).filter(|_| spec.roots.contains(&"parent"));
    let roots: Vec<&str> = spec.roots.iter().copied().chain(named).collect();
    if !roots.contains(&root) {
        let position = &hole.position;
        if is_reserved(root) {
            let available = one_of(&roots);
            return Some(format!("`{word}`: `{root}`{position} is not available here; use {available}"));
        }
        let hint = did_you_mean_or(root, &roots);
        return Some(format!("`{word}`: unknown root `{root}`{position}{hint}"));
    }
    if root == "now" {
        return Some(format!(
            "`{word}`: {shown} cannot be part of a template; write `now` alone, as in `add(read_at = now)`"
        ));
    }
    let is_value = matches!(root, "token" | "slice") || names.slices.iter().any(|name| name == root);
    if hole.path.is_empty() && !is_value {
        return Some(format!("`{word}`: {shown} needs a field, as in `{root}.id`"));
    }
    if hole.suffix.starts_with("/*") && word != "path" {
        return Some(format!("`{word}`: {shown}: `/*` is only allowed in `path`; remove it"));
    }
    let is_typed = TYPED_ROOTS.contains(&root) || !spec.roots.contains(&root);
    if let Some(odd) = hole.path.iter().find(|segment| is_typed && rust_field(&segment.name).is_none()) {
        return Some(format!("`{word}`: {shown}: `{}` is not a valid name; write the name of a Rust field", odd.name));
    }
    None
}

/// "`{parent.id}` at character 11", or "`parent.id`" if it is not in braces.
pub(crate) fn shown(hole: &Hole) -> String {
    let (path, suffix) = (dotted(hole), &hole.suffix);
    if hole.position.is_empty() { format!("`{path}`") } else { format!("`{{{path}{suffix}}}`{}", hole.position) }
}

/// "parent.id".
pub(super) fn dotted(hole: &Hole) -> String {
    let names: Vec<&str> = std::iter::once(&hole.root).chain(&hole.path).map(|segment| segment.name.as_str()).collect();
    names.join(".")
}

/// The identifier of a field, raw if it is a keyword.
pub(crate) fn rust_field(name: &str) -> Option<Ident> {
    // Other tokens never get here: rustc reports them.
    const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let is_name = starts && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if !is_name || NEVER.contains(&name) {
        return None;
    }
    syn::parse_str(name).or_else(|_| syn::parse_str(&format!("r#{name}"))).ok()
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
