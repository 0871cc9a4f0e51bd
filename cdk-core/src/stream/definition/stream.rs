//! A stream as the engine sees it: all types except the config's are erased.
//!
//! One file, since its types refer to each other: a stream has functions that return its slices, a function may read
//! any stream, and a stream is a definition again.
//! Not here: the options with the source's defaults (see `effective`), errors (see `check`).

use std::any::{Any, TypeId};
use std::fmt::Display;
use std::rc::Rc;

use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use super::added::AddedValue;
use super::cursor::{CursorDef, Migration, Updated};
use super::defaults::Defaults;
use super::parent::ParentWords;
use super::record::RecordOps;
use super::scope::Slice;
use super::template::{ErasedFn, ErasedTemplate};
use crate::auth::LocalFuture;
use crate::cache::Cache;
use crate::error::Result;
use crate::hook_log::LogLevel;
use crate::http::{Request, Response};
use crate::stream::value::{Body, Decoder, Records, SliceList};

/// Builds a definition. Called for each owner: the stream itself and each of its child streams.
pub(crate) type Build<C> = Rc<dyn Fn() -> Definition<C>>;

/// A stream, complete except for the config.
pub(crate) struct Definition<C> {
    pub(crate) name: String,
    pub(crate) own: Defaults<C>,
    /// The options of the stream's source, if any.
    pub(crate) inherited: Defaults<C>,
    /// Origins that the source declares in addition to its `url_base`.
    pub(crate) origins: Vec<String>,
    /// The definition for syncs after the first one.
    pub(crate) later: Option<Box<Self>>,
    pub(crate) is_later: bool,
    pub(crate) path: Option<ErasedTemplate<C>>,
    pub(crate) path_hook: Option<ErasedFn<C, String>>,
    pub(crate) method: Method,
    pub(crate) cache: Option<Cache>,
    pub(crate) request_body: Option<ErasedFn<C, Body>>,
    pub(crate) decoder: Decoder,
    pub(crate) parse_response: Option<ErasedFn<C, Records>>,
    pub(crate) next_page_token: Option<ErasedFn<C, Option<Value>>>,
    pub(crate) added: Vec<(String, AddedValue<C>)>,
    pub(crate) before_slice: Option<BeforeSlice<C>>,
    /// Whether the source's response rules are removed.
    pub(crate) drops_rules: bool,
    /// Whether the source's rate limits are removed.
    pub(crate) drops_limits: bool,
    /// The slicers. Several result in their product, the first one outermost. None: one slice.
    pub(crate) slicers: Vec<Slicer<C>>,
    pub(crate) cursor: Option<CursorDef<C>>,
    pub(crate) updated: Option<Updated<C>>,
    pub(crate) migration: Option<Migration<C>>,
    pub(crate) record: RecordOps<C>,
}

impl<C> Definition<C> {
    /// A stream with this name. Defaults: GET, one page, records at the root.
    pub(crate) fn new(name: String, record: RecordOps<C>) -> Self {
        Self {
            name,
            own: Defaults::default(),
            inherited: Defaults::default(),
            origins: Vec::new(),
            later: None,
            is_later: false,
            path: None,
            path_hook: None,
            method: Method::GET,
            cache: None,
            request_body: None,
            decoder: Decoder::Json,
            parse_response: None,
            next_page_token: None,
            added: Vec::new(),
            before_slice: None,
            drops_rules: false,
            drops_limits: false,
            slicers: Vec::new(),
            cursor: None,
            updated: None,
            migration: None,
            record,
        }
    }
}

/// A source of slices.
pub(crate) enum Slicer<C> {
    /// Another stream: one slice per record.
    Parent(ParentSlicer<C>),
    /// A function: one slice per returned value.
    Given(GivenSlicer<C>),
}

/// A parent stream, and the options about it.
pub(crate) struct ParentSlicer<C> {
    pub(crate) build: Build<C>,
    pub(crate) words: ParentWords<C>,
}

/// A function that returns slices, with the type of its values erased.
pub(crate) struct GivenSlicer<C> {
    /// The root of its values in templates.
    pub(crate) name: Rc<str>,
    pub(crate) ask: Rc<dyn SlicesHook<C>>,
    /// Writes a value with serde, for the partition.
    pub(crate) write: fn(&dyn Any) -> Result<Value>,
    pub(crate) type_id: TypeId,
    pub(crate) type_name: &'static str,
}

/// A function for `slices`, without the type of its values.
pub(crate) trait SlicesHook<C> {
    fn ask(&self, api: ApiHandle<C>) -> LocalFuture<'_, Result<SliceList>>;
}

/// The function of `before_slice`, and the template of `once`.
pub(crate) struct BeforeSlice<C> {
    pub(crate) function: Rc<dyn BeforeSliceHook<C>>,
    pub(crate) once: Option<ErasedTemplate<C>>,
}

/// A function for `before_slice`, without the types of parent and slice.
pub(crate) trait BeforeSliceHook<C> {
    fn call(&self, api: ApiHandle<C>, at: Rc<Slice>) -> LocalFuture<'_, Result<()>>;
}

/// Lets a stream's function send requests and read streams.
pub(crate) struct ApiHandle<C> {
    pub(crate) config: Rc<C>,
    pub(crate) stream: Rc<str>,
    pub(crate) api: Rc<dyn SourceApi<C>>,
}

// Not derived: a derive would demand `C: Clone`.
impl<C> Clone for ApiHandle<C> {
    fn clone(&self) -> Self {
        Self { config: self.config.clone(), stream: self.stream.clone(), api: self.api.clone() }
    }
}

impl<C> ApiHandle<C> {
    pub(crate) fn new(config: Rc<C>, stream: &str, api: Rc<dyn SourceApi<C>>) -> Self {
        Self { config, stream: stream.into(), api }
    }
}

/// The requests of the functions of a source and its streams; implemented by the run.
pub(crate) trait SourceApi<C> {
    fn now(&self) -> Timestamp;
    fn log(&self, level: LogLevel, message: &dyn Display);
    fn request(&self, method: Method, path: &str) -> Result<Request>;
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response>>;
    fn read(&self, definition: Definition<C>) -> Result<Box<dyn NextRecord>>;
}

/// Returns records as their structs, erased.
pub(crate) trait NextRecord {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>>;
}
