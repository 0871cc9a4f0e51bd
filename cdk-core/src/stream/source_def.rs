//! The builder of a source. Every attribute of `#[source(…)]` is one call of it.

use std::marker::PhantomData;
use std::rc::Rc;

use super::add::Added;
use super::auth::Auth;
use super::context::SourceCx;
use super::defaults::Defaults;
use super::definition::Definition;
use super::field::{Entry, Erased, IntoField, IntoTemplate, SourceView, nodes};
use super::hook::{Headers, Params};
use super::scope::Scope;
use super::source_context::StreamsFn;
use super::{HttpStream, Login, Source};
use crate::decode::{OnMismatch, Undeclared};
use crate::error::Result;
use crate::paginate::{Paginate, split};

/// A connector: its streams, and the defaults that they take by [`StreamDef::source`](super::StreamDef::source).
pub struct SourceDef<Src: Source> {
    pub(crate) documentation_url: Option<String>,
    /// Built only when asked for: a stream asks for its source's defaults while it is built.
    pub(crate) streams: Vec<Listed<Src::Config>>,
    pub(crate) streams_fn: Option<Rc<dyn StreamsFn<Src::Config>>>,
    pub(crate) check: Option<&'static str>,
    origins: Vec<String>,
    pub(crate) ignores: Vec<String>,
    pub(crate) login: Option<Login>,
    pub(super) defaults: Defaults<Src::Config>,
    source: PhantomData<fn(Src)>,
}

/// A stream that a source lists, and how to build it.
pub(crate) struct Listed<C> {
    pub(crate) definition: Box<dyn Fn() -> Definition<C>>,
}

impl<Src: Source> Default for SourceDef<Src> {
    fn default() -> Self {
        Self {
            documentation_url: None,
            streams: Vec::new(),
            streams_fn: None,
            check: None,
            origins: Vec::new(),
            ignores: Vec::new(),
            login: None,
            defaults: Defaults::default(),
            source: PhantomData,
        }
    }
}

impl<Src: Source> SourceDef<Src> {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page that explains the connector to its users.
    #[must_use]
    pub fn documentation_url(mut self, url: &str) -> Self {
        self.documentation_url = Some(url.to_owned());
        self
    }

    /// Lists a stream.
    #[must_use]
    pub fn stream<R: HttpStream<Config = Src::Config>>(mut self) -> Self {
        let definition = Box::new(|| R::definition().into_definition());
        self.streams.push(Listed { definition });
        self
    }

    /// Lists a stream that has no struct, or that is built by hand.
    #[must_use]
    pub fn stream_def<R, P, S>(mut self, build: impl Fn() -> super::StreamDef<R, Src::Config, P, S> + 'static) -> Self
    where
        R: super::Writable + super::Readable + super::HasSchema + 'static,
        P: 'static,
        S: 'static,
    {
        let definition = Box::new(move || build().into_definition());
        self.streams.push(Listed { definition });
        self
    }

    /// Streams that only the API knows, by an `async fn(&SourceContext<'_, Config>) -> Result<Vec<Stream<Config>>>`; they come
    /// behind the listed ones. [`StreamsFn`] says when it is asked.
    #[must_use]
    pub fn streams(mut self, function: impl StreamsFn<Src::Config>) -> Self {
        self.streams_fn = Some(Rc::new(function));
        self
    }

    /// The stream that `check` reads one page of; default: the first listed one without a parent, else the first that
    /// [`Self::streams`] gives.
    #[must_use]
    pub fn check<R: HttpStream<Config = Src::Config>>(mut self) -> Self {
        self.check = Some(R::NAME);
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
    pub fn url_base(mut self, template: impl IntoTemplate<SourceView<Src::Config>>) -> Self {
        self.defaults.url_base = self.defaults.keep(template.into_template());
        self
    }

    /// How many requests may be in flight at once, over all streams: a number from 1 to 256, or a template that gives one,
    /// such as `"{config.num_workers}"`. Default: 4. Slices of one stream, children of different parents and different
    /// streams are read at the same time up to there; the pages of one slice come one after the other.
    #[must_use]
    pub fn concurrency(mut self, requests: impl IntoField<SourceView<Src::Config>>) -> Self {
        self.defaults.concurrency = self.defaults.keep(requests.into_field().0);
        self
    }

    /// How requests are signed.
    #[must_use]
    pub fn auth(mut self, auth: Auth<Src::Config>) -> Self {
        self.defaults.auth = self.defaults.keep(auth.0);
        self
    }

    /// Query parameters of every request.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<Src::Config>>>) -> Self {
        self.defaults.params = self.defaults.keep(nodes(entries)).unwrap_or_default();
        self
    }

    /// Headers of every request.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<Src::Config>>>) -> Self {
        self.defaults.headers = self.defaults.keep(nodes(entries)).unwrap_or_default();
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
    pub fn add(mut self, fields: impl IntoIterator<Item = Added<SourceView<Src::Config>>>) -> Self {
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
    pub fn request_params(mut self, hook: impl Fn(&SourceCx<'_, Src::Config>) -> Result<Params> + 'static) -> Self {
        self.defaults.request_params = Some(Self::erase(hook));
        self
    }

    /// Headers of every request, by a function.
    #[must_use]
    pub fn request_headers(mut self, hook: impl Fn(&SourceCx<'_, Src::Config>) -> Result<Headers> + 'static) -> Self {
        self.defaults.request_headers = Some(Self::erase(hook));
        self
    }

    pub(super) fn erase<T>(hook: impl Fn(&SourceCx<'_, Src::Config>) -> Result<T> + 'static) -> Erased<Src::Config, T> {
        Rc::new(move |scope: &Scope<'_, Src::Config>| hook(&SourceCx::new(scope)))
    }

    /// What its streams inherit.
    pub(crate) fn into_defaults(self) -> (Defaults<Src::Config>, Vec<String>) {
        (self.defaults, self.origins)
    }
}
