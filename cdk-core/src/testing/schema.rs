//! Schema: internals of `schema`, for the tests of this workspace. Not part of the API.

pub use crate::schema::internal::{contract, looks_secret, rewritten_by_serde, secrets};
pub use crate::schema::{announced, connection_specification, dialect};
