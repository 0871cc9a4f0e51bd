//! Expand: the ast → constants, hooks and calls of core's public builder.
//!
//! In: words and records that no rule objects to (or, for `fallback`, some that one does). Out: tokens.
//! One builder call per word, spanned at that word, with absolute paths only and no lint for a user to trip over. Whatever
//! could be done by a function of core is done there: this code is compiled into every connector and debugged in none.
//! Not here: checks.

mod auth;
mod body;
mod checks;
pub(crate) mod fallback;
mod hooks;
mod incremental;
mod on;
mod paginate;
mod rate_limit;
mod retry;
mod source;
mod stream;
mod template;
mod value;

pub(crate) use source::source;
pub(crate) use stream::stream;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use crate::ast::{Choice, Given, Shared};
use hooks::Hooks;
use template::Values;

/// `.word(arguments)`, at the word.
fn call(word: &Ident, arguments: &TokenStream) -> TokenStream {
    named(&word.unraw().to_string(), word, arguments)
}

/// The same for a builder method that is not called like its word.
fn named(method: &str, word: &Ident, arguments: &TokenStream) -> TokenStream {
    let method = Ident::new(method, word.span());
    quote_spanned! {word.span()=> .#method(#arguments) }
}

/// `.method::<Type>()`, at the type.
fn typed(method: &str, ty: &Type) -> TokenStream {
    let method = Ident::new(method, ty.span());
    quote_spanned! {ty.span()=> .#method::<#ty>() }
}

/// The call of a plain text.
fn text(given: Option<&Given<LitStr>>) -> Option<TokenStream> {
    given.map(|given| call(&given.word, &string(&given.value)))
}

// .undeclared(::cdk_core::__private::Undeclared::Keep)
fn choice(given: Option<&Given<Choice>>, of: &str) -> Option<TokenStream> {
    given.map(|given| {
        let (of, variant) = (ident(of), ident(given.value.variant));
        call(&given.word, &quote! { ::cdk_core::__private::#of::#variant })
    })
}

/// A literal's text as a fresh literal, at its place.
fn string(literal: &LitStr) -> TokenStream {
    let mut fresh = Literal::string(&literal.value());
    fresh.set_span(literal.span());
    quote! { #fresh }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The calls that a stream and a source have in common, in groups, so that each derive can put its own between.
struct SharedCalls {
    url_base: Option<TokenStream>,
    request: TokenStream,
    response: TokenStream,
    rest: TokenStream,
}

fn shared(shared: &Shared, values: &Values<'_>, hooks: &Hooks) -> SharedCalls {
    let url_base = shared.url_base.as_ref().map(|given| call(&given.word, &template::template(&given.value, values)));
    let params = shared.params.as_ref().map(|given| call(&given.word, &value::entries(&given.value, values)));
    let headers = shared.headers.as_ref().map(|given| call(&given.word, &value::entries(&given.value, values)));
    let request_params = hooks.bound(shared.request_params.as_ref());
    let request_headers = hooks.bound(shared.request_headers.as_ref());
    let records = text(shared.records.as_ref());
    let paginate = shared.paginate.as_ref().map(|given| call(&given.word, &paginate::paginate(&given.value)));
    let auth = shared.auth.as_ref().map(|given| call(&given.word, &auth::auth(&given.value, values, hooks)));
    let concurrency =
        shared.concurrency.as_ref().map(|given| call(&given.word, &value::of_config(&given.value, values)));
    let retry = shared.retry.as_ref().map(|given| call(&given.word, &retry::retry(&given.value)));
    let should_retry = hooks.bound(shared.should_retry.as_ref());
    let backoff_time = hooks.bound(shared.backoff_time.as_ref());
    let without =
        shared.dropped.iter().map(|word| named(&format!("without_{}", word.unraw()), word, &TokenStream::new()));
    let on = shared.on.iter().map(|given| call(&given.word, &on::on(&given.value, values)));
    let rate_limits =
        shared.rate_limits.iter().map(|given| call(&given.word, &rate_limit::rate_limit(&given.value, values)));
    let circuit = shared.circuit.as_ref().map(|given| {
        let requests =
            given.value.as_ref().map_or(quote! { ::core::option::Option::None }, |number| quote! { #number });
        call(&given.word, &requests)
    });
    let undeclared = choice(shared.undeclared.as_ref(), "Undeclared");
    let on_mismatch = choice(shared.on_mismatch.as_ref(), "OnMismatch");
    let primary_key = shared.primary_key.as_ref().map(|given| {
        let keys = given.value.iter().map(string);
        call(&given.word, &quote! { [#(#keys),*] })
    });
    let add = shared.add.as_ref().map(|given| call(&given.word, &value::added(&given.value, values, hooks)));
    SharedCalls {
        url_base,
        request: quote! { #params #headers #request_params #request_headers },
        response: quote! { #records #paginate },
        rest: quote! { #primary_key #add #auth #concurrency #retry #should_retry #backoff_time #(#without)* #(#on)*
        #(#rate_limits)* #circuit #undeclared #on_mismatch },
    }
}

#[cfg(test)]
mod tests;
