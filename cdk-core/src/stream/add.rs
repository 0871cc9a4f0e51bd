//! Fields that the connector adds to a record.

use std::marker::PhantomData;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::context::Context;
use super::field::{Erased, ErasedTemplate, IntoTemplate, StreamView, Template};
use super::scope::Scope;
use crate::error::Result;
use crate::paginate::split;

/// One added field.
pub struct Added<R, C, P, S> {
    pub(crate) field: String,
    pub(crate) value: Result<AddedValue<C>>,
    view: PhantomData<StreamView<R, C, P, S>>,
}

/// An added value, before its field is known.
pub struct AddedNode<C>(pub(crate) AddedValue<C>);

/// Where an added value comes from.
pub(crate) enum AddedValue<C> {
    /// From this path of the record; left out where that is absent.
    Record(Vec<String>),
    /// The time at which the record is read.
    Now,
    Literal(Value),
    /// Left out where its one placeholder is absent.
    Template(ErasedTemplate<C>),
    Computed(Erased<C, Value>),
}

/// What can be added: [`record_path`], [`now`], [`literal`], a template, [`typed`] or [`hook`].
pub trait IntoAdded<R, C, P, S> {
    #[doc(hidden)]
    fn into_added(self) -> Result<AddedNode<C>>;
}

/// Fills the field of that JSON name. It is not expected in the page; if it is there, the added value stands.
pub fn added<R, C, P, S>(field: &str, value: impl IntoAdded<R, C, P, S>) -> Added<R, C, P, S> {
    Added { field: field.to_owned(), value: value.into_added().map(|node| node.0), view: PhantomData }
}

/// A value from elsewhere in the same record, by its names in the response. Digits and characters stay as they came.
pub fn record_path(path: &str) -> RecordPath {
    RecordPath(split(path))
}

/// The time at which the record is read, as a date-time in UTC.
pub fn now() -> Now {
    Now
}

/// The same value for every record.
pub fn literal(value: impl Into<Value>) -> Literal {
    Literal(value.into())
}

/// A value from the context, such as a field of the parent.
pub fn typed<F>(value: F) -> Typed<F> {
    Typed(value)
}

/// A function over the context; `cx.raw_record()` is the record as it came.
pub fn hook<F>(function: F) -> Hook<F> {
    Hook(function)
}

/// The JSON value of anything that serde can write.
///
/// # Errors
/// A system error where it cannot, such as a map whose keys are no texts.
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

impl<R, C, P, S> IntoAdded<R, C, P, S> for RecordPath {
    fn into_added(self) -> Result<AddedNode<C>> {
        Ok(AddedNode(AddedValue::Record(self.0)))
    }
}

impl<R, C, P, S> IntoAdded<R, C, P, S> for Now {
    fn into_added(self) -> Result<AddedNode<C>> {
        Ok(AddedNode(AddedValue::Now))
    }
}

impl<R, C, P, S> IntoAdded<R, C, P, S> for Literal {
    fn into_added(self) -> Result<AddedNode<C>> {
        Ok(AddedNode(AddedValue::Literal(self.0)))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static, F> IntoAdded<R, C, P, S> for Template<F>
where
    Template<F>: IntoTemplate<StreamView<R, C, P, S>>,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        Ok(AddedNode(AddedValue::Template(self.into_template()?)))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> IntoAdded<R, C, P, S> for &'static str {
    fn into_added(self) -> Result<AddedNode<C>> {
        Ok(AddedNode(AddedValue::Template(IntoTemplate::<StreamView<R, C, P, S>>::into_template(self)?)))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static, F> IntoAdded<R, C, P, S> for Typed<F>
where
    F: Fn(&Context<'_, R, C, P, S>) -> Result<Value> + 'static,
{
    fn into_added(self) -> Result<AddedNode<C>> {
        let value = self.0;
        Ok(AddedNode(AddedValue::Computed(Rc::new(move |scope: &Scope<'_, C>| value(&Context::new(scope)?)))))
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static, F, T> IntoAdded<R, C, P, S> for Hook<F>
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
