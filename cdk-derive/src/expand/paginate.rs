//! Paginate: a strategy → core's `Paginate` builder, one call for each option, with the same name.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::tokens::{ident, string};
use crate::ast::{PageValue, Paginate};

// cdk_private::Paginate::cursor().token(cdk_private::Place::body("a.b")).param("after")
pub(super) fn paginate(paginate: &Paginate) -> TokenStream {
    let Paginate::Strategy { kind, calls } = paginate else {
        return quote! { cdk_private::Paginate::none() };
    };
    let strategy = Ident::new(&kind.name, kind.span);
    let calls = calls.iter().map(|call| {
        let (word, span) = (&call.word, call.word.span());
        let value = match &call.value {
            PageValue::Text(literal) => string(literal),
            PageValue::Number(number) => quote! { #number },
            PageValue::Body(literal) => place("body", &string(literal)),
            PageValue::Header(literal) => place("header", &string(literal)),
            PageValue::Last(literal) => place("last", &string(literal)),
            PageValue::Size(parameter, size) => quote! { #parameter, #size },
        };
        quote_spanned! {span=> .#word(#value) }
    });
    quote! { cdk_private::Paginate::#strategy()#(#calls)* }
}

fn place(kind: &str, name: &TokenStream) -> TokenStream {
    let kind = ident(kind);
    quote! { cdk_private::Place::#kind(#name) }
}
