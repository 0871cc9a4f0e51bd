//! Rules: `on(…)`, `rate_limit(…)` and `before_slice`.

use proc_macro2::{Ident, Span};
use syn::{ExprPath, LitStr};

use super::{Template, Value};

/// `on(…)`.
#[derive(Default)]
pub(crate) struct On {
    /// Each with the token of its name.
    pub(crate) conditions: Vec<(Ident, Condition)>,
    /// Their names.
    pub(crate) words: Vec<String>,
    pub(crate) action: Option<(Ident, Action)>,
    pub(crate) message: Option<Template>,
}

pub(crate) enum Condition {
    Status(Statuses),
    /// A path in the body, and the values to match; an empty list matches any.
    Json(LitStr, Vec<Value>),
    Header(LitStr, Vec<LitStr>),
    BodyContains(LitStr),
    Empty,
}

pub(crate) enum Statuses {
    Some(Vec<(u16, proc_macro2::Literal)>),
    /// Both bounds are included.
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

/// One option of `rate_limit(…)`.
pub(crate) struct LimitCall {
    pub(crate) word: Ident,
    pub(crate) value: LimitValue,
}

pub(crate) enum LimitValue {
    Number(u32, Span),
    Text(LitStr),
    /// A location in the response: `body` or `header`, and the path or name.
    Place(&'static str, LitStr),
    None,
}

/// `before_slice = f` or `before_slice(f, once = "…")`.
pub(crate) struct BeforeSlice {
    pub(crate) hook: ExprPath,
    pub(crate) once: Option<Template>,
}
