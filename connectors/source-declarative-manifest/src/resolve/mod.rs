//! Resolve: a manifest → the same without `$ref`, with `type` and `$parameters` in every component.
//!
//! The stages are those of the Python CDK, in its order: `references`, then `parameters` with `default_types`.
//! An error names the path in the manifest.
//! Not here: what a component means (see `component`, `build`).

mod default_types;
mod parameters;
mod references;

use serde_json::Value;

/// Resolves references, default types and parameters.
///
/// # Errors
/// A sentence with the reference, if one leads nowhere or to itself, or if the result is too large.
pub fn resolve(manifest: &Value) -> Result<Value, String> {
    let resolved = references::resolve(manifest)?;
    Ok(parameters::propagate("", resolved, &serde_json::Map::new()))
}
