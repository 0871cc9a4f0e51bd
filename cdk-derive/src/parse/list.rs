//! List: reads comma-separated entries.
//!
//! In: the tokens of a group. Out: one call per entry. A mistake in one entry does not stop the next.
//! Not here: the contents of an entry (see the files of the attributes).

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Expr, LitInt, Result, Token, Type};

use crate::diagnostics::Diagnostics;

/// Reads a comma-separated list, also after a mistake in one entry. Returns whether all entries were good.
pub(super) fn each(
    tokens: TokenStream,
    diagnostics: &Diagnostics,
    mut entry: impl FnMut(ParseStream<'_>) -> Result<()>,
) -> bool {
    let mut is_good = true;
    let list = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let result = entry(input).and_then(|()| {
                if at_end(input) { Ok(()) } else { Err(Error::new(input.span(), "missing `,` before this")) }
            });
            is_good &= diagnostics.take(result).is_some();
            skip_value(input);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    diagnostics.take(list.parse2(tokens)).is_some() && is_good
}

/// The values of a list. Reading stops at the first mistake, so that the rest is not a second mistake.
pub(super) fn each_of<T>(group: &Group, one: impl Fn(ParseStream<'_>) -> Result<T>) -> Result<Vec<T>> {
    let list = |input: ParseStream<'_>| {
        let mut values = Vec::new();
        while !input.is_empty() {
            let value = one(input);
            if value.is_ok() && !at_end(input) {
                let error = Error::new(input.span(), "missing `,` before this");
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

/// The span of the value of an entry: the next token, after the `=` if one exists.
pub(super) fn value_span(input: ParseStream<'_>) -> Option<Span> {
    let ahead = input.fork();
    let _ = ahead.parse::<Option<Token![=]>>();
    if at_end(&ahead) { None } else { ahead.parse::<TokenTree>().ok().map(|token| token.span()) }
}

/// An integer without a sign. Rust accepts any letters after a number, but `30s` is not 30.
pub(super) fn whole(input: ParseStream<'_>) -> Option<LitInt> {
    input.parse().ok().filter(|number: &LitInt| is_plain(number.suffix()))
}

/// Whether the suffix of a number is empty or one of Rust's number types.
pub(super) fn is_plain(suffix: &str) -> bool {
    const TYPES: &[&str] = &["", "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64"];
    TYPES.contains(&suffix)
}

/// Skips to the comma that ends an entry, past commas in generics and in parameters of closures.
pub(super) fn skip_value(input: ParseStream<'_>) {
    let _ = input.parse::<Option<Token![=]>>();
    if !skip::<Type>(input) && !skip::<Expr>(input) {
        while !at_end(input) && input.parse::<TokenTree>().is_ok() {}
    }
}

/// Skips one `T` if the rest of the entry is one.
fn skip<T: Parse>(input: ParseStream<'_>) -> bool {
    // On a separate stream: a fork would notify `input` about the tokens that no `T` is made of.
    let alone = |ahead: ParseStream<'_>| {
        let is_one = ahead.parse::<T>().is_ok() && at_end(ahead);
        ahead.parse::<TokenStream>().map(|_| is_one)
    };
    alone.parse2(input.cursor().token_stream()).unwrap_or(false) && input.parse::<T>().is_ok()
}
