//! State: the words about what is new.
//!
//! In: the words. Out: an error for each that needs another one, or cannot be combined with it.
//! Not here: whether the cursor is a field (see `fields`), whether it has an order (the compiler's and core's).

use syn::{LitStr, Type};

use super::roots::shown;
use super::walk::holes_of_stream;
use crate::ast::{IncrementalCall, IncrementalValue, Record, StreamWords, Value, inner_types, last_segment};
use crate::diagnostics::Diagnostics;
use crate::parse::date;

pub(super) fn incremental_needs_a_cursor(words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if let Some(given) = words.incremental.as_ref().filter(|_| !seen.has("cursor_field")) {
        diagnostics.error(given.word.span(), "`incremental` needs a cursor field: add `cursor_field = \"…\"`");
    }
    let parents = words.parents.iter().filter_map(|given| given.value.incremental.as_ref());
    for word in parents.filter(|_| !seen.has("cursor_field")) {
        diagnostics.error(
            word.span(),
            "`incremental` of a parent keeps its state in that of this stream, which has none: say `cursor_field = \"…\"`",
        );
    }
}

pub(super) fn one_state(words: &StreamWords, diagnostics: &Diagnostics) {
    if let Some(given) = words.get_updated_state.as_ref().filter(|_| words.incremental.is_some()) {
        diagnostics.error(
            given.word.span(),
            "`get_updated_state` keeps the state itself, and so does `incremental`; keep one of them",
        );
    }
}

/// A step has an end that the API hears of, and a start to count from.
pub(super) fn steps(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(given) = &words.incremental else { return };
    let find = |name: &str| given.value.iter().find(|call| call.word == name);
    let Some(step) = find("step") else { return };
    if find("start").is_none() {
        diagnostics.error(step.word.span(), "`step` counts from `start`, which is missing");
    }
    let names_end = holes_of_stream(words)
        .iter()
        .any(|(_, hole)| hole.root.name == "window" && hole.path.first().is_some_and(|segment| segment.name == "end"));
    let shared = &words.shared;
    let has_hook = shared.request_params.is_some()
        || shared.request_headers.is_some()
        || words.request_body.is_some()
        || matches!(words.path.as_ref().map(|path| &path.value), Some(crate::ast::Path::Hook(_)));
    if find("param_end").is_none() && !names_end && !has_hook {
        diagnostics.error(
            step.word.span(),
            "`step` cuts what is read into windows, and no request says where one ends: say `param_end`, or `{window.end}`",
        );
    }
}

/// What a cursor is, as far as its type's name shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Float,
    Text,
    Time,
}

impl Kind {
    fn of(ty: &Type) -> Option<(Self, String)> {
        let last = last_segment(ty)?;
        let name = last.ident.to_string();
        let kind = match name.as_str() {
            "Option" | "Box" => return Self::of(inner_types(ty).first()?),
            "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => {
                Self::Integer
            }
            "f32" | "f64" => Self::Float,
            "String" => Self::Text,
            "Timestamp" | "DateTime" | "Date" => Self::Time,
            _ => return None,
        };
        Some((kind, name))
    }
}

/// Lengths are of time or of numbers, as the cursor is. Where the type's name does not show that, core sees it.
pub(super) fn lengths_fit_the_cursor(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    let (Some(cursor), Some(incremental)) = (&words.cursor_field, &words.incremental) else { return };
    let has_format = incremental.value.iter().any(|call| call.word == "format");
    let field = record.read().find(|field| field.json == cursor.value.value());
    let Some((kind, name)) = field.and_then(|field| Kind::of(&field.ty)) else { return };
    for call in &incremental.value {
        let word = call.word.to_string();
        let IncrementalValue::Text(length) = &call.value else { continue };
        if !["step", "lookback", "granularity", "retention"].contains(&word.as_str()) || is_nothing(&length.value()) {
            continue;
        }
        let is_number = length.value().parse::<u64>().is_ok();
        let message = match kind {
            _ if has_format && !is_number => continue,
            Kind::Time if !is_number => continue,
            Kind::Integer if !has_format && is_number => continue,
            Kind::Float | Kind::Text if !has_format => format!(
                "`{word}` needs a cursor that is a time or a whole number, and this one is `{name}`; if it is a time, add its \
                 `format`, such as `\"%s\"`"
            ),
            Kind::Integer if !has_format => format!(
                "`{word}` is a whole number here, as the cursor is (`{name}`); if the cursor counts seconds, add \
                 `format = \"%s\"`"
            ),
            _ => format!("`{word}` is a duration here, such as `\"P30D\"`, since the cursor is a time"),
        };
        diagnostics.error(length.span(), message);
    }
}

/// A literal `start` or `end` is a date. A `format` that begins otherwise than with year, month and day is left to
/// core.
pub(super) fn edges_are_dates(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(incremental) = &words.incremental else { return };
    let begins_with_date = |format: &LitStr| {
        let format = format.value();
        ["rfc3339", "%Y-%m-%d", "%F", "%s", "%ms", "%epoch"].iter().any(|known| format.starts_with(known))
    };
    let is_other = |call: &IncrementalCall| {
        call.word == "format" && matches!(&call.value, IncrementalValue::Text(format) if !begins_with_date(format))
    };
    if incremental.value.iter().any(is_other) {
        return;
    }
    for call in &incremental.value {
        let IncrementalValue::Edge(Value::Text(template)) = &call.value else { continue };
        let (word, text) = (&call.word, template.literal.value());
        if let Some(mistake) = date::mistake(&text) {
            diagnostics.error(template.literal.span(), format!("`{word}`: `{text}` is not a date: {mistake}"));
        }
    }
}

/// No length at all.
fn is_nothing(length: &str) -> bool {
    ["0", "P0D", "PT0S", "0s"].contains(&length)
}

/// `{state.…}` and `{window.…}` are those of a cursor.
pub(super) fn roots(words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    let has_state = seen.has("cursor_field") || seen.has("get_updated_state");
    for (spec, hole) in holes_of_stream(words) {
        let root = hole.root.name.as_str();
        if !matches!(root, "state" | "window") || !spec.roots.contains(&root) || hole.path.is_empty() {
            continue;
        }
        let edge = hole.path.first().map(|segment| segment.name.as_str());
        let message = if !has_state {
            format!("`{}`: {} needs a cursor: say `cursor_field = \"…\"`", spec.name, shown(hole))
        } else if root == "window" && (hole.path.len() > 1 || !matches!(edge, Some("start" | "end"))) {
            format!("`{}`: {}: a window has a `start` and an `end`", spec.name, shown(hole))
        } else {
            continue;
        };
        diagnostics.error(hole.root.span, message);
    }
}
