//! Record: a record struct as serde sees it.

use proc_macro2::Span;
use syn::{LitStr, Type};

/// The record struct: its fields with their serde attributes.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    /// Attributes by which serde would write other bytes than it read.
    pub(crate) rewrites: Vec<Rewrite>,
}

/// A field.
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
    /// Whether a function deserializes it, not its type.
    pub(crate) has_reader: bool,
    /// Whether an attribute sets its schema.
    pub(crate) has_schema: bool,
}

/// The kind of a field in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Read and written.
    Own,
    /// Read, not written (`skip_serializing`).
    ReadOnly,
    /// Not read (`skip`, `skip_deserializing`), so not in the record.
    Skipped,
    /// Its fields are in the record itself (`flatten`).
    Flat,
}

/// One reason to serialize a record instead of copying its bytes.
pub(crate) struct Rewrite {
    pub(crate) span: Span,
    /// "field `x`: `#[serde(with)]`".
    pub(crate) reason: String,
}

impl Record {
    /// Whether the record may have names that the struct does not show.
    pub(crate) fn is_flattened(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Flat)
    }

    /// The fields that are read from a page.
    pub(crate) fn read(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Own | FieldKind::ReadOnly))
    }
}
