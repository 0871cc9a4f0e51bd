//! Objects without their own type: as original JSON, or as an ID.

use cdk_core::prelude::*;
use serde_json::Map;

/// A nested object of the API, unchanged.
pub(crate) type Object = Map<String, Value>;

/// Another object of the API: its ID, or the whole object if the request expands it.
///
/// Source: <https://docs.stripe.com/api/expanding_objects>.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("type" = ["string", "object"]))]
pub(crate) struct IdOrObject(Value);
