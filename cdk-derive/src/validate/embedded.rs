//! Embedded: attributes that a list in the parent's record excludes.
//!
//! In: the attributes. Out: one error for each, at its name.
//! Not here: the pagination of the source (core).

use crate::ast::{PageValue, Paginate, Parent, StreamWords};
use crate::diagnostics::Diagnostics;

/// The parent with `from` or `more`.
fn embedding(words: &StreamWords) -> Option<&Parent> {
    words.parents.iter().map(|given| &given.value).find(|parent| parent.from.is_some() || parent.more.is_some())
}

pub(super) fn more_without_from(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(parent) = embedding(words) else { return };
    if let (None, Some(more)) = (&parent.from, &parent.more) {
        let message = "`more` needs the path of the embedded list; add `from`, as in `from = \"lines.data\"`";
        diagnostics.error(more.word.span(), message);
    }
}

/// The rest of an embedded list can only be requested with a token out of the embedded records, or by their number.
pub(super) fn more_and_pagination(words: &StreamWords, diagnostics: &Diagnostics) {
    const FIX: &str = "use `cursor(token = last(\"…\"))` or `offset`";
    let Some(parent) = embedding(words) else { return };
    if parent.from.is_none() || parent.more.is_none() {
        return;
    }
    if let Some(hook) = &words.next_page_token {
        let message = format!("`next_page_token` needs a response, so it cannot continue an embedded list; {FIX}");
        diagnostics.error(hook.word.span(), message);
    }
    let Some(paginate) = &words.shared.paginate else { return };
    let (span, what) = match &paginate.value {
        Paginate::None => {
            (paginate.word.span(), "`more` requests the rest of an embedded list, which needs pagination")
        }
        Paginate::Strategy { kind, calls } => {
            let has_last = kind.name == "cursor" && calls.iter().any(|call| matches!(call.value, PageValue::Last(_)));
            if kind.name == "offset" || has_last {
                return;
            }
            (kind.span, "this pagination needs a response, so it cannot continue an embedded list (`more`)")
        }
    };
    diagnostics.error(span, format!("{what}; {FIX}"));
}

/// An embedded list without `more` is read without a request.
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
            "`{word}` has no effect: without `more`, the stream reads the list at `from` and sends no request; add `more` or \
             remove `{word}`"
        );
        diagnostics.error(word.span(), message);
    }
}
