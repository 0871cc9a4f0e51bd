//! The framework for HTTP-API-based Airbyte source connectors.
//!
//! A connector is a few annotated record structs: [`HttpStream`] (the derive) turns each into a stream, [`Source`] (the
//! derive) names the connector and lists them, and [`run`] is the whole `main` of a native binary that speaks the Airbyte
//! Protocol. Everything that an attribute says can be said by hand with [`StreamDef`] and [`SourceDef`].
//!
//! ```no_run
//! use cdk_core::prelude::*;
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Config {
//!     /// API token from Settings → API.
//!     api_token: Secret,
//! }
//!
//! #[derive(Source)]
//! #[source(
//!     name = "planets",
//!     config = Config,
//!     url_base = "https://api.example.com/v1",
//!     auth = bearer("{config.api_token}"),
//!     streams(Planet),
//! )]
//! struct Planets;
//!
//! #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
//! #[stream(source = Planets, path = "planets", records = "data", paginate = "cursor", primary_key = "id")]
//! struct Planet {
//!     id: u64,
//!     name: String,
//!     discovered_at: Option<Timestamp>,
//! }
//!
//! fn main() -> ExitCode {
//!     cdk_core::run::<Planets>()
//! }
//! ```
//!
//! The rooms below stand in the order of the data; each imports only from those above it (`docs/architecture.md`).

#![deny(missing_debug_implementations)]

// What everything speaks in.
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

// What a connector is made of.
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

/// The name holds the version: a derive of another version finds none of its names.
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

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// So does that of the page about every attribute.
// rustdoc compiles all blocks as one program. One that fails only there (such as a `pub(crate)` stream with a private
// config) makes it compile each alone, which takes a minute and is not told.
#[cfg(doctest)]
#[doc = include_str!("../docs/attributes.md")]
pub struct Attributes;

/// And that of the guide for authors who come from Python.
#[cfg(doctest)]
#[doc = include_str!("../docs/python.md")]
pub struct Python;
