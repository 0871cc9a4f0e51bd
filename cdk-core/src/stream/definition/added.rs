//! The value of a field that the connector adds to a record, without its view.

use serde_json::Value;

use super::template::{ErasedFn, ErasedTemplate};

/// Where an added value comes from.
pub(crate) enum AddedValue<C> {
    /// From this path of the record; left out where that is absent.
    Record(Vec<String>),
    /// The time at which the record is read.
    Now,
    /// The first of these that is there; none of them is `First` or `Unset`.
    First(Vec<AddedValue<C>>),
    /// Takes what the source adds away.
    Unset,
    Literal(Value),
    /// Left out where its one placeholder is absent.
    Template(ErasedTemplate<C>),
    Computed(ErasedFn<C, Value>),
}

impl<C> AddedValue<C> {
    /// Whether it looks at the response around the record.
    pub(crate) fn is_from_page(&self) -> bool {
        self.alternatives()
            .iter()
            .any(|value| matches!(value, Self::Template(template) if template.names_page_before()))
    }

    /// What is tried, one after the other.
    pub(crate) fn alternatives(&self) -> &[Self] {
        match self {
            Self::First(values) => values,
            value => std::slice::from_ref(value),
        }
    }
}
