//! Types that several streams share.

/// A nested object of the API, as it came.
pub(crate) type Object = serde_json::Map<String, serde_json::Value>;
