//! Words: everything that `#[stream(…)]` and `#[source(…)]` say.

use proc_macro2::Ident;
use syn::{ExprPath, LitStr, Type};

use super::{
    Added, Auth, AuthKind, BeforeSlice, Body, Entry, IncrementalCall, On, Paginate, RateLimit, RetryCall, Template,
    Value,
};

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
    pub(crate) body: Option<Given<Body>>,
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
    /// In the order in which they were written: the first is the outermost.
    pub(crate) parents: Vec<Given<Parent>>,
    pub(crate) slices: Vec<Given<Slices>>,
    /// The type of a slice next to `slices`, which is how earlier versions wrote it: a mistake.
    pub(crate) slice: Option<Given<Type>>,
    /// `parent` and `slices` in their order: the first is the outermost.
    pub(crate) nesting: Vec<Nested>,
    pub(crate) decoder: Option<Given<Choice>>,
    pub(crate) emit: Option<Given<Choice>>,
    /// With `safe`, where it was given.
    pub(crate) cache: Option<Given<Option<Ident>>>,
    pub(crate) before_slice: Option<Given<BeforeSlice>>,
    pub(crate) parse_response: Option<Given<ExprPath>>,
    pub(crate) next_page_token: Option<Given<ExprPath>>,
    pub(crate) request_body: Option<Given<ExprPath>>,
    pub(crate) cursor_field: Option<Given<LitStr>>,
    pub(crate) incremental: Option<Given<Vec<IncrementalCall>>>,
    pub(crate) state_migration: Option<Given<ExprPath>>,
    pub(crate) get_updated_state: Option<Given<ExprPath>>,
    pub(crate) define: Option<Given<ExprPath>>,
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
    pub(crate) login: Option<Given<AuthKind>>,
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
    pub(crate) incremental: Option<Ident>,
}

impl Parent {
    /// A parent of which nothing else is said.
    pub(crate) fn new(ty: Type) -> Self {
        Self { ty, key: None, name: None, batch: None, from: None, more: None, only: None, incremental: None }
    }
}

/// What gives slices.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nested {
    Parent,
    Slices,
}

/// `slices(f, slice = T, as = "name")`.
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
