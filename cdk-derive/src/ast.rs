//! Ast: what was written, typed, with the user's tokens kept for their spans.
//!
//! In: nothing. Out: the types that `parse` fills, `validate` looks at and `expand` turns into code.
//! Whatever a generated call must be spanned at is kept as a token here: the word, the value, the literal.
//! Not here: which combinations are allowed (see `validate`).

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ExprPath, LitStr, Type};

/// A word and the value that was given to it.
pub(crate) struct Given<T> {
    pub(crate) word: Ident,
    pub(crate) value: T,
}

/// The words that were written, good value or bad, so that a bad one is not also called missing.
#[derive(Default)]
pub(crate) struct Seen(Vec<String>);

impl Seen {
    /// Remembers a word; says whether it is new.
    pub(crate) fn insert(&mut self, word: &str) -> bool {
        let new = !self.has(word);
        if new {
            self.0.push(word.to_owned());
        }
        new
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|seen| seen == word)
    }
}

/// What `#[stream(…)]` and `#[source(…)]` have in common.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) seen: Seen,
    pub(crate) name: Option<Given<LitStr>>,
    pub(crate) config: Option<Given<Type>>,
    /// `Own` only; a bare word is remembered in `StreamWords::bare_url_base`.
    pub(crate) url_base: Option<Given<Template>>,
    pub(crate) auth: Option<Given<Auth>>,
    pub(crate) params: Option<Given<Vec<Entry>>>,
    pub(crate) headers: Option<Given<Vec<Entry>>>,
    pub(crate) records: Option<Given<LitStr>>,
    pub(crate) paginate: Option<Given<Paginate>>,
    /// No field: `primary_key = none`.
    pub(crate) primary_key: Option<Given<Vec<LitStr>>>,
    pub(crate) add: Option<Given<Vec<Added>>>,
    pub(crate) concurrency: Option<Given<Value>>,
    pub(crate) retry: Option<Given<Vec<RetryCall>>>,
    pub(crate) should_retry: Option<Given<ExprPath>>,
    pub(crate) backoff_time: Option<Given<ExprPath>>,
    /// In the order in which they were written: the first that holds decides.
    pub(crate) on: Vec<Given<On>>,
    pub(crate) rate_limits: Vec<Given<RateLimit>>,
    /// `on = none` and `rate_limit = none`.
    pub(crate) dropped: Vec<Ident>,
    pub(crate) circuit: Option<Given<Option<proc_macro2::Literal>>>,
    pub(crate) undeclared: Option<Given<Choice>>,
    pub(crate) on_mismatch: Option<Given<Choice>>,
    pub(crate) request_params: Option<Given<ExprPath>>,
    pub(crate) request_headers: Option<Given<ExprPath>>,
}

/// Everything that `#[stream(…)]` says.
#[derive(Default)]
pub(crate) struct StreamWords {
    pub(crate) shared: Shared,
    pub(crate) source: Option<Given<Type>>,
    pub(crate) bare_url_base: Option<Ident>,
    pub(crate) path: Option<Given<Path>>,
    pub(crate) method: Option<Given<LitStr>>,
    /// One, unless the user gave more; which is a mistake.
    pub(crate) bodies: Vec<Given<Body>>,
    /// In the order in which they were written: the first is the outermost.
    pub(crate) parents: Vec<Given<Parent>>,
    pub(crate) slices: Vec<Given<Slices>>,
    /// The type of a slice, where `slices` does not say it itself.
    pub(crate) slice: Option<Given<Type>>,
    /// `parent` and `slices` in their order: the first is the outermost.
    pub(crate) nesting: Vec<Nested>,
    pub(crate) emit: Option<Given<Choice>>,
    /// With `safe`, where it was given.
    pub(crate) cache: Option<Given<Option<Ident>>>,
    pub(crate) before_slice: Option<Given<BeforeSlice>>,
    pub(crate) parse_response: Option<Given<ExprPath>>,
    pub(crate) next_page_token: Option<Given<ExprPath>>,
    pub(crate) request_body: Option<Given<ExprPath>>,
    pub(crate) map: Option<Given<ExprPath>>,
    pub(crate) filter: Option<Given<ExprPath>>,
}

/// Everything that `#[source(…)]` says.
#[derive(Default)]
pub(crate) struct SourceWords {
    pub(crate) shared: Shared,
    pub(crate) documentation_url: Option<Given<LitStr>>,
    pub(crate) streams: Option<Given<Vec<Type>>>,
    pub(crate) streams_fn: Option<Given<ExprPath>>,
    pub(crate) check: Option<Given<Type>>,
    pub(crate) origins: Option<Given<Vec<LitStr>>>,
    pub(crate) ignores: Option<Given<Vec<LitStr>>>,
}

/// One of a word's few values: the variant of core's enum, and the literal that named it.
pub(crate) struct Choice {
    pub(crate) variant: &'static str,
    pub(crate) literal: LitStr,
}

/// `parent = P` or `parent(P, …)`.
pub(crate) struct Parent {
    pub(crate) ty: Type,
    pub(crate) key: Option<Given<LitStr>>,
    /// `as = "…"`.
    pub(crate) name: Option<Given<LitStr>>,
    pub(crate) batch: Option<Given<proc_macro2::Literal>>,
    pub(crate) from: Option<Given<LitStr>>,
    pub(crate) more: Option<Given<LitStr>>,
    pub(crate) only: Option<Given<ExprPath>>,
}

impl Parent {
    /// A parent of which nothing else is said.
    pub(crate) fn new(ty: Type) -> Self {
        Self { ty, key: None, name: None, batch: None, from: None, more: None, only: None }
    }
}

