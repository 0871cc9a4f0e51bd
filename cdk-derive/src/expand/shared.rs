//! Shared: the calls for the attributes that streams and sources have in common.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::hooks::Hooks;
use super::template::{self, Values};
use super::tokens::{call, choice, named, string, text};
use super::{auth, body, on, paginate, rate_limit, retry, value};
use crate::ast::Shared;

/// The shared calls, in groups, so that each derive can insert its own calls.
pub(super) struct SharedCalls {
    pub(super) url_base: Option<TokenStream>,
    pub(super) request: TokenStream,
    pub(super) response: TokenStream,
    pub(super) rest: TokenStream,
}

pub(super) fn shared(shared: &Shared, values: &Values<'_>, hooks: &Hooks) -> SharedCalls {
    let url_base = shared.url_base.as_ref().map(|given| call(&given.word, &template::template(&given.value, values)));
    let params = shared.params.as_ref().map(|given| call(&given.word, &value::entries(&given.value, values)));
    let headers = shared.headers.as_ref().map(|given| call(&given.word, &value::entries(&given.value, values)));
    let body = shared.body.as_ref().map(|given| body::call(given, values, hooks));
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
        request: quote! { #params #headers #body #request_params #request_headers },
        response: quote! { #records #paginate },
        rest: quote! { #primary_key #add #auth #concurrency #retry #should_retry #backoff_time #(#without)* #(#on)*
        #(#rate_limits)* #circuit #undeclared #on_mismatch },
    }
}
