//! Type of: compile-time checks of generated code about the types of fields and the names of streams.
//!
//! In: a type, or two names. Out: a constant; a failing one is an error at the user's type.
//! Not here: the types of records (see `value::record_type`), the names of fields (see `fields`).

use std::marker::PhantomData;

use schemars::JsonSchema;

use super::fields::is_same;

use super::traits::{HttpStream, Source};
use crate::secret::Secret;
use crate::stream::value::opaque_debug;

opaque_debug! {
    [T] TypeOf<T>, "TypeOf";
}

/// A compile-time question about a field's type. Its own constants have precedence over those of [`Unproven`].
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

/// The answers if a type does not have its own constant.
pub trait Unproven {
    /// Unused; it makes an import of this trait a used one.
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

/// Whether a stream's name is not among the names listed before it. A type that is not a stream has an empty name.
pub const fn is_new_name(name: &str, listed: &[&str]) -> bool {
    let mut at = 0;
    while at < listed.len() && !name.is_empty() {
        if is_same(name, listed[at]) {
            return false;
        }
        at += 1;
    }
    true
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
