//! Embedded: what a list in the parent's record cannot be combined with.
//!
//! In: the words. Out: one error for each that cannot work, at its word.
//! Not here: a pagination that is the source's (core sees both).

use crate::ast::{PageValue, Paginate, Parent, StreamWords};
use crate::diagnostics::Diagnostics;

/// The parent whose record holds children, or should.
fn embedding(words: &StreamWords) -> Option<&Parent> {
    words.parents.iter().map(|given| &given.value).find(|parent| parent.from.is_some() || parent.more.is_some())
}

pub(super) fn more_without_from(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(parent) = embedding(words) else { return };
    if let (None, Some(more)) = (&parent.from, &parent.more) {
        let message = "`more` says that an embedded list goes on: name the list, as in `from = \"lines.data\"`";
        diagnostics.error(more.word.span(), message);
    }
}

/// Only what the embedded records themselves say can lead on from them.
pub(super) fn more_and_pagination(words: &StreamWords, diagnostics: &Diagnostics) {
    const FIX: &str = "`cursor(token = last(\"…\"))` and `offset` can go on from its last record";
    let Some(parent) = embedding(words) else { return };
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
            (paginate.word.span(), "`more` requests the rest of an embedded list, so the stream needs `paginate`")
        }
        Paginate::Strategy { kind, calls } => {
            let has_last = kind.name == "cursor" && calls.iter().any(|call| matches!(call.value, PageValue::Last(_)));
            if kind.name == "offset" || has_last {
                return;
            }
            (kind.span, "this pagination cannot continue an embedded list (`more`): it needs a response")
        }
    };
    diagnostics.error(span, format!("{what}; {FIX}"));
}

/// An embedded list that never goes on is read without a request.
pub(super) fn embedded_and_request(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(parent) = embedding(words) else { return };
    if parent.from.is_none() || parent.more.is_some() {
        return;
    }
    let path = words.path.as_ref().map(|given| &given.word);
    let hooks = [&words.parse_response, &words.next_page_token, &words.request_body];
    let hooks = hooks.into_iter().flatten().map(|given| &given.word);
    let body = words.shared.body.iter().map(|given| &given.word);
    let said = path.into_iter().chain(body).chain(hooks);
    for word in said {
        let message = format!(
            "`{word}` is never asked: without `more`, the list at `from` is all that is read, and no request is sent; say \
             `more`, or take `{word}` away"
        );
        diagnostics.error(word.span(), message);
    }
}
