//! Types: what a value can be in a record struct.

use std::rc::Rc;

/// The type of a field or an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) kind: Kind,
    /// `Option<…>`: null, or absent if it is a field.
    pub(crate) is_optional: bool,
}

impl Typed {
    pub(crate) fn required(kind: Kind) -> Self {
        Self { kind, is_optional: false }
    }

    /// The struct, if the type is one.
    pub(crate) fn as_struct(&self) -> Option<&Rc<StructType>> {
        match &self.kind {
            Kind::Struct(found) => Some(found),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    /// `i64`
    Integer,
    /// `u64`: a value is above the largest `i64`.
    Unsigned,
    /// `f64`
    Float,
    Text,
    Timestamp,
    DateTime,
    Date,
    /// `Value`
    Any,
    /// `serde_json::Map<String, Value>`
    Object,
    List(Box<Typed>),
    /// `BTreeMap<String, …>`
    Map(Box<Typed>),
    Struct(Rc<StructType>),
}

/// A struct that is not named yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StructType {
    /// What a schema calls it.
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) fields: Vec<Field>,
}

impl StructType {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field, named as in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) typed: Typed,
    pub(crate) description: Option<String>,
    /// Why the type says less than it could. Printed as a comment.
    pub(crate) note: Option<String>,
}
