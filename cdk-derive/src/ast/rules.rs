//! Rules: what answers mean (`on`), how many requests go (`rate_limit`), and what comes before a slice.

use proc_macro2::{Ident, Span};
use syn::{ExprPath, LitStr};

use super::{Template, Value};

/// `on(…)`.
#[derive(Default)]
pub(crate) struct On {
    /// Each with its word.
    pub(crate) conditions: Vec<(Ident, Condition)>,
    /// Their names.
    pub(crate) words: Vec<String>,
    pub(crate) action: Option<(Ident, Action)>,
    pub(crate) message: Option<Template>,
}

pub(crate) enum Condition {
    Status(Statuses),
    /// A place in the body, and the values that it may have; none: any.
    Json(LitStr, Vec<Value>),
    Header(LitStr, Vec<LitStr>),
    BodyContains(LitStr),
    Empty,
}

pub(crate) enum Statuses {
    Some(Vec<(u16, proc_macro2::Literal)>),
    /// Up to the second one, which is included.
    Range((u16, proc_macro2::Literal), (u16, proc_macro2::Literal)),
}

pub(crate) enum Action {
    Retry,
    Fail,
    /// With the variant of core's failure type.
    FailAs(&'static str),
    Ignore,
    ResetPagination,
    RefreshToken,
}

/// `rate_limit(…)`.
#[derive(Default)]
pub(crate) struct RateLimit {
    pub(crate) rates: Vec<Template>,
    pub(crate) calls: Vec<LimitCall>,
}

/// One inner word of `rate_limit(…)`, which is one call of core's builder.
pub(crate) struct LimitCall {
    pub(crate) word: Ident,
    pub(crate) value: LimitValue,
}

pub(crate) enum LimitValue {
    Number(u32, Span),
    Text(LitStr),
    /// A place in the body, by the name of core's place: `body` or `header`.
    Place(&'static str, LitStr),
    None,
}

/// `before_slice = f` or `before_slice(f, once = "…")`.
pub(crate) struct BeforeSlice {
    pub(crate) hook: ExprPath,
    pub(crate) once: Option<Template>,
}
