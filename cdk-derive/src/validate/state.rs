//! State: the attributes of incremental sync.
//!
//! In: the attributes. Out: an error for each that needs or excludes another one.
//! Not here: whether the cursor is a field (see `fields`), and whether it has an order (the compiler and core).

use syn::{LitStr, Type};

use super::roots::shown;
use super::walk::holes_of_stream;
use crate::ast::{IncrementalCall, IncrementalValue, Record, StreamWords, Value, inner_types, last_segment};
use crate::diagnostics::Diagnostics;
use crate::parse::date;

pub(super) fn incremental_needs_a_cursor(words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if let Some(given) = words.incremental.as_ref().filter(|_| !seen.has("cursor_field")) {
        diagnostics.error(given.word.span(), "`incremental` needs a cursor; add `cursor_field = \"…\"`");
    }
    let parents = words.parents.iter().filter_map(|given| given.value.incremental.as_ref());
    for word in parents.filter(|_| !seen.has("cursor_field")) {
        diagnostics.error(
            word.span(),
            "`incremental` of a parent needs a cursor in this stream, whose state stores the parent's; add `cursor_field = \"…\"`",
        );
    }
}

pub(super) fn one_state(words: &StreamWords, diagnostics: &Diagnostics) {
    if let Some(given) = words.get_updated_state.as_ref().filter(|_| words.incremental.is_some()) {
        diagnostics.error(
            given.word.span(),
            "`get_updated_state` and `incremental` both set the state; remove one of the two",
        );
    }
}

/// `step` needs a `start`, and a request that contains the end of the window.
pub(super) fn steps(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(given) = &words.incremental else { return };
    let find = |name: &str| given.value.iter().find(|call| call.word == name);
    let Some(step) = find("step") else { return };
    if find("start").is_none() {
        diagnostics.error(
            step.word.span(),
            "`step` counts windows from `start`, which is missing; add `start = \"{config.start_date}\"`",
        );
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
            "`step` reads in windows, but no request contains the end of a window; add `param_end = \"…\"` or use `{window.end}`",
        );
    }
}

/// The kind of a cursor, if the name of its type shows it.
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

/// A duration is a time or a number, like the cursor. Core checks types that the derive does not know.
pub(super) fn durations_fit_the_cursor(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
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
                "`{word}` needs a cursor that is a time or an integer, but this cursor is `{name}`; if it contains a time, \
                 add its format, as in `format = \"%s\"`"
            ),
            Kind::Integer if !has_format => format!(
                "`{word}` must be an integer, because the cursor is one (`{name}`); if the cursor counts seconds, add \
                 `format = \"%s\"`"
            ),
            _ => format!("`{word}` must be a duration, because the cursor is a time; use a form like `\"P30D\"`"),
        };
        diagnostics.error(length.span(), message);
    }
}

/// A literal `start` or `end` is a date. Core checks it if `format` begins with something else than year, month and
/// day.
pub(super) fn bounds_are_dates(words: &StreamWords, diagnostics: &Diagnostics) {
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
            diagnostics.error(template.literal.span(), format!("`{word}`: invalid date `{text}`; {mistake}"));
        }
    }
}

/// A duration of zero.
fn is_nothing(length: &str) -> bool {
    ["0", "P0D", "PT0S", "0s"].contains(&length)
}

/// `{state.…}` and `{window.…}` need a cursor.
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
            format!("`{}`: {} needs a cursor; add `cursor_field = \"…\"`", spec.name, shown(hole))
        } else if root == "window" && (hole.path.len() > 1 || !matches!(edge, Some("start" | "end"))) {
            format!("`{}`: {} does not exist; use `{{window.start}}` or `{{window.end}}`", spec.name, shown(hole))
        } else {
            continue;
        };
        diagnostics.error(hole.root.span, message);
    }
}
