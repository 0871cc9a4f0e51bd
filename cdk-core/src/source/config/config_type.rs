//! The type of a source's config.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A config type: it can be decoded and has a schema.
pub(crate) trait ConfigType: DeserializeOwned + JsonSchema + 'static {}

impl<C: DeserializeOwned + JsonSchema + 'static> ConfigType for C {}