/// What gives slices.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nested {
    Parent,
    Slices,
}

/// `slices = f` or `slices(f, slice = T, as = "name")`.
pub(crate) struct Slices {
    pub(crate) hook: ExprPath,
    pub(crate) ty: Option<Type>,
    pub(crate) name: Option<LitStr>,
    /// Whether all of it was good: no rule judges what is left of a mistake.
    pub(crate) is_whole: bool,
}

impl StreamWords {
    /// The type of `cx.slice()`.
    pub(crate) fn slice_type(&self) -> Option<&Type> {
        let first = self.slices.first().and_then(|given| given.value.ty.as_ref());
        first.or(self.slice.as_ref().map(|given| &given.value))
    }

    /// The names that its slices were given.
    pub(crate) fn slice_names(&self) -> impl Iterator<Item = String> {
        self.slices.iter().filter_map(|given| given.value.name.as_ref()).map(LitStr::value)
    }

    /// The slices of that name, and which ones they are.
    pub(crate) fn slices_of(&self, root: &str) -> Option<(usize, &Slices)> {
        let mut all = self.slices.iter().map(|given| &given.value).enumerate();
        all.find(|(_, slices)| slices.name.as_ref().is_some_and(|name| name.value() == root))
    }

    /// The parent that a root of templates names, and which one it is.
    pub(crate) fn parent_of(&self, root: &str) -> Option<(usize, &Parent)> {
        let mut parents = self.parents.iter().map(|given| &given.value).enumerate();
        parents.find(|(at, parent)| {
            (*at == 0 && root == "parent") || parent.name.as_ref().is_some_and(|name| name.value.value() == root)
        })
    }

    /// The names that its parents were given.
    pub(crate) fn parent_names(&self) -> impl Iterator<Item = String> {
        self.parents.iter().filter_map(|given| given.value.name.as_ref()).map(|name| name.value.value())
    }
}

/// `path = "…"` or `path = f`.
pub(crate) enum Path {
    Template(Template),
    Hook(ExprPath),
}

/// One of the `body_…` words.
pub(crate) enum Body {
    Json(Vec<Entry>),
    Form(Vec<Entry>),
    Text(Template),
    GraphQl(GraphQl),
}

/// `body_graphql(…)`.
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
    Bearer(Template),
    Basic(Template, Template),
    Custom(ExprPath),
}

/// A text with placeholders.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    /// Kept as written, `{{` and `}}` included: core resolves them.
    Text(String),
    Hole(Hole),
}

/// A placeholder (`{parent.id}`), or the same path without braces in `add(…)`.
#[derive(Debug)]
pub(crate) struct Hole {
    pub(crate) root: Segment,
    pub(crate) path: Vec<Segment>,
    /// What follows the path, as written: `/*`, a format like `:%s`, both, or nothing.
    pub(crate) suffix: String,
    /// "` at character 7`" for a message, in a template; empty elsewhere.
    pub(crate) position: String,
    /// Whether it is all that there is, and keeps its type.
    pub(crate) is_alone: bool,
}

/// One name of a path, with the span that an error about it stands at.
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

/// What stands behind a key.
pub(crate) enum Value {
    Text(Template),
    /// A text that is no template, in `on(json(…) = …)`.
    Plain(LitStr),
    Scalar(Scalar),
    List(Vec<Value>),
    Object(Vec<Entry>),
    /// `key = none`.
    Unset,
}

/// A number or a bool, as it goes into generated code (with its type).
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
    /// `first(a, b)`: none of them is another `first`, or `none`.
    First(Vec<AddedValue>),
    /// `field = none`.
    Unset,
}

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

/// One inner word of `retry(…)`, which is one call of core's builder.
pub(crate) struct RetryCall {
    pub(crate) word: Ident,
    pub(crate) value: RetryValue,
}

pub(crate) enum RetryValue {
    Time(LitStr),
    Number(proc_macro2::Literal),
}

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
    Range((u16, proc_macro2::Literal), proc_macro2::Literal),
}

pub(crate) enum Action {
    Retry,
    Fail,
    /// With the variant of core's failure type.
    FailAs(&'static str),
    Ignore,
    ResetPagination,
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
    None,
}

/// `before_slice = f` or `before_slice(f, once = "…")`.
pub(crate) struct BeforeSlice {
    pub(crate) hook: ExprPath,
    pub(crate) once: Option<Template>,
}

/// The record struct: its fields and what serde does to them.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    /// Attributes by which serde would write other bytes than it read.
    pub(crate) rewrites: Vec<Rewrite>,
}

/// A field that serde neither skips nor flattens.
pub(crate) struct Field {
    /// The Rust name, unrawed.
    pub(crate) rust: String,
    /// The name in the record.
    pub(crate) json: String,
    /// Other names under which serde reads it.
    pub(crate) aliases: Vec<String>,
    pub(crate) ty: Type,
    pub(crate) kind: FieldKind,
}

/// How a field stands to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Read and written.
    Own,
    /// Read, not written (`skip_serializing`).
    ReadOnly,
    /// Not read (`skip`, `skip_deserializing`): no field of the record.
    Skipped,
    /// Its fields lie in the record itself.
    Flat,
}

/// One reason why a record goes through serde on its way out.
pub(crate) struct Rewrite {
    pub(crate) span: Span,
    /// "field `x`: `#[serde(with)]`".
    pub(crate) reason: String,
}

impl Record {
    /// Whether names may lie in the record that this struct does not show.
    pub(crate) fn is_flattened(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Flat)
    }

    /// The fields that are read from a page.
    pub(crate) fn read(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Own | FieldKind::ReadOnly))
    }
}
