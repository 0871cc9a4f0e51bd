//! The derives of `cdk-core`.

mod ast;
mod derive;
mod diagnostics;
mod expand;
mod parse;
mod validate;
mod words;

use proc_macro::TokenStream;

/// Derives `HttpStream`.
#[proc_macro_derive(HttpStream, attributes(stream))]
pub fn http_stream(input: TokenStream) -> TokenStream {
    derive::http_stream(input.into()).into()
}

/// Derives `Source`.
#[proc_macro_derive(Source, attributes(source))]
pub fn source(input: TokenStream) -> TokenStream {
    derive::source(input.into()).into()
}
