//! The framework for HTTP-API-based Airbyte source connectors.

pub mod error;
pub mod protocol;
pub mod secret;

pub use error::{Error, FailureType, Result};
pub use secret::Secret;
