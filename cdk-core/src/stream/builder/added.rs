//! Added fields: fields of a record that the connector fills.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::template::{IntoTemplate, Template};
use super::view::{SourceView, StreamView, View};
use crate::error::Result;
use crate::json::split;
use crate::stream::context::{Context, SourceCx};
use crate::stream::definition::scope::Scope;
use crate::stream::definition::{AddedValue, Defaults};

/// An added field, of a stream or of all streams of a source.
pub struct Added<X: View> {
    pub(crate) field: String,
    pub(crate) value: Result<AddedValue<X::Config>>,
}

/// An added value without its field.
pub struct AddedNode<C>(pub(crate) AddedValue<C>);

/// The value of an added field: [`record_path`], [`now`], [`literal`], a template, [`typed`], [`hook`], or the
/// [`first`] of several.
pub trait IntoAdded<X: View> {
    #[doc(hidden)]
    fn into_added(self) -> Result<AddedNode<X::Config>>;
}

/// Fills the field with that JSON name. The page need not contain the field; the added value replaces it.
pub fn added<X: View>(field: &str, value: impl IntoAdded<X>) -> Added<X> {
    Added { field: field.to_owned(), value: value.into_added().map(|node| node.0) }
}

/// Removes a field that the source adds to its streams.
pub fn not_added<X: View>(field: &str) -> Added<X> {
    Added { field: field.to_owned(), value: Ok(AddedValue::Unset) }
}

/// The first value that is neither absent nor null.
///
/// ```
/// # use cdk_core::stream::{SourceView, added, first, now, record_path, Added};
/// # struct Config {}
/// let updated: Added<SourceView<Config>> =
///     added("updated", first(record_path("updated")).or(record_path("created")).or(now()));
/// ```
pub fn first<X: View>(value: impl IntoAdded<X>) -> First<X> {
    First(Ok(Vec::new())).or(value)
}

/// Alternatives for a value, in order. Made by [`first`].
pub struct First<X: View>(Result<Vec<AddedValue<X::Config>>>);

impl<X: View> First<X> {
    /// Adds an alternative, used if all before it are absent or null.
    #[must_use]
    pub fn or(self, value: impl IntoAdded<X>) -> Self {
        Self(self.0.and_then(|mut values| {
            match value.into_added()?.0 {
                AddedValue::First(more) => values.extend(more),
                value => values.push(value),
            }
            Ok(values)
        }))
    }
}

impl<X: View> IntoAdded<X> for First<X> {
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::First(self.0?)))
    }
}

/// A value of the same record, by its path in the response. Digits and characters are kept.
pub fn record_path(path: &str) -> RecordPath {
    RecordPath(split(path))
}

/// The time when the record is read: a date-time in UTC, or Unix seconds if the field accepts numbers and no texts.
pub fn now() -> Now {
    Now
}

/// The same value for every record: text, number, bool, any [`Value`], an `Option` of these. `None` and null are
/// written as null.
pub fn literal(value: impl Into<Value>) -> Literal {
    Literal(value.into())
}

/// A value from the context, such as a field of the parent record.
pub fn typed<F>(value: F) -> Typed<F> {
    Typed(value)
}

/// A function of the context. `cx.raw_record()` is the record as the API sent it.
pub fn hook<F>(function: F) -> Hook<F> {
    Hook(function)
}

/// Like [`hook`], for a source: a function of [`SourceCx`].
pub fn source_hook<F>(function: F) -> SourceHook<F> {
    SourceHook(function)
}

/// The JSON value of any type that implements `Serialize`.
///
/// # Errors
/// A system error if serde cannot write the value, for example a map whose keys are not texts.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    Ok(serde_json::to_value(value)?)
}

#[doc(hidden)]
pub struct RecordPath(Vec<String>);
#[doc(hidden)]
pub struct Now;
#[doc(hidden)]
pub struct Literal(Value);
#[doc(hidden)]
pub struct Typed<F>(F);
#[doc(hidden)]
pub struct Hook<F>(F);
#[doc(hidden)]
pub struct SourceHook<F>(F);

impl<X: View> IntoAdded<X> for RecordPath {
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::Record(self.0)))
    }
}

impl<X: View> IntoAdded<X> for Now {
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::Now))
    }
}

impl<X: View> IntoAdded<X> for Literal {
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::Literal(self.0)))
    }
}

impl<X: View, F> IntoAdded<X> for Template<F>
where
    Template<F>: IntoTemplate<X>,
{
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::Template(self.into_template()?)))
    }
}

impl<X: View> IntoAdded<X> for &'static str {
    fn into_added(self) -> Result<AddedNode<X::Config>> {
        Ok(AddedNode(AddedValue::Template(IntoTemplate::<X>::into_template(self)?)))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static, F> IntoAdded<StreamView<R, C, P, S>> for Typed<F>
where
    F: Fn(&Context<'_, R, C, P, S>) -> Result<Value> + 'static,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        let value = self.0;
        Ok(AddedNode(AddedValue::Computed(Rc::new(move |scope: &Scope<'_, C>| value(&Context::new(scope)?)))))
    }
}

impl<C: 'static, F> IntoAdded<SourceView<C>> for Typed<F>
where
    F: Fn(&SourceCx<'_, C>) -> Result<Value> + 'static,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        let value = self.0;
        Ok(AddedNode(AddedValue::Computed(Rc::new(move |scope: &Scope<'_, C>| value(&SourceCx::new(scope))))))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static, F, T> IntoAdded<StreamView<R, C, P, S>> for Hook<F>
where
    F: Fn(&Context<'_, R, C, P, S>) -> Result<T> + 'static,
    T: Serialize,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        let function = self.0;
        Ok(AddedNode(AddedValue::Computed(Rc::new(move |scope: &Scope<'_, C>| {
            to_json(&function(&Context::new(scope)?)?)
        }))))
    }
}

impl<C: 'static, F, T> IntoAdded<SourceView<C>> for SourceHook<F>
where
    F: Fn(&SourceCx<'_, C>) -> Result<T> + 'static,
    T: Serialize,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        let function = self.0;
        Ok(AddedNode(AddedValue::Computed(Rc::new(move |scope: &Scope<'_, C>| {
            to_json(&function(&SourceCx::new(scope))?)
        }))))
    }
}

impl<C> Defaults<C> {
    /// Adds the fields to the definition.
    pub(crate) fn add<X: View<Config = C>>(&mut self, fields: impl IntoIterator<Item = Added<X>>) {
        for Added { field, value } in fields {
            if let Some(value) = self.keep(value) {
                self.added.push((field, value));
            }
        }
    }
}
