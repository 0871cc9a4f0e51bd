//! Conflict: words that cannot stand together.
//!
//! In: the words. Out: one error for each pair, at the word that should go or change.
//! Not here: words given twice (see `parse::words`), and defaults of the source (core sees both).

use proc_macro2::Ident;

use crate::ast::{Choice, Given, PageValue, Paginate, Record, StreamWords};
use crate::diagnostics::Diagnostics;

pub(super) fn paginate_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(paginate)) = (&words.next_page_token, &words.shared.paginate)
        && !matches!(paginate.value, Paginate::None)
    {
        let message = "`next_page_token` finds the next page by itself; take it or `paginate` away";
        diagnostics.error(hook.word.span(), message);
    }
}

pub(super) fn records_and_hook(words: &StreamWords, diagnostics: &Diagnostics) {
    if let (Some(hook), Some(_)) = (&words.parse_response, &words.shared.records) {
        let message = "`parse_response` finds the records by itself; take it or `records` away";
        diagnostics.error(hook.word.span(), message);
    }
}

pub(super) fn more_without_from(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(parent) = words.parent.as_ref().map(|given| &given.value) else { return };
    if let (None, Some(more)) = (&parent.from, &parent.more) {
        let message = "`more` says that an embedded list goes on: name the list, as in `from = \"lines.data\"`";
        diagnostics.error(more.word.span(), message);
    }
}

/// Only what the embedded records themselves say can lead on from them.
pub(super) fn more_and_pagination(words: &StreamWords, diagnostics: &Diagnostics) {
    const FIX: &str = "`cursor(token = last(\"…\"))` and `offset` can go on from its last record";
    let Some(parent) = words.parent.as_ref().map(|given| &given.value) else { return };
    if parent.from.is_none() || parent.more.is_none() {
        return;
    }
    if let Some(hook) = &words.next_page_token {
        let message = format!("`next_page_token` needs a response, which an embedded list has not; {FIX}");
        diagnostics.error(hook.word.span(), message);
    }
    let Some(paginate) = &words.shared.paginate else { return };
    let (span, what) = match &paginate.value {
        Paginate::None => {
            (paginate.word.span(), "`more` asks for the rest of an embedded list, which takes a pagination")
        }
        Paginate::Strategy { kind, calls } => {
            let has_last = calls.iter().any(|call| matches!(call.value, PageValue::Last(_)));
            if kind.name == "offset" || has_last {
                return;
            }
            (kind.span, "this pagination cannot go on from an embedded list (`more`), which is no response")
        }
    };
    diagnostics.error(span, format!("{what}; {FIX}"));
}

/// An embedded list that never goes on is read without a request.
pub(super) fn embedded_and_request(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(parent) = words.parent.as_ref().map(|given| &given.value) else { return };
    if parent.from.is_none() || parent.more.is_some() {
        return;
    }
    let path = words.path.as_ref().map(|given| &given.word);
    let hooks = [&words.parse_response, &words.next_page_token, &words.request_body];
    let hooks = hooks.into_iter().flatten().map(|given| &given.word);
    let said: Vec<&Ident> = path.into_iter().chain(hooks).collect();
    for word in said {
        let message = format!(
            "`{word}` is never asked: without `more`, the list at `from` is all that is read, and no request is sent; say \
             `more`, or take `{word}` away"
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
