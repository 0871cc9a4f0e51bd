//! Policy: how pages are found and how failed requests are tried again: inner words that are calls of core's builders.

use proc_macro2::Ident;
use syn::LitStr;

use super::{Segment, Template, Value};

/// `paginate = none`, or a strategy with what was said about it.
pub(crate) enum Paginate {
    None,
    Strategy { kind: Segment, calls: Vec<PageCall> },
}

/// One inner word of a pagination strategy, which is one call of core's builder.
pub(crate) struct PageCall {
    pub(crate) word: Ident,
    pub(crate) value: PageValue,
}

pub(crate) enum PageValue {
    Text(LitStr),
    Number(proc_macro2::Literal),
    Body(LitStr),
    Header(LitStr),
    Last(LitStr),
    Size(String, proc_macro2::Literal),
}

/// One inner word of `incremental(…)`, which is one call of core's builder.
pub(crate) struct IncrementalCall {
    pub(crate) word: Ident,
    pub(crate) value: IncrementalValue,
}

pub(crate) enum IncrementalValue {
    Edge(Value),
    /// A length that the config knows.
    Length(Template),
    /// `end = now`, which its absence says too.
    Now,
    Text(LitStr),
    /// The variant of core's enum.
    Order(&'static str),
    Nothing,
}

/// One inner word of `retry(…)`, which is one call of core's builder.
pub(crate) struct RetryCall {
    pub(crate) word: Ident,
    pub(crate) value: RetryValue,
}

pub(crate) enum RetryValue {
    Time(LitStr),
    Number(proc_macro2::Literal),
}
