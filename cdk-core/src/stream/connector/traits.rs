//! What the derives implement.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::fields::Fields;
use crate::stream::builder::{SourceDef, StreamDef};
use crate::stream::value::{HasSchema, Readable, Writable};

/// A connector: its name, its config, its streams. Made by `#[derive(Source)]` on a unit struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no source",
    label = "this type does not describe a connector",
    note = "put `#[derive(Source)]` and `#[source(…)]` on the unit struct that names the connector"
)]
pub trait Source: Sized + 'static {
    /// What the user configures. Its schema is the connector's spec.
    type Config: DeserializeOwned + JsonSchema + 'static;
    /// The connector's name, such as `employees`.
    const NAME: &'static str;
    /// The connector's version, such as `0.1.0`.
    const VERSION: &'static str;
    /// Everything about it. Called several times in a command (by the command and by each of its streams), so it only
    /// describes: no side effects, no expensive work.
    fn definition() -> SourceDef<Self::Config>;
}

/// A stream of records of this type. Made by `#[derive(HttpStream)]` on the record struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no stream",
    label = "this type does not describe a stream",
    note = "put `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]` and `#[stream(…)]` on the record struct"
)]
pub trait HttpStream: Writable + Readable + HasSchema + Sized + 'static {
    /// The config of the sources that it can be listed in.
    type Config: 'static;
    /// The parent stream's record, or `()`.
    type Parent: 'static;
    /// The type of its explicit slices, or `()`.
    type Slice: 'static;
    /// The stream's name, such as `employee_details`.
    const NAME: &'static str;
    /// Its fields, for the compiler's messages about templates that name them. The derive says it.
    #[doc(hidden)]
    const FIELDS: Fields = Fields::UNKNOWN;
    /// Everything about it. Called several times in a command (for itself and for each stream that it is a parent of), so it
    /// only describes: no side effects, no expensive work.
    fn definition() -> StreamDef<Self, Self::Config, Self::Parent, Self::Slice>;
}
