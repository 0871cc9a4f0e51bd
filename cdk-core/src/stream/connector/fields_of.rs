//! Fields of a type: its own constant if it derives `HttpStream`.

use std::marker::PhantomData;

use super::fields::Fields;
use super::traits::HttpStream;
use crate::stream::value::opaque_debug;

/// The fields of `T`: its own constant if it derives `HttpStream`, else that of [`NoFields`].
pub struct FieldsOf<T: ?Sized>(PhantomData<T>);

opaque_debug! {
    [T: ?Sized] FieldsOf<T>, "FieldsOf";
}

/// The fields of a type that is not a stream.
pub trait NoFields {
    /// The fields are unknown.
    const FIELDS: Fields = Fields::UNKNOWN;
}

impl<T: ?Sized> NoFields for FieldsOf<T> {}

impl<T: HttpStream> FieldsOf<T> {
    /// The fields of a stream.
    pub const FIELDS: Fields = T::FIELDS;
}

impl FieldsOf<()> {
    /// The parent of a stream without a parent.
    pub const FIELDS: Fields = Fields::NO_PARENT;
}
