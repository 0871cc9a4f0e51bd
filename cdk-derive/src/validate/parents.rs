//! Parents: names of several parents, and what a batch of records cannot do.
//!
//! In: the words. Out: one error for each that cannot work, at its word or its placeholder.
//! Not here: children that lie in the parent's record (see `embedded`), which roots a word has (see `roots`).

use syn::spanned::Spanned;
use syn::{DeriveInput, Type};

use super::roots::{self, rust_field, shown};
use super::walk::holes_of_stream;
use crate::ast::{Body, StreamWords};
use crate::diagnostics::Diagnostics;
use crate::from_core::grammar::is_separator;
use crate::from_core::roots::is_reserved;

/// A parent is read before its child. Longer circles are core's to see.
pub(super) fn another_stream(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    for parent in words.parents.iter().map(|given| &given.value) {
        let Type::Path(path) = &parent.ty else { continue };
        if path.path.is_ident(&input.ident) || path.path.is_ident("Self") {
            let message = "a stream cannot be its own parent: `parent` names another stream, which is read first";
            diagnostics.error(parent.ty.span(), message);
        }
    }
}

pub(super) fn further_parents_have_names(words: &StreamWords, diagnostics: &Diagnostics) {
    for given in words.parents.iter().skip(1).filter(|given| given.value.name.is_none()) {
        let message = "a further `parent` needs a name, as in `parent(Team, as = \"team\")`: templates see its record by it \
                       (`{team.id}`), and the state tells the slices apart";
        diagnostics.error(given.word.span(), message);
    }
}

pub(super) fn names_are_free(words: &StreamWords, diagnostics: &Diagnostics) {
    let mut known: Vec<String> = Vec::new();
    for given in words.parents.iter().filter_map(|given| given.value.name.as_ref()) {
        let name = given.value.value();
        let message = if rust_field(&name).is_none() {
            format!(
                "`as`: `{name}` cannot be a root of templates; a name is letters, digits and `_`, as in `as = \"team\"`"
            )
        } else if is_reserved(&name) {
            format!(
                "`as`: `{name}` is taken: it means something else in templates or in the state; choose another name"
            )
        } else if known.contains(&name) {
            format!("`as`: another parent is named `{name}`; choose another name")
        } else {
            known.push(name);
            continue;
        };
        diagnostics.error(given.value.span(), message);
    }
}

/// The children that `from` names lie in one record.
pub(super) fn embedded_alone(words: &StreamWords, diagnostics: &Diagnostics) {
    for parent in words.parents.iter().map(|given| &given.value) {
        let Some(from) = &parent.from else { continue };
        if let Some(batch) = &parent.batch {
            let message = "`batch` puts several parent records into one slice, and the children that `from` names lie in one; \
                           take one of them away";
            diagnostics.error(batch.word.span(), message);
        }
        if words.parents.len() > 1 {
            let message = "`from` reads children that lie in one parent's record, so that parent is the stream's only one; \
                           take `from` or the other parent away";
            diagnostics.error(from.word.span(), message);
        }
    }
}

/// What a placeholder for the records of a batch cannot be.
pub(super) fn lists_of_batches(words: &StreamWords, diagnostics: &Diagnostics) {
    let is_batch = |root: &str| words.parent_of(root).is_some_and(|(_, parent)| parent.batch.is_some());
    for (spec, hole) in holes_of_stream(words) {
        let (word, root, shown) = (spec.name, hole.root.name.as_str(), shown(hole));
        let message = if root == "grandparent" && is_batch("parent") {
            format!("`{word}`: {shown}: a batch of parents has no one grandparent; carry the value down with `add`")
        } else if !is_batch(root) || hole.path.is_empty() {
            continue;
        } else if word == "add" {
            format!(
                "`add`: {shown} is a list, the values of all parents in the batch; which of them a record belongs to must \
                 stand in the record"
            )
        } else if word == "url_base" {
            format!(
                "`url_base`: {shown} is a list, the values of all parents in the batch, and an address is one value"
            )
        } else if !joins(&hole.suffix)
            && (!hole.is_alone || (is_text(words, word) || matches!(word, "path" | "on" | "before_slice")))
        {
            let name = roots::dotted(hole);
            format!("`{word}`: {shown} is a list, the values of all parents in the batch; `{{{name}:,}}` joins them")
        } else {
            continue;
        };
        diagnostics.error(hole.root.span, message);
    }
}

/// Whether the attribute is a body that is one text.
fn is_text(words: &StreamWords, word: &str) -> bool {
    word == "body" && words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::Text(_)))
}

fn joins(suffix: &str) -> bool {
    suffix.split_once(':').is_some_and(|(_, format)| is_separator(format))
}
