//! Fields: names that must be fields of the record.
//!
//! In: the attributes and the record. Out: one error per unknown name, with the most similar field.
//! Keys and paths use the name in the record. Templates and the left side of `add` use the Rust field.
//! Only the first name of a path is checked, and a struct with flattened fields may have more names: core checks those.
//! Not here: fields of config, slices and parents, which the compiler checks.

use proc_macro2::Span;
use syn::LitStr;
use syn::ext::IdentExt;

use super::roots;
use super::walk::holes_of_stream;
use crate::ast::{Field, FieldKind, PageValue, Paginate, Record, StreamWords};
use crate::diagnostics::Diagnostics;
use crate::parse::suggest::{did_you_mean, did_you_mean_or};

/// A message lists at most this many names.
const LISTED: usize = 8;

pub(super) fn primary_key(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    let Some(keys) = &words.shared.primary_key else { return };
    let mut known: Vec<String> = Vec::new();
    for key in &keys.value {
        let path = key.value();
        in_record(record, "primary_key", key, Presence::ReadAndWritten, diagnostics);
        if known.contains(&path) {
            diagnostics.error(key.span(), format!("`primary_key` names `{path}` twice; keep one"));
        }
        known.push(path);
    }
}

/// Schemars takes the module of `#[serde(with)]` as a type, unless `#[schemars(with)]` names a type.
pub(super) fn schema_of_with(record: &Record, diagnostics: &Diagnostics) {
    let is_known = |field: &&Field| field.has_schema || field.kind == FieldKind::Skipped;
    for field in record.fields.iter().filter(|field| !is_known(field)) {
        let Some(with) = &field.with else { continue };
        let (name, module) = (&field.rust, with.value());
        let last = module
            .split('<')
            .next()
            .unwrap_or_default()
            .trim_end_matches("::")
            .rsplit("::")
            .next()
            .unwrap_or_default()
            .trim();
        // A type, unlike a module, may implement `JsonSchema`.
        if last.starts_with(char::is_uppercase) {
            continue;
        }
        let message = format!(
            "field `{name}`: `#[serde(with = \"{module}\")]` has no schema; add the type that is written, as in \
             `#[schemars(with = \"String\")]`"
        );
        diagnostics.error(with.span(), message);
    }
}

pub(super) fn cursor_field(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    if let Some(given) = &words.cursor_field {
        in_record(record, "cursor_field", &given.value, Presence::ReadAndWritten, diagnostics);
    }
}

pub(super) fn last_of_paginate(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    let Some(Paginate::Strategy { calls, .. }) = words.shared.paginate.as_ref().map(|given| &given.value) else {
        return;
    };
    for call in calls {
        if let PageValue::Last(literal) = &call.value {
            in_record(record, "last", literal, Presence::Read, diagnostics);
        }
    }
}

/// In which direction a field must exist.
#[derive(Clone, Copy, PartialEq)]
enum Presence {
    /// In the response.
    Read,
    /// In the response and in the emitted record.
    ReadAndWritten,
}

/// Checks a path with the names of the record.
fn in_record(record: &Record, word: &str, path: &LitStr, presence: Presence, diagnostics: &Diagnostics) {
    let text = path.value();
    let name = text.split('.').next().unwrap_or_default();
    let fits = |field: &&Field| match field.kind {
        FieldKind::Own => true,
        FieldKind::ReadOnly => presence == Presence::Read,
        _ => false,
    };
    let known: Vec<&str> = record.fields.iter().filter(fits).map(|field| field.json.as_str()).collect();
    if known.contains(&name) {
        return;
    }
    let same = record.fields.iter().find(|field| field.rust == name);
    let message = match same {
        Some(field) if fits(&field) => {
            format!("`{word}`: the field `{name}` has another name in the record; write `{}`", field.json)
        }
        Some(field) if field.kind != FieldKind::Flat => {
            format!("`{word}`: serde skips the field `{name}`, so it is not in the record; use another field")
        }
        _ if record.is_flattened() => return,
        _ => format!("`{word}`: the record has no field `{name}`{}", hint(name, &known)),
    };
    diagnostics.error(path.span(), message);
}

pub(super) fn added(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    for added in words.shared.add.iter().flat_map(|add| &add.value) {
        in_struct(record, "`add`", &added.field.unraw().to_string(), added.field.span(), diagnostics);
    }
}

/// `{last.x}`, and `record.x` in `add`.
pub(super) fn in_templates(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    for (spec, hole) in holes_of_stream(words) {
        if let ("last" | "record", [field, ..]) = (hole.root.name.as_str(), hole.path.as_slice())
            && spec.roots.contains(&hole.root.name.as_str())
        {
            let place = format!("`{}`: {}", spec.name, roots::shown(hole));
            in_struct(record, &place, &field.name, field.span, diagnostics);
        }
    }
}

/// Checks the name of a Rust field.
fn in_struct(record: &Record, place: &str, name: &str, span: Span, diagnostics: &Diagnostics) {
    let known: Vec<&str> = record.read().map(|field| field.rust.as_str()).collect();
    if known.contains(&name) {
        return;
    }
    let message = if record.fields.iter().any(|field| field.rust == name && field.kind == FieldKind::Skipped) {
        format!("{place}: serde skips the field `{name}`, so it is not in the record; use another field")
    } else if let Some(field) = record.read().find(|field| field.json == name) {
        format!("{place}: `{name}` is the name in the record; write the Rust field `{}`", field.rust)
    } else if record.is_flattened() {
        return;
    } else {
        format!("{place}: the struct has no field `{name}`{}", hint(name, &known))
    };
    diagnostics.error(span, message);
}

fn hint(name: &str, known: &[&str]) -> String {
    if known.is_empty() || known.len() > LISTED {
        did_you_mean(name, known.iter().copied())
    } else {
        did_you_mean_or(name, known)
    }
}
