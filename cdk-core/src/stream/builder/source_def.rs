//! The builder of a source. Every attribute of `#[source(…)]` is one call of it.

use std::rc::Rc;

use serde_json::Value;

use super::added::Added;
use super::body::BodyTemplate;
use super::field::{Entry, IntoField, nodes};
use super::finish::built;
use super::functions::StreamsFn;
use super::login::Login;
use super::stream_def::StreamDef;
use super::template::IntoTemplate;
use super::view::SourceView;
use crate::decode::{OnMismatch, Undeclared};
use crate::error::Result;
use crate::json::split;
use crate::paginate::Paginate;
use crate::stream::context::SourceCx;
use crate::stream::definition::scope::Scope;
use crate::stream::definition::{Defaults, Definition, ErasedFn, Inherited};
use crate::stream::value::{HasSchema, Headers, Params, Readable, Writable};

/// A connector: its streams and their defaults. Streams inherit the defaults by
/// [`StreamDef::source`](crate::StreamDef::source) or [`StreamDef::source_def`].
pub struct SourceDef<C> {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The schema of the config, if the config's type does not define it.
    pub(crate) spec: Option<Value>,
    pub(crate) documentation_url: Option<String>,
    /// Built lazily: a stream requests the defaults of its source while it is built.
    pub(crate) streams: Vec<Rc<dyn Fn() -> Definition<C>>>,
    pub(crate) streams_fn: Option<Rc<dyn StreamsFn<C>>>,
    pub(crate) check: Option<String>,
    origins: Vec<String>,
    pub(crate) ignores: Vec<String>,
    pub(crate) login: Option<Login>,
    pub(crate) advanced_auth: Option<Value>,
    pub(crate) defaults: Defaults<C>,
}

impl<C: 'static> Default for SourceDef<C> {
    fn default() -> Self {
        Self {
            name: "source".to_owned(),
            version: "0.0.0".to_owned(),
            spec: None,
            documentation_url: None,
            streams: Vec::new(),
            streams_fn: None,
            check: None,
            origins: Vec::new(),
            ignores: Vec::new(),
            login: None,
            advanced_auth: None,
            defaults: Defaults::default(),
        }
    }
}

