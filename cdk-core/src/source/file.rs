//! Catalog and state files: decodes JSON as protocol structs, with errors that name the place.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::config::{Judge, without_nulls};
use crate::error::{Error, Result};

/// Decodes a file of the platform. `root` is its name in errors (`catalog`, `state[0]`), `shape` is its schema. Null
/// means absent.
///
/// # Errors
/// A config error that names the place.
pub(crate) fn decode_file<T: DeserializeOwned>(root: &str, value: &Value, shape: &Value) -> Result<T> {
    if let Some(problem) = Judge::of_everything().problem(root, shape, &without_nulls(value)) {
        return Err(Error::config(problem.to_string()));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let place = match path.as_str() {
            "." => root.to_owned(),
            path if path.starts_with('[') => format!("{root}{path}"),
            path => format!("{root}.{path}"),
        };
        Error::config(format!("{place}: {}", error.into_inner()))
    })
}
