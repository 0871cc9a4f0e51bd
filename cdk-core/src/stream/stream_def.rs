//! The builder of a stream. Every attribute of `#[stream(…)]` is one call of it.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use serde_json::Value;

use super::add::Added;
use super::auth::Auth;
use super::before_slice::BeforeSlice;
use super::behind_first::Behind;
use super::body::BodyDef;
use super::context::Context;
use super::defaults::Defaults;
use super::definition::{Decoder, Definition, Emit, RecordOps, Slicer};
use super::field::{Entry, Erased, ErasedTemplate, IntoField, IntoTemplate, SourceView, StreamView, nodes};
use super::hook::{Body, Headers, Params};
use super::incremental::StateWords;
use super::process::{Filter, Map};
use super::records::Records;
use super::scope::Scope;
use super::{HasSchema, Readable, Source, Writable, slices};
use crate::cache::Cache;
use crate::decode::{LeafCheck, OnMismatch, Undeclared};
use crate::error::Result;
use crate::paginate::{Paginate, split};
use crate::schema;

/// A stream of records `R` in a source with config `C`, below parent `P`, with explicit slices `S`.
///
/// ```
/// use cdk_core::stream::{Paginate, StreamDef, entry};
/// # use serde::{Serialize, Deserialize};
/// # #[derive(Serialize, Deserialize, schemars::JsonSchema)] struct User { id: u64 }
/// # struct Config {}
/// let users: StreamDef<User, Config> = StreamDef::new("users")
///     .url_base("https://api.example.com/v1")
///     .path("users")
///     .params([entry("limit", 100)])
///     .records("data")
///     .paginate(Paginate::cursor())
///     .primary_key(["id"]);
/// ```
pub struct StreamDef<R, C, P = (), S = ()> {
    pub(super) name: String,
    pub(super) own: Defaults<C>,
    pub(super) inherited: Defaults<C>,
    pub(super) origins: Vec<String>,
    pub(super) behind: Behind<R, C>,
    path: Option<ErasedTemplate<C>>,
    path_hook: Option<Erased<C, String>>,
    pub(super) method: Option<http::Method>,
    pub(super) cache: Option<Cache>,
    request_body: Option<Erased<C, Body>>,
    decoder: Decoder,
    parse_response: Option<Erased<C, Records>>,
    next_page_token: Option<Erased<C, Option<Value>>>,
    pub(super) before_slice: Option<BeforeSlice<C>>,
    pub(super) drops_rules: bool,
    pub(super) drops_limits: bool,
    pub(super) slicers: Vec<Slicer<C>>,
    pub(super) leaves: Vec<(String, LeafCheck)>,
    pub(super) aliases: Vec<(String, String)>,
    pub(super) schema: Option<Value>,
    pub(super) state_words: StateWords<R, C, P, S>,
    pub(super) emit: Emit,
    pub(super) typed_because: Option<String>,
    filter: Option<Filter<R, C, P, S>>,
    map: Option<Map<R, C, P, S>>,
    types: PhantomData<fn(R, P, S)>,
}

impl<R: Writable + Readable + HasSchema + 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// A stream of that name, GET, one page, records at the root.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            own: Defaults::default(),
            inherited: Defaults::default(),
            origins: Vec::new(),
            behind: Behind::default(),
            path: None,
            path_hook: None,
            method: None,
            cache: None,
            request_body: None,
            decoder: Decoder::Json,
            parse_response: None,
            next_page_token: None,
            before_slice: None,
            drops_rules: false,
            drops_limits: false,
            slicers: Vec::new(),
            leaves: Vec::new(),
            aliases: Vec::new(),
            schema: None,
            state_words: StateWords::default(),
            emit: Emit::Raw,
            typed_because: None,
            filter: None,
            map: None,
            types: PhantomData,
        }
    }
}

