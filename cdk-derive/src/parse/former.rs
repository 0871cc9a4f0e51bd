//! Former: attributes of earlier versions. Each is one error that shows the new form.
//!
//! In: an attribute of an earlier version, with its value. Out: the error, with the value of the user, and the parsed
//! value, so that no other error is reported about it.
//! Not here: `slice`, which is now an option of `slices` (see `validate::slices`).

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Token, token};

use super::body;
use super::list::skip_value;
use super::spot::Spot;
use crate::ast::{Body, Given};
use crate::diagnostics::Diagnostics;
use crate::words::{Word, built};

/// Attributes of earlier versions, with their new form.
pub(super) static FORMER: &[Word] = &[
    built("body_json", "body = json(…)", "JSON body of the request", "no body"),
    built("body_form", "body = form(…)", "form body of the request", "no body"),
    built("body_text", "body = text(\"…\")", "body of the request as a string", "no body"),
    built("body_graphql", "body = graphql(…)", "GraphQL query", "no body"),
    built("slice", "slices(f, slice = T)", "type of a slice", "required"),
];

/// `body_json(…)` and the others. `None` if the value has mistakes: they are reported when the attribute is renamed.
pub(super) fn body(spot: &Spot<'_>) -> Option<Given<Body>> {
    let name = spot.spec.name;
    if spot.takes_none() {
        spot.diagnostics.error(spot.word.span(), format!("`{name}` was renamed; write `body = none`"));
        return Some(spot.given(Body::None));
    }
    let (shown, tokens) = renamed(name, spot.input);
    spot.diagnostics.error(spot.word.span(), format!("`{name}` was renamed; write `body = {shown}`"));
    let ignored = Diagnostics::new();
    let read = |input: ParseStream<'_>| {
        let kind = body::kind(&Spot { input, diagnostics: &ignored, ..*spot });
        skip_value(input);
        kind
    };
    let found = read.parse2(tokens).ok().flatten();
    let _ = ignored.finish();
    found.map(|body| spot.given(body))
}

/// The new form of a value, as text and as tokens: `json(first = 100)`.
pub(super) fn renamed(name: &str, input: ParseStream<'_>) -> (String, TokenStream) {
    let kind = name.trim_start_matches("body_");
    let shown = |content: &str| format!("{kind}({content})");
    let tokens = |group: TokenStream| {
        let kind = Ident::new(kind, proc_macro2::Span::call_site());
        kind.into_token_stream().into_iter().chain(group).collect()
    };
    if input.peek(token::Paren)
        && let Ok(group) = input.parse::<Group>()
    {
        return (shown(&content(&group)), tokens(group.into_token_stream()));
    }
    let ahead = input.fork();
    let text = ahead.parse::<Token![=]>().and_then(|_| ahead.parse::<LitStr>());
    skip_value(input);
    match text {
        Ok(text) => {
            let written = text.token().to_string();
            let group = Group::new(proc_macro2::Delimiter::Parenthesis, text.into_token_stream());
            (shown(&written), tokens(group.into_token_stream()))
        }
        Err(_) => (shown("…"), TokenStream::new()),
    }
}

/// The contents of a pair of parentheses, as the user wrote them, in one line.
fn content(group: &Group) -> String {
    let source = group.span().source_text().filter(|text| !text.contains('\n'));
    match source.as_deref().and_then(|text| text.strip_prefix('(')?.strip_suffix(')')) {
        Some(text) => text.trim().to_owned(),
        None => group.stream().to_string().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
