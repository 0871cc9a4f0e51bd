//! Page names: parameters and body fields that both the pagination and an attribute set.
//!
//! In: the attributes. Out: one error for each, at the key, because the value of the pagination would silently win.
//! The same for the parameters of `incremental`.
//! Exceptions: the parameter of a cursor may be in `params` for the first request (`cursor = "*"`), and a removed key
//! (`limit = none`) belongs to the source.
//! Not here: `params` of a stream with a pagination of its source (core).

use proc_macro2::Span;

use crate::ast::{
    Body, Entry, GraphQl, IncrementalValue, PageCall, PageValue, Paginate, Part, Path, Shared, StreamWords, Template,
    Value,
};
use crate::diagnostics::Diagnostics;

/// A name that is sent with each request, and the option that sets it.
struct Sent {
    name: String,
    by: String,
}

pub(super) fn of_stream(words: &StreamWords, diagnostics: &Diagnostics) {
    of_source(&words.shared, diagnostics);
    let in_params = params(&words.shared);
    if let Some(Path::Template(path)) = words.path.as_ref().map(|given| &given.value) {
        for sent in in_params.iter().filter(|sent| query_keys(path).contains(&sent.name)) {
            let message = twice(sent, "the query of `path`");
            diagnostics.error(path.literal.span(), message);
        }
    }
    for sent in window(words) {
        at_params(&words.shared, &sent, diagnostics);
    }
}

pub(super) fn of_source(shared: &Shared, diagnostics: &Diagnostics) {
    for sent in params(shared) {
        at_params(shared, &sent, diagnostics);
    }
    let Some(body) = &shared.body else { return };
    let mut keys = Vec::new();
    match &body.value {
        Body::Json(entries) => nested("", entries, &mut keys),
        Body::Form(entries) => keys.extend(entries.iter().filter(|entry| is_set(entry)).map(key)),
        Body::GraphQl(GraphQl { variables, .. }) => nested("variables.", variables, &mut keys),
        Body::None | Body::Text(_) => {}
    }
    for sent in in_body(shared) {
        for (_, span) in keys.iter().filter(|(name, _)| *name == sent.name) {
            diagnostics.error(*span, twice(&sent, &format!("`{}`", body.word)));
        }
    }
}

fn at_params(shared: &Shared, sent: &Sent, diagnostics: &Diagnostics) {
    for entry in shared.params.iter().flat_map(|given| &given.value) {
        if is_set(entry) && entry.key.name == sent.name {
            diagnostics.error(entry.key.span, twice(sent, "`params`"));
        }
    }
}

fn twice(sent: &Sent, also: &str) -> String {
    format!("`{}` is set twice, by `{}` and in {also}; remove one of the two", sent.name, sent.by)
}

fn is_set(entry: &Entry) -> bool {
    !matches!(entry.value, Value::Unset)
}

fn key(entry: &Entry) -> (String, Span) {
    (entry.key.name.clone(), entry.key.span)
}

/// The keys of a JSON body, each with its path.
fn nested(above: &str, entries: &[Entry], keys: &mut Vec<(String, Span)>) {
    for entry in entries.iter().filter(|entry| is_set(entry)) {
        let name = format!("{above}{}", entry.key.name);
        if let Value::Object(inner) = &entry.value {
            nested(&format!("{name}."), inner, keys);
        }
        keys.push((name, entry.key.span));
    }
}

fn strategy(shared: &Shared) -> Option<(&str, &[PageCall])> {
    match shared.paginate.as_ref().map(|given| &given.value) {
        Some(Paginate::Strategy { kind, calls }) => Some((&kind.name, calls)),
        _ => None,
    }
}

fn size(calls: &[PageCall]) -> Option<Sent> {
    calls.iter().find_map(|call| match &call.value {
        PageValue::Size(name, size) => Some(Sent { name: name.clone(), by: format!("size({name} = {size})") }),
        _ => None,
    })
}

/// Whether the page size is sent in the body, like the token.
fn is_in_body(calls: &[PageCall]) -> bool {
    calls.iter().any(|call| call.word == "body")
}

/// The query parameters that the pagination sends with each request.
fn params(shared: &Shared) -> Vec<Sent> {
    let Some((kind, calls)) = strategy(shared) else { return Vec::new() };
    let number = matches!(kind, "page" | "offset").then(|| {
        let given = calls.iter().find_map(|call| match &call.value {
            PageValue::Text(text) if call.word == "param" => Some(text.value()),
            _ => None,
        });
        match given {
            Some(name) => Sent { by: format!("{kind}(param = \"{name}\")"), name },
            None => Sent { name: kind.to_owned(), by: format!("paginate = \"{kind}\"") },
        }
    });
    size(calls).filter(|_| !is_in_body(calls)).into_iter().chain(number).collect()
}

/// The fields of the body that the pagination sends with each request.
fn in_body(shared: &Shared) -> Vec<Sent> {
    let Some((_, calls)) = strategy(shared).filter(|(_, calls)| is_in_body(calls)) else { return Vec::new() };
    size(calls).into_iter().collect()
}

/// The query parameters of a window that has a start.
fn window(words: &StreamWords) -> Vec<Sent> {
    let calls = words.incremental.as_ref().map_or(&[] as &[_], |given| given.value.as_slice());
    if !calls.iter().any(|call| call.word == "start") {
        return Vec::new();
    }
    let edges = calls.iter().filter(|call| call.word == "param_start" || call.word == "param_end");
    let sent = edges.filter_map(|call| match &call.value {
        IncrementalValue::Text(name) => {
            Some(Sent { name: name.value(), by: format!("{} = \"{}\"", call.word, name.value()) })
        }
        _ => None,
    });
    sent.collect()
}

/// The keys in the query of a path that its literal parts show.
fn query_keys(path: &Template) -> Vec<String> {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        // Never equal to a key.
        Part::Hole(_) => "{}".to_owned(),
    };
    let whole: String = path.parts.iter().map(part).collect();
    let query = whole.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_owned).collect()
}
