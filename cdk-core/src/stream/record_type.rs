//! Record type: what the compiler checks about the types of a record, with messages that name the fix.
//!
//! In: the record struct and the types of its fields. Out: a bound or a constant; a failing one is an error at the user's type.
//! Serde's and schemars' traits are foreign, and their messages do not name the derive to add. The traits here stand for them: they
//! have no supertraits, since the compiler would report a missing one a second time.
//! Not here: types that only a schema shows, such as a `Secret` in a nested struct (see `judge`).

use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{HttpStream, Source};
use crate::decode::{Beyond, LeafError, leaf_check, typed_beyond};
use crate::error::{Error, Result};
use crate::schema;
use crate::secret::Secret;

/// A record that has a schema: every type that is `JsonSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream and does not implement `JsonSchema`",
    label = "derive `JsonSchema` for this struct",
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`, with `use schemars::JsonSchema;`"
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
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`, with `use serde::{{Deserialize, Serialize}};`"
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
    note = "a stream's record derives all four: `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]`, with `use serde::{{Deserialize, Serialize}};`"
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

/// A compile-time question about a field's type. The constants of its own are true; they come before those of [`Unproven`].
pub struct TypeOf<T>(PhantomData<T>);

impl<T: JsonSchema> TypeOf<T> {
    /// Whether it has a schema.
    pub const HAS_SCHEMA: bool = true;
}

impl<S: Source, T: HttpStream<Config = S::Config>> TypeOf<(S, T)> {
    /// The name of the stream `T` of the source `S`.
    pub const STREAM_NAME: &'static str = T::NAME;
}

impl TypeOf<Secret> {
    /// Whether it is a [`Secret`].
    pub const IS_SECRET: bool = true;
}
impl TypeOf<Option<Secret>> {
    /// Whether it is a [`Secret`].
    pub const IS_SECRET: bool = true;
}
impl TypeOf<Vec<Secret>> {
    /// Whether it is a [`Secret`].
    pub const IS_SECRET: bool = true;
}

/// The answers where a type has none of its own.
pub trait Unproven {
    /// Nothing; it makes an import of this trait a used one.
    const USED: () = ();
    /// Whether it has a schema.
    const HAS_SCHEMA: bool = false;
    /// The name of the stream of a source.
    const STREAM_NAME: &'static str = "";
    /// Whether it is a [`Secret`].
    const IS_SECRET: bool = false;
}
impl<T> Unproven for TypeOf<T> {}

/// Fails the compilation with a message, at the call.
#[track_caller]
pub const fn require(is_right: bool, message: &str) {
    if !is_right {
        panic!("{}", message)
    }
}

/// Whether a stream's name is not among those that are listed before it. A type that is not a stream has an empty name.
pub const fn is_new_name(name: &str, listed: &[&str]) -> bool {
    let mut at = 0;
    while at < listed.len() && !name.is_empty() {
        if is_same(name.as_bytes(), listed[at].as_bytes()) {
            return false;
        }
        at += 1;
    }
    true
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_new_unless_it_is_listed() {
        assert!(is_new_name("a", &[]));
        assert!(is_new_name("a", &["", "b", "ab"]));
        assert!(!is_new_name("ab", &["a", "ab"]));
    }
}
