//! Policy: pagination, incremental sync and retries. Each option is a call of core's builder.

use proc_macro2::Ident;
use syn::LitStr;

use super::{Segment, Template, Value};

/// `paginate = none`, or a strategy with its options.
pub(crate) enum Paginate {
    None,
    Strategy { kind: Segment, calls: Vec<PageCall> },
}

/// One option of a pagination strategy.
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

/// One option of `incremental(…)`.
pub(crate) struct IncrementalCall {
    pub(crate) word: Ident,
    pub(crate) value: IncrementalValue,
}

pub(crate) enum IncrementalValue {
    Edge(Value),
    /// A duration with a value of the config.
    Length(Template),
    /// `end = now`, which is the default.
    Now,
    Text(LitStr),
    /// The variant of core's enum.
    Order(&'static str),
    Nothing,
}

/// One option of `retry(…)`.
pub(crate) struct RetryCall {
    pub(crate) word: Ident,
    pub(crate) value: RetryValue,
}

pub(crate) enum RetryValue {
    Time(LitStr),
    Number(proc_macro2::Literal),
}
