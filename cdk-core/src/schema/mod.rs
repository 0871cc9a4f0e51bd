//! Schema (lands here).
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

pub(crate) fn announced<T: JsonSchema>() -> Value {
    SchemaSettings::draft07().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
pub(crate) fn contract<T: JsonSchema>() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}
pub(crate) fn rewritten_by_serde<T: JsonSchema>() -> Option<String> {
    None
}
pub(crate) fn dialect(_: &mut Value) {}
pub(crate) fn connection_specification<C: JsonSchema>() -> Value {
    contract::<C>()
}
