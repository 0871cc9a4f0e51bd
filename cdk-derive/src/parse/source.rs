//! Source: the attributes of `#[source(…)]`.
//!
//! In: the struct's attributes. Out: [`SourceWords`]; every mistake in the diagnostics.
//! Not here: attributes that a stream has too (see `shared`).

use proc_macro2::Group;
use quote::ToTokens;
use syn::{Attribute, Error, LitStr, Result, Token, Type};

use super::list::each;
use super::spot::Spot;
use super::words::{Language, read};
use super::{auth, shared};
use crate::ast::{Given, SourceWords};
use crate::diagnostics::Diagnostics;
use crate::words::{SOURCE, STREAM};

/// Reads every `#[source(…)]` of a struct.
pub(crate) fn source_words(attributes: &[Attribute], diagnostics: &Diagnostics) -> SourceWords {
    source_words_of("source", attributes, diagnostics)
}

/// The same for `#[stream(…)]`, if it was written by mistake.
pub(crate) fn source_words_of(name: &'static str, attributes: &[Attribute], diagnostics: &Diagnostics) -> SourceWords {
    let language = Language { name, words: SOURCE, other: ("stream", STREAM) };
    let mut words = SourceWords::default();
    let seen = read(&language, attributes, diagnostics, |spot| one(spot, &mut words));
    words.shared.seen = seen;
    words
}

fn one(spot: &Spot<'_>, words: &mut SourceWords) -> Result<()> {
    match spot.spec.name {
        "documentation_url" => words.documentation_url = Some(spot.text()?),
        "streams" if spot.input.peek(Token![=]) => words.streams_fn = Some(spot.hook()?),
        "streams" => words.streams = streams(spot)?.map(|streams| spot.given(streams)),
        "check" => words.check = Some(spot.ty()?),
        "origins" => words.origins = Some(texts(spot)?),
        "ignores" => words.ignores = Some(texts(spot)?),
        "login" => words.login = auth::login(spot)?,
        _ => {
            let is_shared = shared::read(spot, &mut words.shared)?;
            debug_assert!(is_shared, "`{}` is in `words` but is not read", spot.spec.name);
        }
    }
    Ok(())
}

/// `word("a", "b")`.
fn texts(spot: &Spot<'_>) -> Result<Given<Vec<LitStr>>> {
    const KIND: &str = "strings in parentheses";
    let group = spot.group(KIND)?;
    spot.text_list(&group, KIND).map(|texts| spot.given(texts))
}

/// `streams(A, B)`. `None` if every mistake is reported already.
fn streams(spot: &Spot<'_>) -> Result<Option<Vec<Type>>> {
    let group: Group = spot.group("streams in parentheses")?;
    let (mut streams, mut texts) = (Vec::new(), Vec::new());
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let span = input.span();
        let stream = Spot { input, ..*spot }.ty_here()?;
        let text = stream.to_token_stream().to_string();
        if texts.contains(&text) {
            return Err(Error::new(span, "this stream is listed twice; keep one"));
        }
        texts.push(text);
        streams.push(stream);
        Ok(())
    });
    if is_good && streams.is_empty() {
        return Err(spot.wrong(group.span(), "at least one stream"));
    }
    Ok(is_good.then_some(streams))
}
