//! Objects that are not described further: as they came, or as their ID alone.

use cdk_core::prelude::*;
use serde_json::Map;

/// A nested object of the API, as it came.
pub(crate) type Object = Map<String, Value>;

/// Another object of the API: its ID, or all of it where the request asked to expand it.
///
/// Source: <https://docs.stripe.com/api/expanding_objects>.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("type" = ["string", "object"]))]
pub(crate) struct IdOrObject(Value);
