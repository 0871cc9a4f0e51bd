//! Conflict: words that cannot stand together.
//!
//! In: the words. Out: one error for each pair, at the attribute that should go or change.
//! Not here: words given twice (see `parse::words`), and defaults of the source (core sees both).

use proc_macro2::Ident;

use crate::ast::{Body, Choice, Given, Paginate, Record, StreamWords};
use crate::diagnostics::Diagnostics;

pub(super) fn paginate_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(paginate)) = (&words.next_page_token, &words.shared.paginate)
        && !matches!(paginate.value, Paginate::None)
    {
        let message = "`next_page_token` finds the next page without `paginate`; remove one of the two";
        diagnostics.error(hook.word.span(), message);
    }
}

pub(super) fn records_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(_)) = (&words.parse_response, &words.shared.records) {
        let message = "`parse_response` finds the records without `records`; remove one of the two";
        diagnostics.error(hook.word.span(), message);
    }
}

/// What is read as it comes is nothing but records.
pub(super) fn decoder_and_records(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(decoder) = words.decoder.as_ref().filter(|decoder| decoder.value.variant != "Json") else { return };
    let word = decoder.value.literal.value();
    if let Some(hook) = &words.parse_response {
        let message = format!(
            "`parse_response` finds the records without a decoder; remove one of the two:  `decoder = \"{word}\"` away"
        );
        diagnostics.error(hook.word.span(), message);
    }
    if let Some(records) = &words.shared.records {
        let message = format!("with `decoder = \"{word}\"` the body is nothing but records; take `records` away");
        diagnostics.error(records.word.span(), message);
    }
}

pub(super) fn text_and_cursor(words: &StreamWords, diagnostics: &Diagnostics) {
    let is_text = words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::Text(_)));
    if let (true, Some(Paginate::Strategy { calls, .. })) =
        (is_text, words.shared.paginate.as_ref().map(|given| &given.value))
        && let Some(call) = calls.iter().find(|call| call.word == "body")
    {
        let message =
            "a text as the body has no place for the page's token; let the cursor go to a `param` or a `header`";
        diagnostics.error(call.word.span(), message);
    }
}

/// A request with a method that may change data must not be answered from the cache.
pub(super) fn cache_and_method(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(cache) = &words.cache else { return };
    let is_graphql = words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::GraphQl(_)));
    let method = match &words.method {
        Some(method) => method.value.value(),
        // It was given and is not a method, which is reported already.
        None if words.shared.seen.has("method") => return,
        None if is_graphql => "POST".to_owned(),
        // The source may have a GraphQL body, which only core sees.
        None if words.shared.body.is_none() && words.shared.seen.has("source") && cache.value.is_some() => return,
        None => "GET".to_owned(),
    };
    let (span, message) = match (method.as_str(), &cache.value) {
        ("GET", None) | ("POST", Some(_)) => return,
        ("POST", None) => {
            let why = if words.method.is_none() { "a GraphQL query is sent by POST, which" } else { "a POST" };
            let message = format!("{why} may change something: say `cache(safe)` if this POST only reads");
            (cache.word.span(), message)
        }
        ("GET", Some(safe)) => {
            (safe.span(), "a GET only reads anyway, so `safe` is not needed: `cache` alone".to_owned())
        }
        (method, _) => (cache.word.span(), format!("what answers a {method} is never kept: take `cache` away")),
    };
    diagnostics.error(span, message);
}

/// `body = none` removes a source's.
pub(super) fn no_body_to_remove(body: Option<&Given<Body>>, has_source: bool, diagnostics: &Diagnostics) {
    if let (false, Some(Given { word, value: Body::None, .. })) = (has_source, body) {
        let message = "`body = none` removes the source's body, but this stream does not have a source; remove it";
        diagnostics.error(word.span(), message);
    }
}

/// `on = none` and `rate_limit = none` take a source's away.
pub(super) fn nothing_to_drop(dropped: &[Ident], has_source: bool, diagnostics: &Diagnostics) {
    for word in dropped.iter().filter(|_| !has_source) {
        let message = format!(
            "`{word} = none` removes the source's setting, but there is nothing to remove here: this is not a stream with a source; leave it out"
        );
        diagnostics.error(word.span(), message);
    }
}

fn keeps(words: &StreamWords) -> Option<&Given<Choice>> {
    words.shared.undeclared.as_ref().filter(|undeclared| undeclared.value.variant == "Keep")
}

pub(super) fn keep_and_map(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(_), Some(map)) = (keeps(words), &words.map) {
        let message = "`map` writes the record anew from the struct, so `undeclared = \"keep\"` has nothing to keep; \
                       take one of them away";
        diagnostics.error(map.word.span(), message);
    }
}

pub(super) fn keep_and_emit(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(_), Some(emit)) = (keeps(words), &words.emit) {
        let message = "`emit = \"typed\"` writes the record anew from the struct, so `undeclared = \"keep\"` has nothing \
                       to keep; take one of them away";
        diagnostics.error(emit.value.literal.span(), message);
    }
}

pub(super) fn keep_and_serde(words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    if keeps(words).is_none() {
        return;
    }
    for rewrite in &record.rewrites {
        let reason = &rewrite.reason;
        let message = format!(
            "{reason}: serde writes the record anew, so `undeclared = \"keep\"` has nothing to keep; take one of them away"
        );
        diagnostics.error(rewrite.span, message);
    }
}
