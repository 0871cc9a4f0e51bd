//! Auth: `auth = …` → core's `Auth` and the builders of its kinds.
//!
//! In: the kind with its strings and options. Out: one call for each option. The options of the token's location are
//! calls of `Auth` itself.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;

use super::hooks::Hooks;
use super::template::{self, Values};
use super::tokens::{method, string, variant};
use super::{body, value};
use crate::ast::{Auth, AuthCall, AuthKind, AuthValue, Template};

/// Options of `Auth` itself, for every kind.
const PLACE: [&str; 3] = ["header", "prefix", "param"];

// cdk_private::signatures::auth::<<Employees as cdk_private::Source>::Config, _>(sign)
// cdk_private::Auth::bearer("…").header("X-Token")
// cdk_private::Auth::oauth2(cdk_private::OAuth2::new("…").client_id("…")).prefix("Token")
pub(super) fn auth(auth: &Auth, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    match auth {
        Auth::None => quote! { cdk_private::Auth::none() },
        Auth::Custom(path) => hooks.of_config("auth", path),
        Auth::Choose(path) => hooks.of_config("choose", path),
        Auth::Kind(kind) => {
            let name = &kind.name;
            let place = kind.calls.iter().filter(|call| is_place(call)).map(|call| one(call, values));
            let inner = match builder(kind) {
                Some(_) => built(kind, values),
                None => texts(kind, values),
            };
            quote! { cdk_private::Auth::#name(#inner) #(#place)* }
        }
    }
}

fn is_place(call: &AuthCall) -> bool {
    PLACE.iter().any(|word| call.word == word)
}

/// The builder of a kind with options, and the options that its constructor takes.
fn builder(kind: &AuthKind) -> Option<(Ident, &'static [&'static str])> {
    let (name, first): (_, &[&str]) = match kind.name.to_string().as_str() {
        "login" => ("Login", &["token_url"]),
        "oauth2" => ("OAuth2", &["token_url"]),
        "session_token" => ("SessionToken", &["login_url"]),
        "jwt" => ("JwtAuth", &["algorithm", "key"]),
        "aws_sigv4" => ("AwsSigv4", &["access_key_id", "secret_access_key"]),
        _ => return None,
    };
    Some((Ident::new(name, kind.name.span()), first))
}

// cdk_private::OAuth2::new("…").client_id("…").single_use_refresh_token()
pub(super) fn built(kind: &AuthKind, values: &Values<'_>) -> TokenStream {
    let Some((builder, first)) = builder(kind) else { return TokenStream::new() };
    let begin = first.iter().filter_map(|word| kind.calls.iter().find(|call| call.word == word));
    let begin = begin.map(|call| argument(&call.value, values));
    let rest = kind.calls.iter().filter(|call| !is_place(call) && !first.iter().any(|word| call.word == word));
    let rest = rest.map(|call| one(call, values));
    quote! { cdk_private::#builder::new(#(#begin),*) #(#rest)* }
}

/// The strings of a kind without a builder; several tokens are one list.
fn texts(kind: &AuthKind, values: &Values<'_>) -> TokenStream {
    if kind.name == "tokens" {
        return list(&kind.texts, values);
    }
    let texts = kind.texts.iter().map(|text| of_config(text, values));
    quote! { #(#texts),* }
}

fn one(call: &AuthCall, values: &Values<'_>) -> TokenStream {
    let word = call.word.unraw();
    let argument = match &call.value {
        AuthValue::Plain(text) => plain(&word.to_string(), text),
        value => argument(value, values),
    };
    quote_spanned! {call.word.span()=> .#word(#argument) }
}

/// A string without placeholders, or the variant of core's enum that it names.
fn plain(word: &str, text: &LitStr) -> TokenStream {
    match (word, text.value().as_str()) {
        ("method", _) => method(text),
        ("client_auth", "basic") => variant("ClientAuth", "Basic", text),
        ("client_auth", _) => variant("ClientAuth", "Body", text),
        ("body", "json") => variant("BodyKind", "Json", text),
        ("body", _) => variant("BodyKind", "Form", text),
        _ => string(text),
    }
}

fn argument(given: &AuthValue, values: &Values<'_>) -> TokenStream {
    match given {
        AuthValue::Flag => TokenStream::new(),
        AuthValue::Text(text) => of_config(text, values),
        AuthValue::Texts(texts) => list(texts, values),
        AuthValue::Plain(text) => string(text),
        AuthValue::Plains(texts) => {
            let texts = texts.iter().map(string);
            quote! { [#(#texts),*] }
        }
        AuthValue::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(key, text)| {
                let (mut key_text, text) = (Literal::string(&key.name), string(text));
                key_text.set_span(key.span);
                quote! { (#key_text, #text) }
            });
            quote! { [#(#pairs),*] }
        }
        AuthValue::Entries(entries) => value::entries_of_config(entries, values),
        AuthValue::Body(body) => body::of_config(body, values),
        AuthValue::Kind(kind) => built(kind, values),
    }
}

fn of_config(text: &Template, values: &Values<'_>) -> TokenStream {
    template::in_context(text, values, &values.auth_context)
}

// cdk_private::list([cdk_private::field("a"), …])
fn list(texts: &[Template], values: &Values<'_>) -> TokenStream {
    let fields = texts.iter().map(|text| of_config(text, values));
    quote! { cdk_private::list([#(cdk_private::field(#fields)),*]) }
}
