//! Retry: `retry(…)` → core's `Retry` builder, one call for each option, with the same name.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::tokens::string;
use crate::ast::{RetryCall, RetryValue};

// cdk_private::Retry::new().tries(5u32).max_time("10m").factor(2f64)
pub(super) fn retry(calls: &[RetryCall]) -> TokenStream {
    let calls = calls.iter().map(|call| {
        let word = &call.word;
        let value = match &call.value {
            RetryValue::Time(literal) => string(literal),
            RetryValue::Number(number) => quote! { #number },
        };
        quote_spanned! {word.span()=> .#word(#value) }
    });
    quote! { cdk_private::Retry::new()#(#calls)* }
}
