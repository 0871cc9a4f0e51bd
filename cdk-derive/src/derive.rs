//! Derive: each derive from its input to its output: parse → validate → expand.
//!
//! In: the tokens of an item. Out: tokens, of the impl or of every mistake together with a stub. Tokens are proc_macro2's, so
//! that unit tests can call this. Not here: any of the three steps.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use crate::diagnostics::Diagnostics;
use crate::{expand, parse, validate};

/// `#[derive(HttpStream)]`.
pub(crate) fn http_stream(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diagnostics = Diagnostics::new();
    let words = parse::stream_words(&input.attrs, &diagnostics);
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(_) | Data::Union(_) => &Fields::Unit,
    };
    let record = parse::record::record(&input.attrs, fields);
    validate::stream(&input, &words, &record, &diagnostics);
    match diagnostics.finish() {
        Ok(()) => expand::stream(&input.ident, &words, &record),
        Err(errors) => {
            let stub = expand::fallback::stream_stub(&input, &words, &record);
            quote! { #errors #stub }
        }
    }
}

/// `#[derive(Source)]`.
pub(crate) fn source(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diagnostics = Diagnostics::new();
    let words = parse::source_words(&input.attrs, &diagnostics);
    validate::source(&input, &words, &diagnostics);
    match diagnostics.finish() {
        Ok(()) => expand::source(&input.ident, &words),
        Err(errors) => {
            let stub = expand::fallback::source_stub(&input, &words);
            quote! { #errors #stub }
        }
    }
}
