//! Walk: every template of a struct, and every path of `add`, each with its attribute, for the rules in `roots`,
//! `fields`, `state` and `bare`.

use crate::ast::{
    AddedValue, Auth, AuthKind, AuthValue, Body, Entry, GraphQl, Hole, IncrementalValue, Part, Path, Shared,
    SourceWords, StreamWords, Template, Value,
};
use crate::words::{self, SOURCE, STREAM, Word};

/// A template, or the path of an added field (a placeholder without braces).
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    Template(&'a Template),
    Path(&'a Hole),
}

/// Templates and paths, each with its attribute.
type All<'a> = Vec<(&'static Word, Found<'a>)>;

/// Every placeholder of a stream, with its attribute.
pub(super) fn holes_of_stream(words: &StreamWords) -> Vec<(&'static Word, &Hole)> {
    holes(of_stream(words))
}

/// Every placeholder of a source, with its attribute.
pub(super) fn holes_of_source(words: &SourceWords) -> Vec<(&'static Word, &Hole)> {
    holes(of_source(words))
}

fn holes(all: All<'_>) -> Vec<(&'static Word, &Hole)> {
    let each = |(word, found)| {
        let (parts, path) = match found {
            Found::Template(template) => (template.parts.as_slice(), None),
            Found::Path(hole) => (&[] as &[Part], Some(hole)),
        };
        let inside = parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        });
        inside.chain(path).map(move |hole| (word, hole)).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(each).collect()
}

/// Every template and path of a source.
pub(super) fn of_source(words: &SourceWords) -> All<'_> {
    of_shared(&words.shared, SOURCE)
}

/// Every template and path of a stream.
pub(super) fn of_stream(words: &StreamWords) -> All<'_> {
    let mut all = of_shared(&words.shared, STREAM);
    if let Some(Path::Template(template)) = words.path.as_ref().map(|given| &given.value) {
        push("path", Found::Template(template), STREAM, &mut all);
    }
    if let Some(once) = words.before_slice.as_ref().and_then(|given| given.value.once.as_ref()) {
        push("before_slice", Found::Template(once), STREAM, &mut all);
    }
    for call in words.incremental.iter().flat_map(|given| &given.value) {
        match &call.value {
            IncrementalValue::Edge(value) => of_value("incremental", value, STREAM, &mut all),
            IncrementalValue::Length(template) => push("incremental", Found::Template(template), STREAM, &mut all),
            IncrementalValue::Now
            | IncrementalValue::Text(_)
            | IncrementalValue::Order(_)
            | IncrementalValue::Nothing => {}
        }
    }
    all
}

fn of_shared<'a>(shared: &'a Shared, words: &'static [Word]) -> All<'a> {
    let mut all = Vec::new();
    if let Some(given) = &shared.url_base {
        push("url_base", Found::Template(&given.value), words, &mut all);
    }
    if let Some(Auth::Kind(kind)) = shared.auth.as_ref().map(|given| &given.value) {
        of_auth(kind, words, &mut all);
    }
    for (word, entries) in [("params", &shared.params), ("headers", &shared.headers)] {
        for entry in entries.iter().flat_map(|given| &given.value) {
            of_entry(word, entry, words, &mut all);
        }
    }
    if let Some(given) = &shared.body {
        of_body("body", &given.value, words, &mut all);
    }
    if let Some(Value::Text(template)) = shared.concurrency.as_ref().map(|given| &given.value) {
        push("concurrency", Found::Template(template), words, &mut all);
    }
    for message in shared.on.iter().filter_map(|given| given.value.message.as_ref()) {
        push("on", Found::Template(message), words, &mut all);
    }
    for rate in shared.rate_limits.iter().flat_map(|given| &given.value.rates) {
        push("rate_limit", Found::Template(rate), words, &mut all);
    }
    for added in shared.add.iter().flat_map(|given| &given.value) {
        of_added(&added.value, words, &mut all);
    }
    all
}

fn push<'a>(word: &str, found: Found<'a>, words: &'static [Word], all: &mut All<'a>) {
    all.extend(words::find(words, word).map(|spec| (spec, found)));
}

fn of_added<'a>(value: &'a AddedValue, words: &'static [Word], all: &mut All<'a>) {
    match value {
        AddedValue::Path(hole) => push("add", Found::Path(hole), words, all),
        AddedValue::Text(template) => push("add", Found::Template(template), words, all),
        AddedValue::First(values) => values.iter().for_each(|value| of_added(value, words, all)),
        AddedValue::Now | AddedValue::Scalar(_) | AddedValue::Hook(_) | AddedValue::Unset => {}
    }
}

fn of_auth<'a>(kind: &'a AuthKind, words: &'static [Word], all: &mut All<'a>) {
    kind.texts.iter().for_each(|text| push("auth", Found::Template(text), words, all));
    for call in &kind.calls {
        match &call.value {
            AuthValue::Text(text) => push("auth", Found::Template(text), words, all),
            AuthValue::Texts(texts) => texts.iter().for_each(|text| push("auth", Found::Template(text), words, all)),
            AuthValue::Entries(entries) => entries.iter().for_each(|entry| of_entry("auth", entry, words, all)),
            AuthValue::Body(body) => of_body("auth", body, words, all),
            AuthValue::Kind(kind) => of_auth(kind, words, all),
            AuthValue::Flag | AuthValue::Plain(_) | AuthValue::Plains(_) | AuthValue::Pairs(_) => {}
        }
    }
}

fn of_body<'a>(word: &str, body: &'a Body, words: &'static [Word], all: &mut All<'a>) {
    match body {
        Body::None => {}
        Body::Text(template) => push(word, Found::Template(template), words, all),
        Body::Json(entries) | Body::Form(entries) | Body::GraphQl(GraphQl { variables: entries, .. }) => {
            entries.iter().for_each(|entry| of_entry(word, entry, words, all));
        }
    }
}

fn of_entry<'a>(word: &str, entry: &'a Entry, words: &'static [Word], all: &mut All<'a>) {
    of_value(word, &entry.value, words, all);
}

fn of_value<'a>(word: &str, value: &'a Value, words: &'static [Word], all: &mut All<'a>) {
    match value {
        Value::Text(template) => push(word, Found::Template(template), words, all),
        Value::List(values) => values.iter().for_each(|value| of_value(word, value, words, all)),
        Value::Object(entries) => entries.iter().for_each(|entry| of_entry(word, entry, words, all)),
        Value::Plain(_) | Value::Scalar(_) | Value::Unset => {}
    }
}
