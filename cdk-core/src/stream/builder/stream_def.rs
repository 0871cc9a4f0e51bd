//! The builder of a stream. Every attribute of `#[stream(…)]` is one call of it.
//!
//! It contains the definition and sets its fields. Until the end it also holds the parts that need the types of the
//! stream. Here: what the stream is and how a request and a response look. Further calls: `hooks`, `slicers`,
//! `incremental`, `on`, `rate_limit`, `retry`, `record`, `later`.

use std::marker::PhantomData;
use std::rc::Rc;

use http::Method;

use super::added::Added;
use super::body::BodyTemplate;
use super::field::{Entry, IntoField, nodes};
use super::template::IntoTemplate;
use super::typed_hooks::{Filter, Map, UpdatedHook};
use super::view::{SourceView, StreamView};
use crate::cache::Cache;
use crate::decode::{OnMismatch, Undeclared};
use crate::error::Result;
use crate::json::split;
use crate::paginate::Paginate;
use crate::stream::context::Context;
use crate::stream::definition::scope::Scope;
use crate::stream::definition::{Definition, ErasedFn, Inherited, RecordOps};
use crate::stream::value::{Decoder, Emit, HasSchema, Readable, Writable, http_method};

/// A stream with records `R`, in a source with config `C`, with parent `P` and explicit slices `S`.
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
    pub(in crate::stream) definition: Definition<C>,
    /// `None`: the default of the body.
    pub(super) method: Option<Method>,
    pub(super) filter: Option<Filter<R, C, P, S>>,
    pub(super) map: Option<Map<R, C, P, S>>,
    pub(super) updated: Option<UpdatedHook<R, C, P, S>>,
    pub(super) later: Later<R, C>,
    types: PhantomData<fn(R, P, S)>,
}

impl<R: Writable + Readable + HasSchema + 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// A stream with this name. Defaults: GET, one page, records at the root.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            definition: Definition::new(name.into(), RecordOps::of::<R>()),
            method: None,
            filter: None,
            map: None,
            updated: None,
            later: Later::default(),
            types: PhantomData,
        }
    }
}

type Define<R, C> = Box<dyn FnOnce(StreamDef<R, C>) -> StreamDef<R, C>>;

/// The declaration of a stream's later syncs.
pub(super) struct Later<R, C> {
    pub(super) define: Option<Define<R, C>>,
    /// The inherited options, once more.
    pub(super) inherited: Option<Rc<dyn Fn() -> Inherited<C>>>,
}

// Not derived: a derive would demand `R: Default`.
impl<R, C> Default for Later<R, C> {
    fn default() -> Self {
        Self { define: None, inherited: None }
    }
}

/// The calls. They need nothing of `R`, so that a record that serde cannot read is one error and not one for each call.
impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Applies a function to the builder, for options that several streams share.
    #[must_use]
    pub fn define(self, function: impl FnOnce(Self) -> Self) -> Self {
        function(self)
    }

    /// The first part of every URL. Roots: `config`, `slice`, `parent`, `grandparent`. Default: the source's.
    #[must_use]
    pub fn url_base(mut self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.definition.own.url_base = self.definition.own.keep(template.into_template());
        self
    }

    /// The part of the URL after `url_base`. Default: the stream's name.
    #[must_use]
    pub fn path(mut self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.definition.path = self.definition.own.keep(template.into_template());
        self
    }

    /// Query parameters, over the source's key by key.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.definition.own.params = self.definition.own.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Headers, over the source's key by key.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.definition.own.headers = self.definition.own.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// The HTTP method. Default: GET; POST if the body is GraphQL.
    #[must_use]
    pub fn method(mut self, method: impl TryInto<Method> + ToString) -> Self {
        self.method = self.definition.own.keep(http_method(method));
        self
    }

    /// The body of every request. Replaces the source's; [`BodyTemplate::none`] removes it. Default: no body.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<StreamView<R, C, P, S>>) -> Self {
        self.definition.own.body = self.definition.own.keep(body.0);
        self
    }

    /// The path of the records in the response: `"a.b"`, `"a.*"` for the values of a map, `"."` for the root. Default:
    /// the source's, else `"."`.
    #[must_use]
    pub fn records(mut self, path: &str) -> Self {
        self.definition.own.records = Some(path.to_owned());
        self
    }

    /// The pagination strategy. Default: the source's, else none: one page.
    #[must_use]
    pub fn paginate(mut self, paginate: Paginate) -> Self {
        self.definition.own.paginate = Some(paginate);
        self
    }

    /// The fields that identify a record, by their names in the record; `"a.b"` is a nested field. No fields: the
    /// stream has no primary key, even if the source sets one.
    #[must_use]
    pub fn primary_key<'a>(mut self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        self.definition.own.primary_key = Some(fields.into_iter().map(split).collect());
        self
    }

    /// Fields that the connector fills. Default: those of the source that the record declares.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the attribute is named `add`, and the builder follows it")]
    pub fn add(mut self, fields: impl IntoIterator<Item = Added<StreamView<R, C, P, S>>>) -> Self {
        self.definition.own.add(fields);
        self
    }

    /// Maximum number of requests of this stream in flight, whether it is read as a stream or as a parent: a number
    /// from 1 to 256, or a template of one with the root `config`. It is never more than [`SourceDef::concurrency`],
    /// the limit for all streams together, which is the default.
    ///
    /// [`SourceDef::concurrency`]: crate::SourceDef::concurrency
    #[must_use]
    pub fn concurrency(mut self, requests: impl IntoField<SourceView<C>>) -> Self {
        self.definition.own.concurrency = self.definition.own.keep(requests.into_field().0);
        self
    }

    /// Handling of fields that the schema does not declare. Default: the source's, else [`Undeclared::Drop`].
    #[must_use]
    pub fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.definition.own.undeclared = Some(undeclared);
        self
    }

    /// Handling of a value that does not match its schema, inside a nullable value. Default: the source's, else
    /// [`OnMismatch::Null`].
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.definition.own.on_mismatch = Some(on_mismatch);
        self
    }

    /// The format of the response's body. Default: [`Decoder::Json`], one JSON document.
    #[must_use]
    pub fn decoder(mut self, decoder: Decoder) -> Self {
        self.definition.decoder = decoder;
        self
    }

    /// How records are written. Default: [`Emit::Raw`]; records that serde would change are written as [`Emit::Typed`].
    #[must_use]
    pub fn emit(mut self, emit: Emit) -> Self {
        self.definition.record.emit = emit;
        self
    }

    /// Caches the stream's responses on disk during the run, so that a stream that is also a parent of others is
    /// requested once.
    /// [`Cache::On`] is for GET and HEAD, [`Cache::Safe`] for a POST that only reads. Default: no cache.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.definition.cache = Some(cache);
        self
    }

    pub(super) fn erase<T>(hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<T> + 'static) -> ErasedFn<C, T> {
        Rc::new(move |scope: &Scope<'_, C>| hook(&Context::new(scope)?))
    }
}
