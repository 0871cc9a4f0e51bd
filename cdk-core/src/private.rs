//! Private: the items that generated code uses. Not a public interface: everything here may change in any version.
//!
//! Generated code uses nothing else of the crate, so all other items can be renamed without changing the derives.
//! Not here: the documentation of an item (see its own module).

pub use std::{vec, vec::Vec};

pub use schemars::{JsonSchema, Schema, SchemaGenerator};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::error::{FailureType, Result};
#[cfg(feature = "aws_sigv4")]
pub use crate::stream::AwsSigv4;
pub use crate::stream::signatures;
pub use crate::stream::signatures::NoFields;
pub use crate::stream::{
    Auth, BodyKind, BodyTemplate, Cache, ClientAuth, Cx, Decoder, Emit, GraphQl, HttpStream, Incremental, JwtAuth,
    Login, Method, OAuth2, On, OnMismatch, Order, Paginate, Place, RateLimit, Retry, SessionToken, Source, SourceCx,
    SourceDef, StreamDef, TypeOf, Undeclared, Unproven, added, entry, field, first, hook, is_new_name, list, literal,
    not_added, now, object, parent_of, record_path, require, source_hook, stream_of, template, to_json, typed, unset,
};
pub use crate::template::{Args, arg, each};

/// Converts a literal to JSON, for the values of `on(json("…") = …)`.
pub fn json_value(value: impl Into<serde_json::Value>) -> serde_json::Value {
    value.into()
}

/// Wraps the code of every derive. A derive of another version results in one error that says so.
#[doc(hidden)]
#[macro_export]
macro_rules! __derived {
    ("0.1" $($code:tt)*) => { $($code)* };
    ($version:literal $($code:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "this derive comes from cdk-derive ", $version, ", which needs cdk-core ", $version, ", but this crate uses \
             cdk-core 0.1; use the derives that cdk-core exports, or the same version of both"
        ));
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_the_crate_s() {
        let (major, minor) = (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));

        assert!(include_str!("lib.rs").contains(&format!("pub mod __private_v{major}_{minor};")));
        let this = include_str!("private.rs");
        assert!(this.contains(&format!("(\"{major}.{minor}\" $($code:tt)*)")));
        assert!(this.contains(&format!("cdk-core {major}.{minor}; use the derives")));
    }
}
