//! Schema: Rust types and given JSON Schemas, as the platform, its destinations and the scanner want them.
//!
//! In: a type that derives `JsonSchema`, or the schema of a dynamic stream. Out, all as plain JSON in draft-07:
//! - [`announced`], what `discover` says of a record: [Airbyte's dialect](dialect()), without `required` and `$ref`;
//! - `contract`, what the scanner holds a page to: schemars' word, `required` and number formats kept;
//! - `problem`, why a schema that was given is none;
//! - [`connection_specification`], what `spec` says of a config: ordered, titled, secrets marked, variants as `oneOf`;
//! - `rewritten_by_serde`, whether decoding and encoding a record would change it;
//! - [`JsonText`], a field that is a text whatever the API sends;
//! - `secret_field`, where a record would hold a secret;
//! - `secrets`, the values of a config that nothing may print.
//!
//! Default: only an `Option` is nullable. A destination makes a column of every announced type, and a type that is
//! nullable without need hides an API that broke its word.
//! Not here: checking records (see `decode`), decoding the config and wording its errors (see `source`).

#![cfg_attr(
    not(feature = "testing"),
    allow(unreachable_pub, reason = "`testing::schema` shows the internals to the tests of the schemas")
)]

mod compare;
mod dialect;
mod given;
mod json_text;
mod record;
mod secret_field;
mod secrets;
mod spec;
mod title;
mod variants;

pub use dialect::dialect;
pub(crate) use given::problem;
pub(crate) use json_text::AS_TEXT;
pub use json_text::JsonText;
pub use record::announced;
pub(crate) use secret_field::secret_field;
pub use spec::connection_specification;

pub(crate) use internal::{contract, looks_secret, rewritten_by_serde, secrets};

/// What only the framework itself uses.
pub(crate) mod internal {
    pub use super::compare::rewritten_by_serde;
    pub use super::record::contract;
    pub use super::secrets::{looks_secret, secrets};
}
