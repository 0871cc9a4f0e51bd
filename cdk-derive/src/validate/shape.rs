//! Shape: what the derives may stand on.
//!
//! In: the item. Out: whether it has the right shape; the reason why not in the diagnostics.
//! Not here: the item's words.

use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields};

use crate::diagnostics::Diagnostics;

pub(super) fn stream_is_a_struct_with_named_fields(input: &DeriveInput, diagnostics: &Diagnostics) -> bool {
    let found = match &input.data {
        Data::Struct(data) => match data.fields {
            Fields::Named(_) => return true,
            Fields::Unnamed(_) => "a tuple struct",
            Fields::Unit => "a unit struct",
        },
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    let name = &input.ident;
    let message = format!("a stream's record is a struct with named fields, and `{name}` is {found}");
    diagnostics.error(name.span(), message);
    false
}

pub(super) fn source_is_a_unit_struct(input: &DeriveInput, diagnostics: &Diagnostics) {
    if let Data::Struct(data) = &input.data
        && matches!(data.fields, Fields::Unit)
    {
        return;
    }
    let name = &input.ident;
    diagnostics
        .error(name.span(), format!("a source is a unit struct, as in `struct {name};`; its config has the fields"));
}

pub(super) fn has_no_generics(input: &DeriveInput, what: &str, diagnostics: &Diagnostics) -> bool {
    if input.generics.params.is_empty() {
        return true;
    }
    let message = format!("{what} has no generic parameters: its name and schema are fixed when it is compiled");
    diagnostics.error(input.generics.span(), message);
    false
}

/// Rust accepts a derive's attribute on fields and variants too.
pub(super) fn words_stand_on_the_struct(input: &DeriveInput, name: &str, diagnostics: &Diagnostics) {
    let fields: Vec<&syn::Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(data) => data.fields.named.iter().collect(),
    };
    for attribute in fields.iter().flat_map(|field| &field.attrs).filter(|attribute| attribute.path().is_ident(name)) {
        diagnostics.error(attribute.path().span(), format!("`#[{name}(…)]` stands on the struct, not on a field"));
    }
}
