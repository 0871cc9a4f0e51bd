//! The traits that the derives implement.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::fields::Fields;
use crate::stream::builder::{SourceDef, StreamDef};
use crate::stream::value::{HasSchema, Readable, Writable};

/// A connector: its name, its config, its streams. Made by `#[derive(Source)]` on a unit struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source",
    label = "this type does not describe a connector",
    note = "put `#[derive(Source)]` and `#[source(…)]` on the unit struct that names the connector"
)]
pub trait Source: Sized + 'static {
    /// The config of the connector. Its schema is part of the spec.
    type Config: DeserializeOwned + JsonSchema + 'static;
    /// The connector's name, such as `employees`.
    const NAME: &'static str;
    /// The connector's version, such as `0.1.0`.
    const VERSION: &'static str;
    /// The definition of the connector. Called several times in a command (by the command and by each of its streams),
    /// so it must not have side effects or do expensive work.
    fn definition() -> SourceDef<Self::Config>;
}

/// A stream of records of this type. Made by `#[derive(HttpStream)]` on the record struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stream",
    label = "this type does not describe a stream",
    note = "put `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]` and `#[stream(…)]` on the record struct"
)]
pub trait HttpStream: Writable + Readable + HasSchema + Sized + 'static {
    /// The config of the sources that can list the stream.
    type Config: 'static;
    /// The parent stream's record, or `()`.
    type Parent: 'static;
    /// The type of its explicit slices, or `()`.
    type Slice: 'static;
    /// The stream's name, such as `employee_details`.
    const NAME: &'static str;
    /// The stream's fields, for compile errors about templates. Set by the derive.
    #[doc(hidden)]
    const FIELDS: Fields = Fields::UNKNOWN;
    /// The definition of the stream. Called several times in a command (for itself and for each of its child streams),
    /// so it must not have side effects or do expensive work.
    fn definition() -> StreamDef<Self, Self::Config, Self::Parent, Self::Slice>;
}
