//! Source: `#[derive(Source)]` → the impl of the trait, with the definition as one chain of builder calls.
//!
//! In: attributes without errors. Out: tokens. Not here: the meaning of a call (core's `stream`).

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, LitStr, Type};

use super::auth;
use super::hooks::Hooks;
use super::shared::{SharedCalls, shared};
use super::template::Values;
use super::tokens::{call, name, string, text, typed};
use crate::ast::{Given, SourceWords, last_segment};

// #[automatically_derived]
// impl cdk_private::Source for Employees {
//     type Config = Config;
//     const NAME: &'static str = "employees";
//     const VERSION: &'static str = ::core::env!("CARGO_PKG_VERSION");
//     fn definition() -> cdk_private::SourceDef<Self::Config> {
//         cdk_private::SourceDef::new().stream::<Employee>().url_base(…).records("data").auth(…)
//     }
// }
pub(crate) fn source(this: &Ident, words: &SourceWords) -> TokenStream {
    let config = quote! { <#this as cdk_private::Source>::Config };
    let context = quote! { &cdk_private::SourceCx<'_, #config> };
    let values = Values { context: context.clone(), auth_context: context, record: None, words: None };
    let hooks = Hooks { prefix: "source_", of: config.clone(), config, this: this.clone() };
    let SharedCalls { url_base, request, response, rest } = shared(&words.shared, &values, &hooks);

    let documentation_url = text(words.documentation_url.as_ref());
    let streams = words.streams.iter().flat_map(|given| &given.value).map(|stream| typed("stream", stream));
    let streams_fn =
        words.streams_fn.as_ref().map(|given| call(&given.word, &hooks.of_config("streams", &given.value)));
    let check = words.check.as_ref().map(|given| typed("check", &given.value));
    let texts = |given: &Given<Vec<LitStr>>| {
        let texts = given.value.iter().map(string);
        call(&given.word, &quote! { [#(#texts),*] })
    };
    let origins = words.origins.as_ref().map(texts);
    let ignores = words.ignores.as_ref().map(texts);
    let login = words.login.as_ref().map(|given| call(&given.word, &auth::built(&given.value, &values)));

    let definition = quote! {
        cdk_private::SourceDef::new()
            #documentation_url #(#streams)* #streams_fn #check #origins #ignores #login #url_base #request #response #rest
    };
    let source = implement(this, &Generics::default(), &header(this, words, &quote! { () }), &definition);
    let names = names(this, words);
    quote! { #source #names }
}

// const _: () = cdk_private::require(
//     cdk_private::is_new_name(TypeOf::<(S, B)>::STREAM_NAME, &[TypeOf::<(S, A)>::STREAM_NAME]),
//     "…",
// );
/// The checks that no two streams have the same name. A type that is not a stream of this source is reported by
/// `stream`.
fn names(this: &Ident, words: &SourceWords) -> TokenStream {
    let streams: Vec<&Type> = words.streams.iter().flat_map(|given| &given.value).collect();
    let checks = streams.iter().enumerate().skip(1).map(|(at, stream)| {
        let before = streams.iter().take(at);
        let shown = stream.to_token_stream().to_string().replace(' ', "");
        let message = format!(
            "`{shown}` has the same name as an earlier stream of the list; rename one of them, as in `name = \"orders\"`"
        );
        let span = last_segment(stream).map_or_else(|| stream.span(), |last| last.ident.span());
        quote_spanned! {span=>
            const _: () = cdk_private::require(
                cdk_private::is_new_name(
                    cdk_private::TypeOf::<(#this, #stream)>::STREAM_NAME,
                    &[#(cdk_private::TypeOf::<(#this, #before)>::STREAM_NAME),*],
                ),
                #message,
            );
        }
    });
    let checks: Vec<TokenStream> = checks.collect();
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        use cdk_private::Unproven as _;
        const _: () = cdk_private::TypeOf::<()>::USED;
        #(#checks)*
    }
}

/// The impl around a definition, also for attributes with errors.
pub(super) fn implement(
    this: &Ident,
    generics: &Generics,
    header: &TokenStream,
    definition: &TokenStream,
) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters cdk_private::Source for #this #arguments #bounds {
            #header

            fn definition() -> cdk_private::SourceDef<Self::Config> {
                #definition
            }
        }
    }
}

/// The associated items of a source, also of one with errors. `unknown`: the type to use if an error hides the right one.
pub(super) fn header(this: &Ident, words: &SourceWords, unknown: &TokenStream) -> TokenStream {
    let config = words.shared.config.as_ref().map(|given| &given.value);
    let config = config.map_or_else(|| unknown.clone(), |config| quote! { #config });
    let name = name(this, &words.shared);
    quote! {
        type Config = #config;
        const NAME: &'static ::core::primitive::str = #name;
        const VERSION: &'static ::core::primitive::str = ::core::env!("CARGO_PKG_VERSION");
    }
}
