//! Tokens: small pieces of generated code, with the spans of the user's tokens.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use crate::ast::{Choice, Given, Shared};
use crate::parse::case::lower_snake;

/// `.word(arguments)`, with the span of the attribute.
pub(super) fn call(word: &Ident, arguments: &TokenStream) -> TokenStream {
    named(&word.unraw().to_string(), word, arguments)
}

/// The same for a builder method with another name than the attribute.
pub(super) fn named(method: &str, word: &Ident, arguments: &TokenStream) -> TokenStream {
    let method = Ident::new(method, word.span());
    quote_spanned! {word.span()=> .#method(#arguments) }
}

/// `.method::<Type>()`, with the span of the type.
pub(super) fn typed(method: &str, ty: &Type) -> TokenStream {
    let method = Ident::new(method, ty.span());
    quote_spanned! {ty.span()=> .#method::<#ty>() }
}

/// The call for a string without placeholders.
pub(super) fn text(given: Option<&Given<LitStr>>) -> Option<TokenStream> {
    given.map(|given| call(&given.word, &string(&given.value)))
}

// .undeclared(cdk_private::Undeclared::Keep)
pub(super) fn choice(given: Option<&Given<Choice>>, of: &str) -> Option<TokenStream> {
    given.map(|given| {
        let (of, variant) = (ident(of), ident(given.value.variant));
        call(&given.word, &quote! { cdk_private::#of::#variant })
    })
}

/// A new literal with the same value and span.
pub(super) fn string(literal: &LitStr) -> TokenStream {
    let mut fresh = Literal::string(&literal.value());
    fresh.set_span(literal.span());
    quote! { #fresh }
}

pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `name`, or the struct's name in lower snake case.
pub(super) fn name(this: &Ident, shared: &Shared) -> TokenStream {
    match &shared.name {
        Some(name) => string(&name.value),
        None => {
            let name = lower_snake(&this.unraw().to_string());
            quote! { #name }
        }
    }
}

// cdk_private::Method::POST
pub(super) fn method(name: &LitStr) -> TokenStream {
    variant("Method", &name.value(), name)
}

// cdk_private::ClientAuth::Basic
/// A variant of core's enum, with the span of the string.
pub(super) fn variant(of: &str, variant: &str, at: &LitStr) -> TokenStream {
    let (of, variant) = (Ident::new(of, at.span()), Ident::new(variant, at.span()));
    quote_spanned! {at.span()=> cdk_private::#of::#variant }
}
