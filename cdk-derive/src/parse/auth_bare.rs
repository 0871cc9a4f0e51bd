//! Incomplete values of `auth`: a kind without parentheses (`auth = oauth2`), a token without a kind, a placeholder
//! without quotes.
//!
//! In: the input after `auth`, or the group of a kind. Out: the error that shows the complete form, if there is such a
//! mistake.
//! Not here: complete values (see `auth`).

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Error, LitStr, Token, token};

use super::auth_kinds::{KINDS, Kind};
use super::list::{at_end, skip_value, value_span};
use super::spot::{Spot, unquoted};

/// The error for a kind without parentheses (`auth = oauth2`), or a token without a kind (`auth = config.token`).
pub(super) fn kind_alone(spot: &Spot<'_>) -> Option<Error> {
    let ahead = spot.input.fork();
    let span = value_span(&ahead)?;
    if let Some(token) = unquoted(&ahead) {
        let message = format!("`auth` needs the kind of authentication; write `auth = bearer(\"{token}\")`");
        return Some(Error::new(span, message));
    }
    let literal = ahead.parse::<LitStr>().ok().map(|literal| literal.value());
    let name = literal.clone().or_else(|| ahead.call(Ident::parse_any).ok().map(|name| name.unraw().to_string()))?;
    if !at_end(&ahead) {
        return None;
    }
    if name == "choose" {
        let message = "`choose` takes a function in parentheses, as in `auth = choose(signed)`";
        return Some(Error::new(span, message));
    }
    if let Some(kind) = KINDS.iter().find(|kind| kind.name == name) {
        let form = kind.form;
        let message = format!("`{name}` needs its values in parentheses, as in `{form}`");
        return Some(Error::new(span, message));
    }
    let is_placeholder = name.starts_with('{') && name.ends_with('}');
    literal.filter(|_| is_placeholder).map(|token| {
        let message = format!("`auth` needs the kind of authentication; write `auth = bearer(\"{token}\")`");
        Error::new(span, message)
    })
}

/// The error for placeholders without quotes, as in `bearer(config.token)`. It shows the corrected kind.
pub(super) fn without_quotes(spec: &Kind, group: &Group) -> Option<Error> {
    let mut span = None;
    let entries = |input: ParseStream<'_>| {
        let mut entries = Vec::new();
        while !input.is_empty() {
            let is_text = entries.len() < spec.texts.1;
            let is_word = input.peek2(Token![=]) || input.peek2(token::Paren);
            let alone = input.fork().call(Ident::parse_any).ok().filter(|_| input.peek2(Token![,]) || is_last(input));
            let placeholder = alone.map(|name| format!("{{config.{}}}", name.unraw())).or(unquoted(input));
            if let Some(placeholder) = placeholder.filter(|_| is_text && !is_word) {
                span = span.or(value_span(input));
                entries.push(format!("\"{placeholder}\""));
                skip_value(input);
            } else {
                let mut entry = TokenStream::new();
                while !at_end(input) {
                    entry.extend(Some(input.parse::<TokenTree>()?));
                }
                entries.push(entry.to_string());
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(entries)
    };
    let entries = entries.parse2(group.stream()).ok()?;
    let span = span?;
    let (name, entries) = (spec.name, entries.join(", "));
    Some(Error::new(span, format!("a placeholder needs quotes and braces; write `{name}({entries})`")))
}

fn is_last(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<TokenTree>().is_ok() && ahead.is_empty()
}
