//! Record type: what the compiler checks about the type of a record, with messages that name the fix.
//!
//! In: the record struct. Out: a bound; a failing one is an error at the user's type.
//! Serde's and schemars' traits are foreign, and their messages do not name the derive to add. The traits here stand for them: they
//! have no supertraits, since the compiler would report a missing one a second time.
//! Not here: the types of fields (see `connector::type_of`), types that only a schema shows, such as a `Secret` in a nested
//! struct (see `check`).

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::decode::{Beyond, LeafError, leaf_check, typed_beyond};
use crate::error::{Error, Result};
use crate::schema;

/// A record that has a schema: every type that is `JsonSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `JsonSchema`",
    label = "derive `JsonSchema` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` brings them"
)]
pub trait HasSchema {
    /// What `discover` announces.
    #[doc(hidden)]
    fn announced_schema() -> Value;
    /// What the API must send.
    #[doc(hidden)]
    fn contract_schema() -> Value;
    /// Why serde would write something else than it read.
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

/// A record that can be read: every type that is `Deserialize` and borrows nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `Deserialize`",
    label = "derive `Deserialize` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` brings them"
)]
pub trait Readable: Sized {
    /// A record of its JSON, and the moments in it that stand for others.
    #[doc(hidden)]
    fn from_json(json: &[u8]) -> Result<(Self, Beyond)>;
    /// Whether serde reads that.
    #[doc(hidden)]
    fn check_json(json: &[u8]) -> std::result::Result<(), LeafError>;
}
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Readable for T {
    /// The contract has let the record pass, so a refusal here is serde's own.
    fn from_json(json: &[u8]) -> Result<(Self, Beyond)> {
        typed_beyond(json).map_err(|refusal| {
            let refused = LeafError::from(refusal);
            Error::system(format!("serde refuses the record at `{}`: {}", refused.pointer, refused.message))
        })
    }

    fn check_json(json: &[u8]) -> std::result::Result<(), LeafError> {
        leaf_check::<T>(json)
    }
}

/// A record that can be written: every type that is `Serialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `Serialize`",
    label = "derive `Serialize` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`; `use cdk_core::prelude::*;` brings them"
)]
pub trait Writable {
    /// A record's JSON; `len`: about as long as that.
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
