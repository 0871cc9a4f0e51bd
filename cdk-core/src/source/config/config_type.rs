//! The type of a source's config.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// Every type that a config can be decoded as, and that has a schema.
pub(crate) trait ConfigType: DeserializeOwned + JsonSchema + 'static {}

impl<C: DeserializeOwned + JsonSchema + 'static> ConfigType for C {}
