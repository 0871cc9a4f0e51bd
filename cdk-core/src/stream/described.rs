//! What a stream definition says of its record: the struct's fields as the derive sees them, or a schema.
//!
//! Default: nothing; then the whole record's serde check stands in for the fields', and the two schemas for the reason.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::add::AddedValue;
use super::{HasSchema, StreamDef};
use crate::decode::leaf_check;

impl<R, C, P, S> StreamDef<R, C, P, S> {
    /// A field of the struct by its JSON name and type: lets serde judge it where its schema says less than serde does.
    #[must_use]
    pub fn field<T: DeserializeOwned>(mut self, name: &str) -> Self {
        self.leaves.push((name.to_owned(), leaf_check::<T>));
        self
    }

    /// Another name under which serde reads a field (`#[serde(alias)]`): declared like the field itself.
    #[must_use]
    pub fn field_alias(mut self, name: &str, alias: &str) -> Self {
        self.aliases.push((name.to_owned(), alias.to_owned()));
        self
    }

    /// Says why serde would write something else than it read, so that records are written by serde.
    #[must_use]
    pub fn typed_because(mut self, reason: &str) -> Self {
        self.typed_because = Some(reason.to_owned());
        self
    }

    /// The schema of a record that has no struct ([`DynRecord`](super::DynRecord)): JSON Schema draft-07.
    #[must_use]
    pub fn schema(mut self, schema: Value) -> Self {
        self.schema = Some(schema);
        self
    }
}

impl<R: HasSchema, C, P, S> StreamDef<R, C, P, S> {
    /// What is added to its records: the stream's own fields, then the source's that it declares. Those that it does not
    /// declare are left with the source's words.
    pub(super) fn take_added(&mut self) -> Vec<(String, AddedValue<C>)> {
        let mut added = std::mem::take(&mut self.own.added);
        for (field, value) in std::mem::take(&mut self.inherited.added) {
            if added.iter().any(|(own, _)| *own == field) {
                continue;
            }
            let to = if self.declares(&field) { &mut added } else { &mut self.inherited.added };
            to.push((field, value));
        }
        added.retain(|(_, value)| !matches!(value, AddedValue::Unset));
        added
    }

    /// Whether a record has that field at its top level. The schema is asked where the derive did not list it: for fields of
    /// a flattened struct, and for streams that are built by hand.
    fn declares(&self, field: &str) -> bool {
        let has = |schema: &Value| schema["properties"].get(field).is_some();
        match &self.schema {
            Some(schema) => has(schema),
            None => self.leaves.iter().any(|(name, _)| name == field) || has(&R::contract_schema()),
        }
    }
}