impl<C: 'static> SourceDef<C> {
    /// An empty source.
    pub fn new() -> Self {
        Self::default()
    }

    /// The connector's name, such as `employees`. Only for [`run_source`](crate::run_source): a type that implements
    /// [`Source`](crate::Source) has its name in the trait.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The connector's version, such as `0.1.0`. Only for [`run_source`](crate::run_source), as [`Self::name`].
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The schema of the config, as `spec` prints it: JSON Schema draft-07, an object. Configs are validated by it.
    /// Default: the schema of the config's type.
    #[must_use]
    pub fn spec(mut self, schema: Value) -> Self {
        self.spec = Some(schema);
        self
    }

    /// The object `advanced_auth` of the spec, unchanged. Default: derived from [`Self::login`].
    #[must_use]
    pub fn advanced_auth(mut self, advanced_auth: Value) -> Self {
        self.advanced_auth = Some(advanced_auth);
        self
    }

    /// URL of the user documentation.
    #[must_use]
    pub fn documentation_url(mut self, url: &str) -> Self {
        self.documentation_url = Some(url.to_owned());
        self
    }

    /// Adds a stream without a struct, or one that is built by hand.
    #[must_use]
    pub fn stream_def<R, P, S>(mut self, build: impl Fn() -> StreamDef<R, C, P, S> + 'static) -> Self
    where
        R: Writable + Readable + HasSchema + 'static,
        P: 'static,
        S: 'static,
    {
        self.streams.push(Rc::new(built(build)));
        self
    }

    /// Dynamic streams: an `async fn(&StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>>`. They come after the
    /// listed streams.
    /// [`StreamsFn`] says when the function is called.
    #[must_use]
    pub fn streams(mut self, function: impl StreamsFn<C>) -> Self {
        self.streams_fn = Some(Rc::new(function));
        self
    }

    /// The stream of which `check` reads one page, by its name. Default: the first listed one without a parent, else
    /// the first that [`Self::streams`] returns.
    #[must_use]
    pub fn check_stream(mut self, name: &str) -> Self {
        self.check = Some(name.to_owned());
        self
    }

    /// Origins (hosts) other than `url_base` to which next-page URLs may lead. Requests to them contain the
    /// credentials.
    #[must_use]
    pub fn origins<'a>(mut self, origins: impl IntoIterator<Item = &'a str>) -> Self {
        self.origins.extend(origins.into_iter().map(str::to_owned));
        self
    }

    /// Config keys that the connector accepts but does not use, such as those of the connector that it replaces. Each
    /// run logs those that are set in one INFO line. A key that is not in the spec is an error before any command.
    #[must_use]
    pub fn ignores<'a>(mut self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        self.ignores.extend(keys.into_iter().map(str::to_owned));
        self
    }

    /// The OAuth sign-in of a user, for the command `login` and for the platform (`advanced_auth` of the spec).
    /// Default: none.
    #[must_use]
    pub fn login(mut self, login: Login) -> Self {
        self.login = Some(login);
        self
    }

    /// The first part of every URL. Root: `config`.
    #[must_use]
    pub fn url_base(mut self, template: impl IntoTemplate<SourceView<C>>) -> Self {
        self.defaults.url_base = self.defaults.keep(template.into_template());
        self
    }

    /// Maximum number of requests in flight, for all streams together: 1 to 256, or a template such as
    /// `"{config.num_workers}"`.
    /// Default: 4. Streams, slices and children of different parents are read concurrently up to this limit; the pages
    /// of one slice are read in sequence.
    #[must_use]
    pub fn concurrency(mut self, requests: impl IntoField<SourceView<C>>) -> Self {
        self.defaults.concurrency = self.defaults.keep(requests.into_field().0);
        self
    }

    /// Query parameters of every request. Default: none.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.defaults.params = self.defaults.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Headers of every request. Default: none.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.defaults.headers = self.defaults.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// The body of every request. A stream's own body replaces it. Default: no body.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<SourceView<C>>) -> Self {
        self.defaults.body = self.defaults.keep(body.0);
        self
    }

    /// The path of the records in the response: `"a.b"`, `"a.*"` for the values of a map, `"."` for the root. Default:
    /// `"."`.
    #[must_use]
    pub fn records(mut self, path: &str) -> Self {
        self.defaults.records = Some(path.to_owned());
        self
    }

    /// The pagination strategy. Default: none, one page.
    #[must_use]
    pub fn paginate(mut self, paginate: Paginate) -> Self {
        self.defaults.paginate = Some(paginate);
        self
    }

    /// The fields that identify a record, by their names in the record. A stream without a primary key sets
    /// `primary_key([])`.
    #[must_use]
    pub fn primary_key<'a>(mut self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        self.defaults.primary_key = Some(fields.into_iter().map(split).collect());
        self
    }

    /// Fields that the connector fills, in every stream that declares the field and does not set or remove it. A field
    /// that no stream declares is an error before any command.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the attribute is named `add`, and the builder follows it")]
    pub fn add(mut self, fields: impl IntoIterator<Item = Added<SourceView<C>>>) -> Self {
        self.defaults.add(fields);
        self
    }

    /// Handling of fields that the schema does not declare. Default: [`Undeclared::Drop`].
    #[must_use]
    pub fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.defaults.undeclared = Some(undeclared);
        self
    }

    /// Handling of a value that does not match its schema, inside a nullable value. Default: [`OnMismatch::Null`].
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.defaults.on_mismatch = Some(on_mismatch);
        self
    }

    /// Additional query parameters of every request, by a function.
    #[must_use]
    pub fn request_params(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<Params> + 'static) -> Self {
        self.defaults.request_params = Some(Self::erase(hook));
        self
    }

    /// Additional headers of every request, by a function.
    #[must_use]
    pub fn request_headers(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<Headers> + 'static) -> Self {
        self.defaults.request_headers = Some(Self::erase(hook));
        self
    }

    pub(super) fn erase<T>(hook: impl Fn(&SourceCx<'_, C>) -> Result<T> + 'static) -> ErasedFn<C, T> {
        Rc::new(move |scope: &Scope<'_, C>| hook(&SourceCx::new(scope)))
    }

    /// The defaults that its streams inherit.
    pub(crate) fn into_inherited(self) -> Inherited<C> {
        Inherited { defaults: self.defaults, origins: self.origins }
    }
}
