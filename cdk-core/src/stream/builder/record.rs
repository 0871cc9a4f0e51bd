//! The record of a stream definition: the struct's fields as the derive sees them, or a schema.
//!
//! Default: no fields. Then serde checks whole records instead of single fields. Whether serde must write the records
//! is found by comparing the two schemas.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::stream_def::StreamDef;
use crate::decode::leaf_check;
use crate::schema;

impl<R, C, P, S> StreamDef<R, C, P, S> {
    /// A field of the struct by its JSON name and type: serde checks it if its schema is less strict than serde.
    #[must_use]
    pub fn field<T: DeserializeOwned>(mut self, name: &str) -> Self {
        self.definition.record.leaves.push((name.to_owned(), leaf_check::<T>));
        self
    }

    /// Another name under which serde reads a field (`#[serde(alias)]`): declared like the field itself.
    #[must_use]
    pub fn field_alias(mut self, name: &str, alias: &str) -> Self {
        self.definition.record.aliases.push((name.to_owned(), alias.to_owned()));
        self
    }

    /// The reason why serde would write something else than it read. Records are then written by serde.
    #[must_use]
    pub fn typed_because(mut self, reason: &str) -> Self {
        let record = &mut self.definition.record;
        record.writes_leaves = false;
        let reason = reason.to_owned();
        record.rewritten = Rc::new(move || Some(reason.clone()));
        self
    }

    /// The schema of a record that has no struct ([`DynRecord`](crate::stream::DynRecord)): JSON Schema draft-07. The
    /// catalog announces it ([`Self::announced_schema`]), and records are checked by it ([`Self::contract`]).
    #[must_use]
    pub fn schema(self, schema: Value) -> Self {
        self.announced_schema(schema.clone()).contract(schema)
    }

    /// The schema that `discover` announces, if it differs from the schema that records are checked by: JSON Schema
    /// draft-07. It does not change records.
    ///
    /// ```
    /// use cdk_core::stream::{DynRecord, StreamDef};
    /// use serde_json::json;
    /// # struct Config {}
    /// let orders: StreamDef<DynRecord, Config> = StreamDef::new("orders")
    ///     .url_base("https://api.example.com")
    ///     // The destination makes a column for each of these.
    ///     .announced_schema(json!({ "type": "object", "properties": {
    ///         "id": { "type": "integer" },
    ///         "note": { "type": ["string", "null"] },
    ///     } }))
    ///     // A record must match only this; `note` is kept unchanged.
    ///     .contract(json!({ "type": "object", "required": ["id"], "properties": {
    ///         "id": { "type": "integer" },
    ///         "note": {},
    ///     } }));
    /// ```
    #[must_use]
    pub fn announced_schema(mut self, mut schema: Value) -> Self {
        schema::dialect(&mut schema);
        self.definition.record.announced = Rc::new(move || schema.clone());
        self.definition.record.is_announced_given = true;
        self
    }

    /// The schema that records are checked by, if another one than `discover` announces: JSON Schema draft-07.
    #[must_use]
    pub fn contract(mut self, schema: Value) -> Self {
        let record = &mut self.definition.record;
        record.contract = Rc::new(move || schema.clone());
        record.whole = None;
        if record.writes_leaves {
            record.rewritten = Rc::new(|| None);
        }
        self
    }
}
