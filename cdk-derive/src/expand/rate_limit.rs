//! Rate limit: `rate_limit(…)` → core's `RateLimit` builder, one call for each rate and option.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::template::{self, Values};
use super::tokens::{ident, method, string};
use crate::ast::{LimitValue, RateLimit};

// cdk_private::RateLimit::new().rate("100/1m").burst(20u32)
pub(super) fn rate_limit(limit: &RateLimit, values: &Values<'_>) -> TokenStream {
    let rates = limit.rates.iter().map(|rate| template::in_context(rate, values, &values.auth_context));
    let calls = limit.calls.iter().map(|call| {
        let word = &call.word;
        let value = match &call.value {
            LimitValue::Number(number, _) => {
                let number = LimitValue::literal(*number);
                quote! { #number }
            }
            LimitValue::Text(text) if word == "method" => method(text),
            LimitValue::Text(text) => string(text),
            LimitValue::Place(kind, name) => {
                let (kind, name) = (ident(kind), string(name));
                quote! { cdk_private::Place::#kind(#name) }
            }
            LimitValue::None => TokenStream::new(),
        };
        quote_spanned! {word.span()=> .#word(#value) }
    });
    quote! { cdk_private::RateLimit::new()#(.rate(#rates))* #(#calls)* }
}
