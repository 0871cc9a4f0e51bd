//! Words: the contents of `#[stream(…)]` and `#[source(…)]`.

use proc_macro2::Ident;
use syn::{ExprPath, LitStr, Type};

use super::{
    Added, Auth, AuthKind, BeforeSlice, Body, Entry, IncrementalCall, On, Paginate, RateLimit, RetryCall, Template,
    Value,
};

/// An attribute and its value.
pub(crate) struct Given<T> {
    pub(crate) word: Ident,
    pub(crate) value: T,
}

/// The names of all attributes in the source, also of those with an invalid value, which must not be reported as
/// missing.
#[derive(Default)]
pub(crate) struct Seen(Vec<String>);

impl Seen {
    /// Adds a name; returns whether it is new.
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

/// The attributes that `#[stream(…)]` and `#[source(…)]` have in common.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) seen: Seen,
    pub(crate) name: Option<Given<LitStr>>,
    pub(crate) config: Option<Given<Type>>,
    /// With a value. `url_base` alone is in `StreamWords::bare_url_base`.
    pub(crate) url_base: Option<Given<Template>>,
    pub(crate) auth: Option<Given<Auth>>,
    pub(crate) params: Option<Given<Vec<Entry>>>,
    pub(crate) headers: Option<Given<Vec<Entry>>>,
    pub(crate) body: Option<Given<Body>>,
    pub(crate) records: Option<Given<LitStr>>,
    pub(crate) paginate: Option<Given<Paginate>>,
    /// Empty: `primary_key = none`.
    pub(crate) primary_key: Option<Given<Vec<LitStr>>>,
    pub(crate) add: Option<Given<Vec<Added>>>,
    pub(crate) concurrency: Option<Given<Value>>,
    pub(crate) retry: Option<Given<Vec<RetryCall>>>,
    pub(crate) should_retry: Option<Given<ExprPath>>,
    pub(crate) backoff_time: Option<Given<ExprPath>>,
    /// In the order of the source code: the first that matches decides.
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

/// The contents of `#[stream(…)]`.
#[derive(Default)]
pub(crate) struct StreamWords {
    pub(crate) shared: Shared,
    pub(crate) source: Option<Given<Type>>,
    pub(crate) bare_url_base: Option<Ident>,
    pub(crate) path: Option<Given<Path>>,
    pub(crate) method: Option<Given<LitStr>>,
    /// In the order of the source code: the first is the outermost.
    pub(crate) parents: Vec<Given<Parent>>,
    pub(crate) slices: Vec<Given<Slices>>,
    /// `slice = T` outside `slices(…)`, as in earlier versions: an error.
    pub(crate) slice: Option<Given<Type>>,
    /// `parent` and `slices` in the order of the source code: the first is the outermost.
    pub(crate) nesting: Vec<Nested>,
    pub(crate) decoder: Option<Given<Choice>>,
    pub(crate) emit: Option<Given<Choice>>,
    /// The token `safe`, if it was written.
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

/// The contents of `#[source(…)]`.
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

/// A value out of a fixed list: the variant of core's enum, and the literal.
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
    /// A parent without options.
    pub(crate) fn new(ty: Type) -> Self {
        Self { ty, key: None, name: None, batch: None, from: None, more: None, only: None, incremental: None }
    }
}

/// The two attributes that create slices.
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
    /// Whether it has no mistake. Rules skip the rest of a mistake.
    pub(crate) is_whole: bool,
}

impl StreamWords {
    /// The type of `cx.slice()`.
    pub(crate) fn slice_type(&self) -> Option<&Type> {
        let first = self.slices.first().and_then(|given| given.value.ty.as_ref());
        first.or(self.slice.as_ref().map(|given| &given.value))
    }

    /// The names of its slices.
    pub(crate) fn slice_names(&self) -> impl Iterator<Item = String> {
        self.slices.iter().filter_map(|given| given.value.name.as_ref()).map(LitStr::value)
    }

    /// The slices with that name, and their index.
    pub(crate) fn slices_of(&self, root: &str) -> Option<(usize, &Slices)> {
        let mut all = self.slices.iter().map(|given| &given.value).enumerate();
        all.find(|(_, slices)| slices.name.as_ref().is_some_and(|name| name.value() == root))
    }

    /// The parent that a root of templates names, and its index.
    pub(crate) fn parent_of(&self, root: &str) -> Option<(usize, &Parent)> {
        let mut parents = self.parents.iter().map(|given| &given.value).enumerate();
        parents.find(|(at, parent)| {
            (*at == 0 && root == "parent") || parent.name.as_ref().is_some_and(|name| name.value.value() == root)
        })
    }

    /// The names of its parents.
    pub(crate) fn parent_names(&self) -> impl Iterator<Item = String> {
        self.parents.iter().filter_map(|given| given.value.name.as_ref()).map(|name| name.value.value())
    }
}

/// `path = "…"` or `path = f`.
pub(crate) enum Path {
    Template(Template),
    Hook(ExprPath),
}
