//! The two schemas of a record type: the one that `discover` announces and the one that the scanner compiles.
//!
//! In: a record struct with `JsonSchema`. Out: draft-07 as JSON, properties in the order of the fields.
//! Announced is the side that serde writes, since it describes what leaves; the contract is the side that serde reads,
//! since it describes what the API must send. Both are inlined: a reader of the catalog never follows a reference.
//! Not here: the dialect itself (see `dialect`).

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::dialect::{DRAFT_07, cut_recursion};

/// Announces the record type `T` as a destination wants to read it, for `json_schema` of the catalog.
///
/// The shape is that of [`dialect`](super::dialect()): every object open, nothing `required`, only an `Option`
/// nullable, no reference. A type that holds itself is cut to a nullable object where it comes again.
///
/// ```
/// #[derive(serde::Serialize, schemars::JsonSchema)]
/// struct User {
///     id: u64,
///     name: Option<String>,
/// }
/// let schema = cdk_core::schema::announced::<User>();
/// assert_eq!(schema["properties"]["id"], serde_json::json!({ "type": "integer" }));
/// assert_eq!(schema["properties"]["name"]["type"], serde_json::json!(["string", "null"]));
/// ```
pub fn announced<T: JsonSchema>() -> Value {
    let mut schema = generated::<T>(SchemaSettings::draft07().for_serialize());
    if let Value::Object(root) = &mut schema {
        // The title that schemars puts at the root is the Rust type's name: nothing that a catalog should say.
        root.remove("title");
    }
    cut_recursion(&mut schema);
    schema
}

/// The contract of the record type `T`: what the API must send, for the scanner to compile.
///
/// schemars' deserialise side as it is: `format` of numbers, `required` and bounds are kept. Types are inlined; one
/// that holds itself is a `$ref` into `definitions`, or to `#` where it is `T`. Aliases (`#[serde(alias)]`) are not in
/// it.
pub fn contract<T: JsonSchema>() -> Value {
    generated::<T>(SchemaSettings::draft07().for_deserialize())
}

/// The root schema of `T` under `settings`, inlined.
pub(super) fn generated<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = Some(DRAFT_07.into());
    });
    settings.into_generator().into_root_schema_for::<T>().to_value()
}
