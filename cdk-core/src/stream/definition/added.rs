//! The value of an added field, without its view.

use serde_json::Value;

use super::template::{ErasedFn, ErasedTemplate};

/// The source of an added value.
pub(crate) enum AddedValue<C> {
    /// The value at a path of the record; absent if the path is absent.
    Record(Vec<String>),
    /// The time when the record is read.
    Now,
    /// The first present value of these; none of them is `First` or `Unset`.
    First(Vec<AddedValue<C>>),
    /// Removes the field that the source adds.
    Unset,
    Literal(Value),
    /// Absent if its one placeholder is absent.
    Template(ErasedTemplate<C>),
    Computed(ErasedFn<C, Value>),
}

impl<C> AddedValue<C> {
    /// Whether the value depends on the response around the record.
    pub(crate) fn is_from_page(&self) -> bool {
        self.alternatives()
            .iter()
            .any(|value| matches!(value, Self::Template(template) if template.names_page_before()))
    }

    /// The alternatives, in order.
    pub(crate) fn alternatives(&self) -> &[Self] {
        match self {
            Self::First(values) => values,
            value => std::slice::from_ref(value),
        }
    }
}
