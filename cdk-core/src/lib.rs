//! The framework for HTTP-API-based Airbyte source connectors.

pub mod auth;
pub(crate) mod client;
pub mod error;
pub mod http;
pub mod protocol;
pub(crate) mod retry;
pub mod secret;
pub mod template;

pub use auth::{AuthCx, Credentials};
pub use error::{Error, FailureType, Result};
pub use secret::Secret;
pub use template::TemplateValue;
