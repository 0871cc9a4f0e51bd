//! Derive: runs the three steps of each derive: parse → validate → expand.
//!
//! In: the tokens of an item. Out: the impl, or every error together with a stub. The tokens are those of proc_macro2,
//! so that unit tests can call these functions.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use crate::diagnostics::{Diagnostics, Mistakes};
use crate::expand::scope::scope;
use crate::{expand, parse, validate};

/// `#[derive(HttpStream)]`.
pub(crate) fn http_stream(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diagnostics = Diagnostics::new();
    if validate::attribute::is_of_the_other_derive(&input, "stream", &diagnostics) {
        return stub_of_the_other(&input, "source", diagnostics);
    }
    let words = parse::stream_words(&input.attrs, &diagnostics);
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(_) | Data::Union(_) => &Fields::Unit,
    };
    let record = parse::record::record(&input.attrs, fields);
    validate::stream(&input, &words, &record, &diagnostics);
    match diagnostics.finish() {
        Ok(()) => scope(expand::stream(&input.ident, &words, &record)),
        Err(mistakes) => with_stub(&mistakes, expand::fallback::stream_stub(&input, &words, &record, &mistakes)),
    }
}

/// `#[derive(Source)]`.
pub(crate) fn source(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let diagnostics = Diagnostics::new();
    if validate::attribute::is_of_the_other_derive(&input, "source", &diagnostics) {
        return stub_of_the_other(&input, "stream", diagnostics);
    }
    let words = parse::source_words(&input.attrs, &diagnostics);
    validate::source(&input, &words, &diagnostics);
    match diagnostics.finish() {
        Ok(()) => scope(expand::source(&input.ident, &words)),
        Err(mistakes) => with_stub(&mistakes, expand::fallback::source_stub(&input, &words, &mistakes)),
    }
}

/// The error for an item that has only the attribute of the other derive, with a stub, so that code that uses the item
/// causes no further errors. The fields show what was meant: a source has none.
fn stub_of_the_other(input: &DeriveInput, attribute: &'static str, diagnostics: Diagnostics) -> TokenStream {
    let Err(mistakes) = diagnostics.finish() else { return TokenStream::new() };
    // Other mistakes are reported when the attribute is right.
    let ignored = Diagnostics::new();
    let fields = match &input.data {
        Data::Struct(data) => Some(&data.fields).filter(|fields| matches!(fields, Fields::Named(_))),
        Data::Enum(_) | Data::Union(_) => None,
    };
    let stub = if let Some(fields) = fields {
        let words = parse::stream_words_of(attribute, &input.attrs, &ignored);
        let record = parse::record::record(&input.attrs, fields);
        expand::fallback::stream_stub(input, &words, &record, &mistakes)
    } else {
        expand::fallback::source_stub(input, &parse::source_words_of(attribute, &input.attrs, &ignored), &mistakes)
    };
    let _ = ignored.finish();
    with_stub(&mistakes, stub)
}

fn with_stub(mistakes: &Mistakes, stub: TokenStream) -> TokenStream {
    let (errors, stub) = (&mistakes.all, scope(stub));
    quote! { #errors #stub }
}
