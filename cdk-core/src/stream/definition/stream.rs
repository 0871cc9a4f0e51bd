//! A stream as the engine sees it: every type but the config's is erased.
//!
//! One file, since its parts name each other: a stream has functions that return its slices, a function may read any stream,
//! and a stream is a definition again.
//! Not here: what holds for it with the source's defaults (see `effective`), what is wrong with it (see `check`).

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

/// Makes a definition anew each time, since a stream and those that it is a parent of each own one.
pub(crate) type Build<C> = Rc<dyn Fn() -> Definition<C>>;

/// A stream, complete but for the config.
pub(crate) struct Definition<C> {
    pub(crate) name: String,
    pub(crate) own: Defaults<C>,
    /// The source's words, where the stream has a source.
    pub(crate) inherited: Defaults<C>,
    /// Origins that the source declares beside its `url_base`.
    pub(crate) origins: Vec<String>,
    /// How it is read once a first sync is complete.
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
    /// Whether the source's rules do not hold.
    pub(crate) drops_rules: bool,
    /// Whether the source's budgets do not.
    pub(crate) drops_limits: bool,
    /// What gives the stream its slices; several give their product, the first one outermost. None: one slice.
    pub(crate) slicers: Vec<Slicer<C>>,
    pub(crate) cursor: Option<CursorDef<C>>,
    pub(crate) updated: Option<Updated<C>>,
    pub(crate) migration: Option<Migration<C>>,
    pub(crate) record: RecordOps<C>,
}

impl<C> Definition<C> {
    /// A stream of that name, GET, one page, records at the root.
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

/// What gives a stream its slices.
pub(crate) enum Slicer<C> {
    /// Another stream: one slice for each of its records.
    Parent(ParentSlicer<C>),
    /// A function: one slice for each value that it gives.
    Given(GivenSlicer<C>),
}

/// A parent stream, and what is said about it.
pub(crate) struct ParentSlicer<C> {
    pub(crate) build: Build<C>,
    pub(crate) words: ParentWords<C>,
}

/// A function that gives slices, with the type of its values forgotten.
pub(crate) struct GivenSlicer<C> {
    /// The root by which templates see its values.
    pub(crate) name: Rc<str>,
    pub(crate) ask: Rc<dyn SlicesHook<C>>,
    /// As serde writes a value, for the partition.
    pub(crate) write: fn(&dyn Any) -> Result<Value>,
    pub(crate) type_id: TypeId,
    pub(crate) type_name: &'static str,
}

/// A function for `slices`, without the type of its values.
pub(crate) trait SlicesHook<C> {
    fn ask(&self, api: ApiHandle<C>) -> LocalFuture<'_, Result<SliceList>>;
}

/// What is done before a slice, and for which of them once.
pub(crate) struct BeforeSlice<C> {
    pub(crate) function: Rc<dyn BeforeSliceHook<C>>,
    pub(crate) once: Option<ErasedTemplate<C>>,
}

/// A function for `before_slice`, without the types of parent and slice.
pub(crate) trait BeforeSliceHook<C> {
    fn call(&self, api: ApiHandle<C>, at: Rc<Slice>) -> LocalFuture<'_, Result<()>>;
}

/// A way for a stream's function to send requests and to read streams.
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

/// What the functions of a source and its streams request; the run gives it.
pub(crate) trait SourceApi<C> {
    fn now(&self) -> Timestamp;
    fn log(&self, level: LogLevel, message: &dyn Display);
    fn request(&self, method: Method, path: &str) -> Result<Request>;
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response>>;
    fn read(&self, definition: Definition<C>) -> Result<Box<dyn NextRecord>>;
}

/// Gives records as their structs, erased.
pub(crate) trait NextRecord {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>>;
}
