//! What generated code may name. Not for people: everything here may change in any version.

pub use std::{vec, vec::Vec};

pub use schemars::{JsonSchema, Schema, SchemaGenerator};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::error::FailureType;
#[cfg(feature = "aws_sigv4")]
pub use crate::stream::AwsSigv4;
pub use crate::stream::check;
pub use crate::stream::check::NoFields;
pub use crate::stream::{
    Auth, BodyKind, BodyTemplate, Cache, ClientAuth, Decoder, Emit, GraphQl, Incremental, JwtAuth, Login, Method,
    OAuth2, On, OnMismatch, Order, Paginate, Place, RateLimit, Retry, SessionToken, TypeOf, Undeclared, Unproven,
    added, entry, field, first, hook, is_new_name, list, literal, not_added, now, object, parent_of, record_path,
    require, source_hook, stream_of, template, to_json, typed, unset,
};
pub use crate::template::{Args, arg, each};

/// A literal as JSON, for the values of `on(json("…") = …)`.
pub fn json_value(value: impl Into<serde_json::Value>) -> serde_json::Value {
    value.into()
}
