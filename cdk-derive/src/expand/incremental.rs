//! Incremental: `incremental(…)` → core's `Incremental` builder, one call for each option, with the same name.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::template::{self, Values};
use super::tokens::{ident, string};
use super::value;
use crate::ast::{IncrementalCall, IncrementalValue};

// cdk_private::Incremental::new().start(…).param_start("created[gte]").order(cdk_private::Order::Asc)
pub(super) fn incremental(calls: &[IncrementalCall], values: &Values<'_>) -> TokenStream {
    let calls = calls.iter().map(|call| {
        let word = &call.word;
        let value = match &call.value {
            IncrementalValue::Edge(edge) => value::plain(edge, values),
            IncrementalValue::Length(length) => template::in_context(length, values, &values.auth_context),
            IncrementalValue::Text(text) => string(text),
            IncrementalValue::Order(variant) => {
                let variant = ident(variant);
                quote! { cdk_private::Order::#variant }
            }
            IncrementalValue::Nothing | IncrementalValue::Now => TokenStream::new(),
        };
        quote_spanned! {word.span()=> .#word(#value) }
    });
    quote! { cdk_private::Incremental::new()#(#calls)* }
}
