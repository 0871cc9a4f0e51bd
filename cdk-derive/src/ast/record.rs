//! Record: a record struct as serde sees it.

use proc_macro2::Span;
use syn::{LitStr, Type};

/// The record struct: its fields and what serde does to them.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    /// Attributes by which serde would write other bytes than it read.
    pub(crate) rewrites: Vec<Rewrite>,
}

/// A field that serde neither skips nor flattens.
pub(crate) struct Field {
    /// The Rust name, unrawed.
    pub(crate) rust: String,
    /// The name in the record.
    pub(crate) json: String,
    /// Other names under which serde reads it.
    pub(crate) aliases: Vec<String>,
    pub(crate) ty: Type,
    pub(crate) kind: FieldKind,
    /// The value of `#[serde(with)]`.
    pub(crate) with: Option<LitStr>,
    /// Whether a function reads it, and not its type.
    pub(crate) has_reader: bool,
    /// Whether an attribute says to schemars what it looks like.
    pub(crate) has_schema: bool,
}

/// How a field stands to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Read and written.
    Own,
    /// Read, not written (`skip_serializing`).
    ReadOnly,
    /// Not read (`skip`, `skip_deserializing`): no field of the record.
    Skipped,
    /// Its fields lie in the record itself.
    Flat,
}

/// One reason why a record goes through serde on its way out.
pub(crate) struct Rewrite {
    pub(crate) span: Span,
    /// "field `x`: `#[serde(with)]`".
    pub(crate) reason: String,
}

impl Record {
    /// Whether names may lie in the record that this struct does not show.
    pub(crate) fn is_flattened(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Flat)
    }

    /// The fields that are read from a page.
    pub(crate) fn read(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Own | FieldKind::ReadOnly))
    }
}
