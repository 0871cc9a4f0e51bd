//! The framework for HTTP-API-based Airbyte source connectors.

#![doc = include_str!("../docs/guide.md")]
#![deny(missing_debug_implementations)]

// Types that all modules use.
pub mod error;
pub(crate) mod hook_log;
pub(crate) mod json;
pub mod secret;
pub mod template;
pub(crate) mod time;

// Messages and schemas.
pub mod protocol;
pub mod schema;

// One request.
pub mod http;

pub mod auth;
pub(crate) mod budget;
pub(crate) mod cache;
pub(crate) mod cassette;
pub(crate) mod retry;

pub(crate) mod client;

// One page.
pub(crate) mod decode;
pub(crate) mod paginate;
pub(crate) mod state;

pub(crate) mod record;

// A connector.
pub mod stream;

// One run.
pub(crate) mod writer;

pub(crate) mod read;

pub(crate) mod source;

pub mod entrypoint;

// What connectors, their tests and generated code import.
pub mod prelude;

#[cfg(feature = "testing")]
pub mod testing;

/// The name contains the version, so that a derive of another version does not find its items.
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private_v0_1;

pub use cdk_derive::{HttpStream, Source};

pub use auth::{AuthCx, Credentials};
pub use entrypoint::{run, run_source};
pub use error::{Error, ErrorContext, ErrorKind, FailureType, Result};
pub use schema::JsonText;
pub use secret::Secret;
pub use stream::{
    Context, Cx, HttpStream, SliceCx, SliceStream, Source, SourceCx, SourceDef, Stream, StreamDef, StreamsCx, hook,
};
pub use template::TemplateValue;