/// The words. They ask nothing of `R`, so that a record that serde cannot read is one error and not one for each word.
impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Takes the defaults of a source: its base class, in the words of the Python CDK.
    #[must_use]
    pub fn source<Src: Source<Config = C>>(mut self) -> Self {
        (self.inherited, self.origins) = Src::definition().into_defaults();
        self.behind.source = Some(|| Src::definition().into_defaults());
        self
    }

    /// The first part of every URL. Roots: `config`, `slice`, `parent`, `grandparent`.
    #[must_use]
    pub fn url_base(mut self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.own.url_base = self.own.keep(template.into_template());
        self
    }

    /// The part behind `url_base`; default: the stream's name.
    #[must_use]
    pub fn path(mut self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.path = self.own.keep(template.into_template());
        self
    }

    /// The path by a function, as it is; it may be an absolute URL of a declared origin.
    #[must_use]
    pub fn path_hook(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<String> + 'static) -> Self {
        self.path_hook = Some(Self::erase(hook));
        self
    }

    /// Query parameters, over the source's key by key.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.own.params = self.own.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Headers, over the source's key by key.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.own.headers = self.own.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Query parameters by a function, over those of [`Self::params`].
    #[must_use]
    pub fn request_params(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Params> + 'static) -> Self {
        self.own.request_params = Some(Self::erase(hook));
        self
    }

    /// Headers by a function, over those of [`Self::headers`].
    #[must_use]
    pub fn request_headers(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Headers> + 'static) -> Self {
        self.own.request_headers = Some(Self::erase(hook));
        self
    }

    /// The body by a function, over that of the `body_…` words key by key; one of another kind replaces it.
    #[must_use]
    pub fn request_body(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Body> + 'static) -> Self {
        self.request_body = Some(Self::erase(hook));
        self
    }

    /// Where in the response the records lie: `"a.b"`, `"a.*"` for the values of a map, `"."` for the root.
    #[must_use]
    pub fn records(mut self, path: &str) -> Self {
        self.own.records = Some(path.to_owned());
        self
    }

    /// The raw records of a response by a function.
    #[must_use]
    pub fn parse_response(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Records> + 'static) -> Self {
        self.parse_response = Some(Self::erase(hook));
        self
    }

    /// How the next page is found.
    #[must_use]
    pub fn paginate(mut self, paginate: Paginate) -> Self {
        self.own.paginate = Some(paginate);
        self
    }

    /// The next page's token by a function; `None` ends. Used by `{token}` in templates and `cx.next_page_token()`.
    #[must_use]
    pub fn next_page_token(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Option<Value>> + 'static,
    ) -> Self {
        self.next_page_token = Some(Self::erase(hook));
        self
    }

    /// The fields that tell records apart, by their names in the record; `"a.b"` lies deeper. No fields: there is no key, also
    /// where the source names one.
    #[must_use]
    pub fn primary_key<'a>(mut self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        self.own.primary_key = Some(fields.into_iter().map(split).collect());
        self
    }

    /// Fields that the connector fills itself.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the attribute is named `add`, and the builder follows it")]
    pub fn add(mut self, fields: impl IntoIterator<Item = Added<StreamView<R, C, P, S>>>) -> Self {
        self.own.add(fields);
        self
    }

    /// How many requests of this stream may be in flight at once, whoever reads it (as a stream or as a parent): a number from
    /// 1 to 256, or a template with the root `config` that gives one. Never more than [`SourceDef::concurrency`] lets all
    /// streams have together, which is the default.
    ///
    /// [`SourceDef::concurrency`]: super::SourceDef::concurrency
    #[must_use]
    pub fn concurrency(mut self, requests: impl IntoField<SourceView<C>>) -> Self {
        self.own.concurrency = self.own.keep(requests.into_field().0);
        self
    }

    /// How requests are signed, in place of the source's way.
    #[must_use]
    pub fn auth(mut self, auth: Auth<C>) -> Self {
        self.own.auth = self.own.keep(auth.0);
        self
    }

    /// What happens to fields that the struct does not declare.
    #[must_use]
    pub fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.own.undeclared = Some(undeclared);
        self
    }

    /// What happens to a value that does not fit its nullable field.
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.own.on_mismatch = Some(on_mismatch);
        self
    }

    /// The form of the response's body. Default: one JSON document.
    #[must_use]
    pub fn decoder(mut self, decoder: Decoder) -> Self {
        self.decoder = decoder;
        self
    }

    /// How records leave.
    #[must_use]
    pub fn emit(mut self, emit: Emit) -> Self {
        self.emit = emit;
        self
    }

    /// The record to emit in place of the typed one, or none.
    #[must_use]
    pub fn map(mut self, hook: impl Fn(&Context<'_, R, C, P, S>, R) -> Result<Option<R>> + 'static) -> Self {
        self.map = Some(Box::new(hook));
        self
    }

    /// Whether `cx.record()` is emitted.
    #[must_use]
    pub fn filter(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<bool> + 'static) -> Self {
        self.filter = Some(Box::new(hook));
        self
    }

    pub(super) fn erase<T>(hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<T> + 'static) -> Erased<C, T> {
        Rc::new(move |scope: &Scope<'_, C>| hook(&Context::new(scope)?))
    }
}

impl<R, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S>
where
    R: Writable + Readable + HasSchema + 'static,
{
    pub(crate) fn into_definition(mut self) -> Definition<C> {
        let later = self.take_later();
        let inherited = self.inherited.body.take();
        let body = self.own.body.take().or(inherited).unwrap_or(BodyDef::None);
        let added = self.take_added();
        self.own.problems.extend(slices::problem::<C, S>(&self.slicers));
        let cursor = self.state_words.cursor();
        let cursor = self.own.keep(cursor).flatten();
        let updated = self.state_words.updated.take().map(Self::updated_by);
        let has_map = self.map.is_some();
        let process = (self.filter.is_some() || has_map).then(|| Self::process(self.filter, self.map));
        let (given, typed_because) = (self.schema, self.typed_because);
        let dynamic = given.is_some();
        let announced = given.clone();
        let record = RecordOps {
            announced: Box::new(move || match &announced {
                Some(schema) => {
                    let mut schema = schema.clone();
                    schema::dialect(&mut schema);
                    schema
                }
                None => R::announced_schema(),
            }),
            contract: Box::new(move || given.clone().unwrap_or_else(R::contract_schema)),
            leaves: self.leaves,
            writes_leaves: typed_because.is_none(),
            aliases: self.aliases,
            whole: (!dynamic).then_some(R::check_json as LeafCheck),
            rewrite: |json| {
                let (record, beyond) = R::from_json(json)?;
                Ok(beyond.restored(record.to_json(json.len())?))
            },
            decode: |json| Ok(Box::new(R::from_json(json)?.0) as Box<dyn Any>),
            process,
            has_map,
            emit: self.emit,
            rewritten: Box::new(move || match &typed_because {
                Some(reason) => Some(reason.clone()),
                None if dynamic => None,
                None => R::rewritten_by_serde(),
            }),
        };
        Definition {
            name: self.name,
            own: self.own,
            inherited: self.inherited,
            origins: self.origins,
            later,
            is_later: self.behind.is_later,
            path: self.path,
            path_hook: self.path_hook,
            method: self.method.unwrap_or_else(|| body.method()),
            body,
            cache: self.cache,
            request_body: self.request_body,
            decoder: self.decoder,
            parse_response: self.parse_response,
            next_page_token: self.next_page_token,
            added,
            before_slice: self.before_slice,
            drops_rules: self.drops_rules,
            drops_limits: self.drops_limits,
            slicers: self.slicers,
            cursor,
            updated,
            migration: self.state_words.migration,
            record,
        }
    }
}
