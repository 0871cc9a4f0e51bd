//! Fallback: impls for structs with mistakes, so that one mistake gives one message.
//!
//! In: whatever words were good. Out: the trait's associated items, and a definition that is never run.
//! A generic struct gets none: whoever uses it is told so, and an impl with wrong bounds would say more and mean less.
//! Not here: the mistakes themselves (see `diagnostics`).

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::{source, stream};
use crate::ast::{Record, SourceWords, StreamWords};

pub(crate) fn stream_stub(input: &DeriveInput, words: &StreamWords, record: &Record) -> Option<TokenStream> {
    let is_plain = input.generics.params.is_empty();
    is_plain.then(|| stream::implement(&input.ident, words, record, &quote! { ::core::unimplemented!() }))
}

pub(crate) fn source_stub(input: &DeriveInput, words: &SourceWords) -> Option<TokenStream> {
    let is_plain = input.generics.params.is_empty();
    is_plain.then(|| source::implement(&input.ident, words, &quote! { ::core::unimplemented!() }))
}
