//! Conflict: attributes that exclude each other.
//!
//! In: the attributes. Out: one error for each pair, at the attribute to remove or change.
//! Not here: an attribute given twice (see `parse::words`), and conflicts with the source's attributes (core).

use proc_macro2::Ident;

use crate::ast::{Body, Choice, Given, Paginate, Record, StreamWords};
use crate::diagnostics::Diagnostics;

pub(super) fn paginate_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(paginate)) = (&words.next_page_token, &words.shared.paginate)
        && !matches!(paginate.value, Paginate::None)
    {
        let message = "`next_page_token` replaces `paginate`; remove one of the two";
        diagnostics.error(hook.word.span(), message);
    }
}

pub(super) fn records_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(_)) = (&words.parse_response, &words.shared.records) {
        let message = "`parse_response` replaces `records`; remove one of the two";
        diagnostics.error(hook.word.span(), message);
    }
}

/// A streamed body consists of records only.
pub(super) fn decoder_and_records(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(decoder) = words.decoder.as_ref().filter(|decoder| decoder.value.variant != "Json") else { return };
    let word = decoder.value.literal.value();
    if let Some(hook) = &words.parse_response {
        let message = format!("`parse_response` replaces `decoder = \"{word}\"`; remove one of the two");
        diagnostics.error(hook.word.span(), message);
    }
    if let Some(records) = &words.shared.records {
        let message = format!(
            "`decoder = \"{word}\"` reads the whole body as records, so `records` has no effect; remove `records`"
        );
        diagnostics.error(records.word.span(), message);
    }
}

pub(super) fn text_and_cursor(words: &StreamWords, diagnostics: &Diagnostics) {
    let is_text = words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::Text(_)));
    if let (true, Some(Paginate::Strategy { calls, .. })) =
        (is_text, words.shared.paginate.as_ref().map(|given| &given.value))
        && let Some(call) = calls.iter().find(|call| call.word == "body")
    {
        let message = "the cursor cannot be sent in `body = text(…)`; send it with `param = \"…\"` or `header = \"…\"`";
        diagnostics.error(call.word.span(), message);
    }
}

/// A request whose method may change data must be sent, not read from the cache.
pub(super) fn cache_and_method(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(cache) = &words.cache else { return };
    let is_graphql = words.shared.body.as_ref().is_some_and(|body| matches!(body.value, Body::GraphQl(_)));
    let method = match &words.method {
        Some(method) => method.value.value(),
        // An invalid method is reported already.
        None if words.shared.seen.has("method") => return,
        None if is_graphql => "POST".to_owned(),
        // The source may have a GraphQL body, which only core knows.
        None if words.shared.body.is_none() && words.shared.seen.has("source") && cache.value.is_some() => return,
        None => "GET".to_owned(),
    };
    let (span, message) = match (method.as_str(), &cache.value) {
        ("GET", None) | ("POST", Some(_)) => return,
        ("POST", None) => {
            let what = if words.method.is_none() { "GraphQL query, which is sent by POST and" } else { "POST, which" };
            let message =
                format!("`cache` cannot be used for a {what} may change data; write `cache(safe)` if it only reads");
            (cache.word.span(), message)
        }
        ("GET", Some(safe)) => (safe.span(), "`safe` is not needed for a GET; write `cache`".to_owned()),
        (method, _) => (cache.word.span(), format!("responses to a {method} are never cached; remove `cache`")),
    };
    diagnostics.error(span, message);
}

/// `body = none` removes the body of the source.
pub(super) fn no_body_to_remove(body: Option<&Given<Body>>, has_source: bool, diagnostics: &Diagnostics) {
    if let (false, Some(Given { word, value: Body::None, .. })) = (has_source, body) {
        let message = "`body = none` has no effect: only a stream with a source inherits a body; remove it";
        diagnostics.error(word.span(), message);
    }
}

/// `on = none` and `rate_limit = none` remove those of the source.
pub(super) fn nothing_to_drop(dropped: &[Ident], has_source: bool, diagnostics: &Diagnostics) {
    for word in dropped.iter().filter(|_| !has_source) {
        let message =
            format!("`{word} = none` has no effect: only a stream with a source inherits `{word}`; remove it");
        diagnostics.error(word.span(), message);
    }
}

fn keeps(words: &StreamWords) -> Option<&Given<Choice>> {
    words.shared.undeclared.as_ref().filter(|undeclared| undeclared.value.variant == "Keep")
}

pub(super) fn keep_and_map(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(_), Some(map)) = (keeps(words), &words.map) {
        let message = "`map` writes only the fields of the struct, so `undeclared = \"keep\"` has no effect; remove one \
                       of the two";
        diagnostics.error(map.word.span(), message);
    }
}

pub(super) fn keep_and_emit(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(_), Some(emit)) = (keeps(words), &words.emit) {
        let message = "`emit = \"typed\"` writes only the fields of the struct, so `undeclared = \"keep\"` has no \
                       effect; remove one of the two";
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
            "{reason}: serde writes only the fields of the struct, so `undeclared = \"keep\"` has no effect; remove one of \
             the two"
        );
        diagnostics.error(rewrite.span, message);
    }
}
