//! Stream: the attributes of `#[stream(…)]`.
//!
//! In: the struct's attributes. Out: [`StreamWords`]; every mistake in the diagnostics.
//! Not here: attributes that a source has too (see `shared`).

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitStr, Result};

use super::list::skip_value;
use super::spot::Spot;
use super::words::{Language, read};
use super::{before_slice, incremental, method, parent, shared, slices};
use crate::ast::{Choice, Given, Nested, Path, StreamWords};
use crate::diagnostics::Diagnostics;
use crate::words::{SOURCE, STREAM};

const DECODERS: &[(&str, &str)] = &[("json", "Json"), ("json_stream", "JsonStream"), ("jsonl", "JsonLines")];
/// Decoders of the Python CDK that are not implemented here.
const PLANNED_DECODERS: &[&str] = &["csv", "xml"];
const EMIT: &[(&str, &str)] = &[("typed", "Typed")];

/// Reads every `#[stream(…)]` of a struct.
pub(crate) fn stream_words(attributes: &[Attribute], diagnostics: &Diagnostics) -> StreamWords {
    stream_words_of("stream", attributes, diagnostics)
}

/// The same for `#[source(…)]`, if it was written by mistake.
pub(crate) fn stream_words_of(name: &'static str, attributes: &[Attribute], diagnostics: &Diagnostics) -> StreamWords {
    let language = Language { name, words: STREAM, other: ("source", SOURCE) };
    let mut words = StreamWords::default();
    let seen = read(&language, attributes, diagnostics, |spot| one(spot, &mut words));
    words.shared.seen = seen;
    slices::resolve_added(&mut words);
    words
}

fn one(spot: &Spot<'_>, words: &mut StreamWords) -> Result<()> {
    match spot.spec.name {
        "source" => words.source = Some(spot.ty()?),
        "url_base" if spot.is_bare() => words.bare_url_base = Some(spot.word.clone()),
        "path" => words.path = path(spot)?.map(|path| spot.given(path)),
        "method" => words.method = Some(method::method(spot)?),
        "parent" => {
            words.parents.extend(parent::parent(spot)?.map(|parent| spot.given(parent)));
            words.nesting.push(Nested::Parent);
        }
        "slices" => {
            if let Some(slices) = slices::slices(spot)? {
                words.slices.push(spot.given(slices));
                words.nesting.push(Nested::Slices);
            }
        }
        "slice" => words.slice = Some(spot.ty()?),
        "cache" => words.cache = Some(spot.given(cache(spot)?)),
        "decoder" => words.decoder = Some(decoder(spot)?),
        "emit" => words.emit = Some(spot.choice(EMIT)?),
        "before_slice" => words.before_slice = before_slice::before_slice(spot)?.map(|before| spot.given(before)),
        "parse_response" => words.parse_response = Some(spot.hook()?),
        "next_page_token" => words.next_page_token = Some(spot.hook()?),
        "request_body" => words.request_body = Some(spot.hook()?),
        "cursor_field" => words.cursor_field = Some(spot.text()?),
        "incremental" => words.incremental = incremental::incremental(spot)?,
        "state_migration" => words.state_migration = Some(spot.hook()?),
        "get_updated_state" => words.get_updated_state = Some(spot.hook()?),
        "define" => words.define = Some(spot.hook()?),
        "map" => words.map = Some(spot.hook()?),
        "filter" => words.filter = Some(spot.hook()?),
        _ => {
            let is_shared = shared::read(spot, &mut words.shared)?;
            debug_assert!(is_shared, "`{}` is in `words` but is not read", spot.spec.name);
        }
    }
    Ok(())
}

/// `decoder = "jsonl"`.
fn decoder(spot: &Spot<'_>) -> Result<Given<Choice>> {
    let ahead = spot.input.fork();
    let planned = ahead.parse::<syn::Token![=]>().and_then(|_| ahead.parse::<LitStr>());
    if let Some(literal) = planned.ok().filter(|literal| PLANNED_DECODERS.contains(&literal.value().as_str())) {
        skip_value(spot.input);
        let message = format!(
            "the decoder `{}` is not implemented; use `parse_response = f`, which reads any body",
            literal.value()
        );
        return Err(Error::new(literal.span(), message));
    }
    spot.choice(DECODERS)
}

/// `path = "…"`, `path = f`, or `path` alone, which is the default.
fn path(spot: &Spot<'_>) -> Result<Option<Path>> {
    const KIND: &str = "a template or a function";
    if spot.is_bare() {
        return Ok(None);
    }
    spot.equals(KIND)?;
    if spot.input.peek(LitStr) {
        return spot.template_here(KIND).map(|template| Some(Path::Template(template)));
    }
    spot.hook_here(KIND).map(|hook| Some(Path::Hook(hook)))
}

/// `cache`, or `cache(safe)`: returns `safe`.
fn cache(spot: &Spot<'_>) -> Result<Option<Ident>> {
    const KIND: &str = "no value, or `safe` in parentheses";
    if spot.is_bare() {
        return Ok(None);
    }
    let group = spot.group(KIND)?;
    let inner = if group.stream().is_empty() { group.span() } else { group.stream().span() };
    let safe = syn::parse2::<Ident>(group.stream()).ok().filter(|word| word == "safe");
    safe.map(Some).ok_or_else(|| spot.wrong(inner, KIND))
}
