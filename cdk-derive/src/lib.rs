//! The derives of `cdk-core`: `HttpStream` for the record struct of a stream, `Source` for the unit struct of a connector.
//!
//! In: an item with `#[stream(…)]` or `#[source(…)]`. Out: an impl whose definition is one call of `cdk-core`'s public
//! builder for each attribute, or every error of the item at once, each at the token that causes it.
//! A derive knows only syntax: the compiler checks types, and `cdk-core` checks data.
//! Not here: what an attribute does when a stream is read (see `cdk_core::stream`).

mod ast;
mod derive;
mod diagnostics;
mod expand;
mod from_core;
mod parse;
mod validate;
mod words;

use proc_macro::TokenStream;

#[doc = include_str!("../docs/http_stream.md")]
#[proc_macro_derive(HttpStream, attributes(stream, source))]
pub fn http_stream(input: TokenStream) -> TokenStream {
    derive::http_stream(input.into()).into()
}

#[doc = include_str!("../docs/source.md")]
#[proc_macro_derive(Source, attributes(source, stream))]
pub fn source(input: TokenStream) -> TokenStream {
    derive::source(input.into()).into()
}
