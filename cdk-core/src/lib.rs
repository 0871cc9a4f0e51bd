//! The framework for HTTP-API-based Airbyte source connectors.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod auth;
pub(crate) mod client;
pub mod decode;
pub mod entrypoint;
pub mod error;
pub mod http;
pub mod paginate;
pub mod prelude;
pub mod protocol;
pub(crate) mod read;
pub(crate) mod record;
pub(crate) mod retry;
pub mod schema;
pub mod secret;
pub(crate) mod source;
pub mod stream;
pub mod template;
#[cfg(feature = "testing")]
pub mod testing;
pub(crate) mod writer;

pub use cdk_derive::{HttpStream, Source};

pub use auth::{AuthCx, Credentials};
pub use entrypoint::run;
pub use error::{Error, FailureType, Result};
pub use secret::Secret;
pub use stream::{Context, Cx, HttpStream, Source, SourceCx, SourceDef, StreamDef, hook};
pub use template::TemplateValue;
