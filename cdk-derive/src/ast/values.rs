//! Values: templates, entries, bodies, added fields, and the kinds of `auth`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ExprPath, LitStr};

/// `body = …`.
pub(crate) enum Body {
    None,
    Json(Vec<Entry>),
    Form(Vec<Entry>),
    Text(Template),
    GraphQl(GraphQl),
}

/// `body = graphql(…)`.
pub(crate) struct GraphQl {
    pub(crate) query: Query,
    pub(crate) operation_name: Option<LitStr>,
    pub(crate) variables: Vec<Entry>,
}

/// Where a query's text comes from.
pub(crate) enum Query {
    Text(LitStr),
    Const(ExprPath),
    /// `include_str!("…")`.
    Macro(TokenStream),
}

/// `auth = …`.
pub(crate) enum Auth {
    None,
    Custom(ExprPath),
    Choose(ExprPath),
    Kind(AuthKind),
}

/// `name("string", option = value)`.
pub(crate) struct AuthKind {
    pub(crate) name: Ident,
    pub(crate) texts: Vec<Template>,
    pub(crate) calls: Vec<AuthCall>,
}

/// One option, which is one call of core's builder.
pub(crate) struct AuthCall {
    pub(crate) word: Ident,
    pub(crate) value: AuthValue,
}

pub(crate) enum AuthValue {
    Flag,
    Text(Template),
    Texts(Vec<Template>),
    Plain(LitStr),
    Entries(Vec<Entry>),
    Plains(Vec<LitStr>),
    Pairs(Vec<(Segment, LitStr)>),
    Kind(AuthKind),
    Body(Body),
}

/// A string with placeholders.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    /// As written, with `{{` and `}}`, which core resolves.
    Text(String),
    Hole(Hole),
}

/// A placeholder (`{parent.id}`), or the same path without braces in `add(…)`.
#[derive(Debug)]
pub(crate) struct Hole {
    pub(crate) root: Segment,
    pub(crate) path: Vec<Segment>,
    /// The text after the path, as written: `/*`, a format like `:%s`, both, or empty.
    pub(crate) suffix: String,
    /// " at character 7" for a message, if it is in a template; else empty.
    pub(crate) position: String,
    /// Whether the template consists of this placeholder, so that the value keeps its type.
    pub(crate) is_alone: bool,
}

/// One name of a path, with the span for errors.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl PartialEq for Segment {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl PartialEq for Hole {
    fn eq(&self, other: &Self) -> bool {
        (&self.root, &self.path, &self.suffix) == (&other.root, &other.path, &other.suffix)
    }
}

/// One key of `params`, `headers` or a body.
pub(crate) struct Entry {
    pub(crate) key: Segment,
    pub(crate) value: Value,
}

/// The value of a key.
pub(crate) enum Value {
    Text(Template),
    /// A string that is not a template, in `on(json(…) = …)`.
    Plain(LitStr),
    Scalar(Scalar),
    List(Vec<Value>),
    Object(Vec<Entry>),
    /// `key = none`.
    Unset,
}

/// A number (with its type suffix) or a bool of the generated code.
pub(crate) enum Scalar {
    Number(proc_macro2::Literal),
    Bool(bool),
}

/// `field = value` of `add(…)`.
pub(crate) struct Added {
    /// The Rust field.
    pub(crate) field: Ident,
    pub(crate) value: AddedValue,
}

pub(crate) enum AddedValue {
    Path(Hole),
    Now,
    Text(Template),
    Scalar(Scalar),
    Hook(ExprPath),
    /// `first(a, b)`, without a nested `first` and without `none`.
    First(Vec<AddedValue>),
    /// `field = none`.
    Unset,
}
