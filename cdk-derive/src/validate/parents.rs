//! Parents: names of several parents, and limits of `batch`.
//!
//! In: the attributes. Out: one error for each, at its option or its placeholder.
//! Not here: records embedded in the parent's record (see `embedded`), and the roots of an attribute (see `roots`).

use syn::spanned::Spanned;
use syn::{DeriveInput, Type};

use super::roots::{self, rust_field, shown};
use super::walk::holes_of_stream;
use crate::ast::{Body, StreamWords};
use crate::diagnostics::Diagnostics;
use crate::from_core::grammar::is_separator;
use crate::from_core::roots::is_reserved;

/// A stream cannot be its own parent. Core finds longer cycles.
pub(super) fn another_stream(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    for parent in words.parents.iter().map(|given| &given.value) {
        let Type::Path(path) = &parent.ty else { continue };
        if path.path.is_ident(&input.ident) || path.path.is_ident("Self") {
            let message = "a stream cannot be its own parent; write another stream, which is read before this one";
            diagnostics.error(parent.ty.span(), message);
        }
    }
}

pub(super) fn further_parents_have_names(words: &StreamWords, diagnostics: &Diagnostics) {
    for given in words.parents.iter().skip(1).filter(|given| given.value.name.is_none()) {
        let message = "the second and every further `parent` needs a name for templates and the state; write it as in \
                       `parent(Team, as = \"team\")`";
        diagnostics.error(given.word.span(), message);
    }
}

pub(super) fn names_are_free(words: &StreamWords, diagnostics: &Diagnostics) {
    let mut known: Vec<String> = Vec::new();
    for given in words.parents.iter().filter_map(|given| given.value.name.as_ref()) {
        let name = given.value.value();
        let message = if rust_field(&name).is_none() {
            format!("`as`: invalid name `{name}`; use letters, digits and `_`, as in `as = \"team\"`")
        } else if is_reserved(&name) {
            format!("`as`: the name `{name}` is reserved; choose another name")
        } else if known.contains(&name) {
            format!("`as`: another parent has the name `{name}`; choose another name")
        } else {
            known.push(name);
            continue;
        };
        diagnostics.error(given.value.span(), message);
    }
}

/// `from` reads the records that are embedded in one record.
pub(super) fn embedded_alone(words: &StreamWords, diagnostics: &Diagnostics) {
    for parent in words.parents.iter().map(|given| &given.value) {
        let Some(from) = &parent.from else { continue };
        if let Some(batch) = &parent.batch {
            let message = "`batch` needs several parent records, but `from` reads the records embedded in one; remove one \
                           of the two";
            diagnostics.error(batch.word.span(), message);
        }
        if words.parents.len() > 1 {
            let message = "`from` reads the records embedded in one parent's record, so the stream cannot have another \
                           parent; remove `from` or the other parent";
            diagnostics.error(from.word.span(), message);
        }
    }
}

/// A placeholder for the records of a batch is a list, which some attributes cannot use.
pub(super) fn lists_of_batches(words: &StreamWords, diagnostics: &Diagnostics) {
    let is_batch = |root: &str| words.parent_of(root).is_some_and(|(_, parent)| parent.batch.is_some());
    for (spec, hole) in holes_of_stream(words) {
        let (word, root, shown) = (spec.name, hole.root.name.as_str(), shown(hole));
        let message = if root == "grandparent" && is_batch("parent") {
            format!(
                "`{word}`: {shown}: a batch of parents does not have one grandparent; copy the value into the parent with `add`"
            )
        } else if !is_batch(root) || hole.path.is_empty() {
            continue;
        } else if word == "add" {
            format!(
                "`add`: {shown} is a list, the values of all parents in the batch; read the parent of a record from a \
                 field of the record instead"
            )
        } else if word == "url_base" {
            format!("`url_base`: {shown} is a list, the values of all parents in the batch; remove it or `batch`")
        } else if !joins(&hole.suffix)
            && (!hole.is_alone || (is_text(words, word) || matches!(word, "path" | "on" | "before_slice")))
        {
            let name = roots::dotted(hole);
            format!(
                "`{word}`: {shown} is a list, the values of all parents in the batch; join them with `{{{name}:,}}`"
            )
        } else {
            continue;
        };
        diagnostics.error(hole.root.span, message);
    }
}

/// Whether the attribute is `body = text(…)`.
fn is_text(words: &StreamWords, word: &str) -> bool {
    word == "body" && words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::Text(_)))
}

fn joins(suffix: &str) -> bool {
    suffix.split_once(':').is_some_and(|(_, format)| is_separator(format))
}
