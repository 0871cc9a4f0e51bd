//! Values of parameters, headers and body fields: literals, lists, objects and templates.

use serde_json::Value;

use super::template::{IntoTemplate, Template, Text, text};
use super::view::View;
use crate::error::Result;
use crate::stream::definition::FieldNode;

/// The value of a parameter, header or body field.
pub struct FieldValue<X: View>(pub(crate) Result<FieldNode<X::Config>>);

/// A value of an [`entry`]: texts, numbers, booleans, a [`template`](fn@super::template), a [`list`], an [`object`],
/// any [`Value`], and an `Option` of these. `None` and null leave the entry out, and remove an inherited one. A `&str`
/// or `String` is read as a template (`{{` is a brace); a text from elsewhere is a `Value`.
pub trait IntoField<X: View> {
    #[doc(hidden)]
    fn into_field(self) -> FieldValue<X>;
}

impl<X: View> IntoField<X> for FieldValue<X> {
    fn into_field(self) -> FieldValue<X> {
        self
    }
}

impl<X: View> IntoField<X> for &'static str {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(FieldNode::Template))
    }
}

impl<X: View> IntoField<X> for Text {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(FieldNode::Template))
    }
}

impl<X: View> IntoField<X> for &crate::secret::Secret {
    fn into_field(self) -> FieldValue<X> {
        text(self).into_field()
    }
}

impl<X: View, F> IntoField<X> for Template<F>
where
    Template<F>: IntoTemplate<X>,
{
    fn into_field(self) -> FieldValue<X> {
        FieldValue(self.into_template().map(FieldNode::Template))
    }
}

impl<X: View> IntoField<X> for String {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(FieldNode::Template))
    }
}

impl<X: View> IntoField<X> for Value {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(Ok(if self.is_null() { FieldNode::Unset } else { FieldNode::Literal(self) }))
    }
}

impl<X: View, T: IntoField<X>> IntoField<X> for Option<T> {
    fn into_field(self) -> FieldValue<X> {
        self.map_or(FieldValue(Ok(FieldNode::Unset)), T::into_field)
    }
}

macro_rules! literals {
    ($($type:ty),*) => {$(
        impl<X: View> IntoField<X> for $type {
            fn into_field(self) -> FieldValue<X> {
                Value::from(self).into_field()
            }
        }
    )*};
}
literals!(bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64);

/// One parameter, header or body field.
pub struct Entry<X: View> {
    pub(crate) name: String,
    pub(crate) value: FieldValue<X>,
}

/// One parameter, header or body field. A key may be any text: `entry("created[gte]", 1)`.
pub fn entry<X: View>(name: impl Into<String>, value: impl IntoField<X>) -> Entry<X> {
    Entry { name: name.into(), value: value.into_field() }
}

/// Removes an inherited key.
pub fn unset<X: View>(name: impl Into<String>) -> Entry<X> {
    Entry { name: name.into(), value: FieldValue(Ok(FieldNode::Unset)) }
}

/// An element of a [`list`].
pub fn field<X: View>(value: impl IntoField<X>) -> FieldValue<X> {
    value.into_field()
}

/// Several values: a parameter is sent once for each, a body field is a list.
pub fn list<X: View>(values: impl IntoIterator<Item = FieldValue<X>>) -> FieldValue<X> {
    FieldValue(values.into_iter().map(|value| value.0).collect::<Result<_>>().map(FieldNode::List))
}

/// A nested object, for JSON bodies.
pub fn object<X: View>(entries: impl IntoIterator<Item = Entry<X>>) -> FieldValue<X> {
    FieldValue(nodes(entries).map(FieldNode::Object))
}

pub(crate) fn nodes<X: View>(
    entries: impl IntoIterator<Item = Entry<X>>,
) -> Result<Vec<(String, FieldNode<X::Config>)>> {
    entries.into_iter().map(|entry| Ok((entry.name, entry.value.0?))).collect()
}
