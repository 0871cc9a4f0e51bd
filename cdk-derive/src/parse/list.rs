//! List: comma-separated entries, and where each begins and ends.
//!
//! In: the tokens of a group. Out: one call per entry; after a mistake in one entry the next entry is read.
//! Not here: what an entry is (see the attributes' own files).

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Expr, LitInt, Result, Token, Type};

use crate::diagnostics::Diagnostics;

/// Reads a comma-separated list. After a mistake in one entry the next entry is read. Says whether all were good.
pub(super) fn each(
    tokens: TokenStream,
    diagnostics: &Diagnostics,
    mut entry: impl FnMut(ParseStream<'_>) -> Result<()>,
) -> bool {
    let mut is_good = true;
    let list = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let result = entry(input).and_then(|()| {
                if at_end(input) { Ok(()) } else { Err(Error::new(input.span(), "expected `,` before this")) }
            });
            is_good &= diagnostics.take(result).is_some();
            skip_value(input);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    diagnostics.take(list.parse2(tokens)).is_some() && is_good
}

/// The values of a list, up to the first mistake: what is left after it is not a second one.
pub(super) fn each_of<T>(group: &Group, one: impl Fn(ParseStream<'_>) -> Result<T>) -> Result<Vec<T>> {
    let list = |input: ParseStream<'_>| {
        let mut values = Vec::new();
        while !input.is_empty() {
            let value = one(input);
            if value.is_ok() && !at_end(input) {
                let error = Error::new(input.span(), "expected `,` before this");
                return input.parse::<TokenStream>().and(Ok(Err(error)));
            }
            match value {
                Ok(value) => values.push(value),
                Err(error) => return input.parse::<TokenStream>().and(Ok(Err(error))),
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Ok(values))
    };
    list.parse2(group.stream())?
}

/// Whether an entry ends here.
pub(super) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Where the value of an entry stands: what comes next, after the `=` if there is one.
pub(super) fn value_span(input: ParseStream<'_>) -> Option<Span> {
    let ahead = input.fork();
    let _ = ahead.parse::<Option<Token![=]>>();
    if at_end(&ahead) { None } else { ahead.parse::<TokenTree>().ok().map(|token| token.span()) }
}

/// A whole number without a sign. Rust lets any letters stand after a number, and `30s` is not 30.
pub(super) fn whole(input: ParseStream<'_>) -> Option<LitInt> {
    input.parse().ok().filter(|number: &LitInt| is_plain(number.suffix()))
}

/// Whether what stands after a number is nothing, or one of Rust's own types.
pub(super) fn is_plain(suffix: &str) -> bool {
    const TYPES: &[&str] = &["", "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64"];
    TYPES.contains(&suffix)
}

/// Skips to the comma that ends an entry. Commas in a type's generics or a closure's parameters do not.
pub(super) fn skip_value(input: ParseStream<'_>) {
    let _ = input.parse::<Option<Token![=]>>();
    if !skip::<Type>(input) && !skip::<Expr>(input) {
        while !at_end(input) && input.parse::<TokenTree>().is_ok() {}
    }
}

/// Skips one `T`, if there is one and the entry ends after it.
fn skip<T: Parse>(input: ParseStream<'_>) -> bool {
    // On a separate stream: a fork would notify `input` about the tokens that no `T` is made of.
    let alone = |ahead: ParseStream<'_>| {
        let is_one = ahead.parse::<T>().is_ok() && at_end(ahead);
        ahead.parse::<TokenStream>().map(|_| is_one)
    };
    alone.parse2(input.cursor().token_stream()).unwrap_or(false) && input.parse::<T>().is_ok()
}
