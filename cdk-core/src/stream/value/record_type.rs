//! Record type: compile-time checks of a record's type, with messages that name the fix.
//!
//! In: the record struct. Out: a bound; a missing one is an error at the user's type.
//! The messages of the traits of serde and schemars do not name the missing derive. The traits here replace them in
//! bounds. They have no supertraits, since the compiler would report a missing one a second time.
//! Not here: the types of fields (see `connector::type_of`), checks that need the schema, such as for a `Secret` in a
//! nested struct (see `check`).

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::decode::{Beyond, LeafError, leaf_check, typed_beyond};
use crate::error::{Error, Result};
use crate::schema;

/// A record that has a schema: every type with `JsonSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `JsonSchema`",
    label = "derive `JsonSchema` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` imports them"
)]
pub trait HasSchema {
    /// The schema that `discover` announces.
    #[doc(hidden)]
    fn announced_schema() -> Value;
    /// The schema by which records of the API are checked.
    #[doc(hidden)]
    fn contract_schema() -> Value;
    /// Why serde would write something else than it read, if so.
    #[doc(hidden)]
    fn rewritten_by_serde() -> Option<String>;
}
#[diagnostic::do_not_recommend]
impl<T: JsonSchema> HasSchema for T {
    fn announced_schema() -> Value {
        schema::announced::<T>()
    }

    fn contract_schema() -> Value {
        schema::contract::<T>()
    }

    fn rewritten_by_serde() -> Option<String> {
        schema::rewritten_by_serde::<T>()
    }
}

/// A record that can be read: every owned type with `Deserialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `Deserialize`",
    label = "derive `Deserialize` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` imports them"
)]
pub trait Readable: Sized {
    /// Decodes a record, with the times in it that are outside of the supported range.
    #[doc(hidden)]
    fn from_json(json: &[u8]) -> Result<(Self, Beyond)>;
    /// Checks whether serde can read the record.
    #[doc(hidden)]
    fn check_json(json: &[u8]) -> std::result::Result<(), LeafError>;
}
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Readable for T {
    /// The record has passed the contract, so an error here is from serde code.
    fn from_json(json: &[u8]) -> Result<(Self, Beyond)> {
        typed_beyond(json).map_err(|refusal| {
            let refused = LeafError::from(refusal);
            Error::system(format!("serde cannot decode the record at `{}`: {}", refused.pointer, refused.message))
        })
    }

    fn check_json(json: &[u8]) -> std::result::Result<(), LeafError> {
        leaf_check::<T>(json)
    }
}

/// A record that can be written: every type with `Serialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `Serialize`",
    label = "derive `Serialize` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` imports them"
)]
pub trait Writable {
    /// The record as JSON. `len`: its approximate size in bytes.
    #[doc(hidden)]
    fn to_json(&self, len: usize) -> Result<Vec<u8>>;
}
#[diagnostic::do_not_recommend]
impl<T: Serialize> Writable for T {
    fn to_json(&self, len: usize) -> Result<Vec<u8>> {
        let mut text = Vec::with_capacity(len + len / 8);
        serde_json::to_writer(&mut text, self)?;
        Ok(text)
    }
}
