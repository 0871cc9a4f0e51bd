//! Source: `#[derive(Source)]` → the impl of the trait, with the definition as one chain of builder calls.
//!
//! In: good words. Out: tokens. Not here: what a call means (core's `stream`).

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::LitStr;

use super::hooks::Hooks;
use super::template::Values;
use super::{SharedCalls, auth, call, shared, string, text, typed};
use crate::ast::{Given, SourceWords};

// const _: () = {
//     #[automatically_derived]
//     impl ::cdk_core::Source for Employees {
//         type Config = Config;
//         const NAME: &'static str = "employees";
//         const VERSION: &'static str = ::core::env!("CARGO_PKG_VERSION");
//         fn definition() -> ::cdk_core::SourceDef<Self> {
//             ::cdk_core::SourceDef::new().stream::<Employee>().url_base(…).records("data").auth(…)
//         }
//     }
// };
pub(crate) fn source(this: &Ident, words: &SourceWords) -> TokenStream {
    let config = quote! { <#this as ::cdk_core::Source>::Config };
    let context = quote! { &::cdk_core::SourceCx<'_, #config> };
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
        ::cdk_core::SourceDef::new()
            #documentation_url #(#streams)* #streams_fn #check #origins #ignores #login #url_base #request #response #rest
    };
    implement(this, words, &definition)
}

/// The impl around a definition, also for words that are not all good.
pub(super) fn implement(this: &Ident, words: &SourceWords, definition: &TokenStream) -> TokenStream {
    let config =
        words.shared.config.as_ref().map(|given| &given.value).map_or(quote! { () }, |config| quote! { #config });
    let name = super::stream::name(this, &words.shared);
    quote! {
        const _: () = {
            #[automatically_derived]
            impl ::cdk_core::Source for #this {
                type Config = #config;
                const NAME: &'static ::core::primitive::str = #name;
                const VERSION: &'static ::core::primitive::str = ::core::env!("CARGO_PKG_VERSION");

                fn definition() -> ::cdk_core::SourceDef<Self> {
                    #definition
                }
            }
        };
    }
}
