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

/// A connector: its streams, and the defaults that they take by [`StreamDef::source`](crate::StreamDef::source) or [`StreamDef::source_def`].
pub struct SourceDef<C> {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The schema of the config, if the config's type does not define it.
    pub(crate) spec: Option<Value>,
    pub(crate) documentation_url: Option<String>,
    /// Built only when asked for: a stream asks for its source's defaults while it is built.
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
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The connector's name, such as `employees`: for a source that is run by [`run_source`](crate::run_source). That of a type that implements
    /// [`Source`](crate::Source) is the trait's.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The connector's version, such as `0.1.0`; as for [`Self::name`].
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The schema of the config, as `spec` prints it: JSON Schema draft-07, an object. Configs are checked by it. Default: that of
    /// the config's type.
    #[must_use]
    pub fn spec(mut self, schema: Value) -> Self {
        self.spec = Some(schema);
        self
    }

    /// The object `advanced_auth` of the spec, unchanged. Default: made from [`Self::login`].
    #[must_use]
    pub fn advanced_auth(mut self, advanced_auth: Value) -> Self {
        self.advanced_auth = Some(advanced_auth);
        self
    }

    /// The page that explains the connector to its users.
    #[must_use]
    pub fn documentation_url(mut self, url: &str) -> Self {
        self.documentation_url = Some(url.to_owned());
        self
    }

    /// Lists a stream that has no struct, or that is built by hand.
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

    /// Streams that only the API knows, by an `async fn(&StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>>`. They
    /// come after the listed ones. For when it is called, see [`StreamsFn`].
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

    /// Hosts beside `url_base` to which a next URL may lead; they get the credentials too.
    #[must_use]
    pub fn origins<'a>(mut self, origins: impl IntoIterator<Item = &'a str>) -> Self {
        self.origins.extend(origins.into_iter().map(str::to_owned));
        self
    }

    /// Config keys that the connector accepts and does not act on yet, such as those of the connector that it replaces.
    /// Each run names those that are set in one INFO line. A key that the spec lacks is an error before any command.
    #[must_use]
    pub fn ignores<'a>(mut self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        self.ignores.extend(keys.into_iter().map(str::to_owned));
        self
    }

    /// How a user signs in: what the command `login` does, and the platform by the spec's `advanced_auth`.
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

    /// How many requests may be in flight at once, over all streams: a number from 1 to 256, or a template that gives one,
    /// such as `"{config.num_workers}"`. Default: 4. Slices of one stream, children of different parents and different
    /// streams are read at the same time up to there; the pages of one slice come one after the other.
    #[must_use]
    pub fn concurrency(mut self, requests: impl IntoField<SourceView<C>>) -> Self {
        self.defaults.concurrency = self.defaults.keep(requests.into_field().0);
        self
    }

    /// Query parameters of every request.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.defaults.params = self.defaults.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Headers of every request.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.defaults.headers = self.defaults.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// The body of the requests of all streams. A stream's own body replaces it.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<SourceView<C>>) -> Self {
        self.defaults.body = self.defaults.keep(body.0);
        self
    }

    /// Where in a response the records lie.
    #[must_use]
    pub fn records(mut self, path: &str) -> Self {
        self.defaults.records = Some(path.to_owned());
        self
    }

    /// How the next page is found.
    #[must_use]
    pub fn paginate(mut self, paginate: Paginate) -> Self {
        self.defaults.paginate = Some(paginate);
        self
    }

    /// The fields that tell records apart, by their names in the record; a stream that has none says `primary_key([])`.
    #[must_use]
    pub fn primary_key<'a>(mut self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        self.defaults.primary_key = Some(fields.into_iter().map(split).collect());
        self
    }

    /// Fields that the connector fills itself, in every stream that declares a field of that name and neither adds it by
    /// itself nor takes it away. A field that no stream declares is an error before any command.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the attribute is named `add`, and the builder follows it")]
    pub fn add(mut self, fields: impl IntoIterator<Item = Added<SourceView<C>>>) -> Self {
        self.defaults.add(fields);
        self
    }

    /// What happens to fields that a struct does not declare.
    #[must_use]
    pub fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.defaults.undeclared = Some(undeclared);
        self
    }

    /// What happens to a value that does not fit its nullable field.
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.defaults.on_mismatch = Some(on_mismatch);
        self
    }

    /// Query parameters of every request, by a function.
    #[must_use]
    pub fn request_params(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<Params> + 'static) -> Self {
        self.defaults.request_params = Some(Self::erase(hook));
        self
    }

    /// Headers of every request, by a function.
    #[must_use]
    pub fn request_headers(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<Headers> + 'static) -> Self {
        self.defaults.request_headers = Some(Self::erase(hook));
        self
    }

    pub(super) fn erase<T>(hook: impl Fn(&SourceCx<'_, C>) -> Result<T> + 'static) -> ErasedFn<C, T> {
        Rc::new(move |scope: &Scope<'_, C>| hook(&SourceCx::new(scope)))
    }

    /// What its streams inherit.
    pub(crate) fn into_inherited(self) -> Inherited<C> {
        Inherited { defaults: self.defaults, origins: self.origins }
    }
}
