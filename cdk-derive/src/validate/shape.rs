//! Shape: whether an item is a struct that the derive supports.
//!
//! In: the item. Out: whether it is; the reason why not in the diagnostics. Not here: its attributes.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, GenericParam, Type};

use crate::ast::{borrowed_for, last_segment, types_in};
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
    let message = format!("a stream must be a struct with named fields, but `{name}` is {found}");
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
    diagnostics.error(
        name.span(),
        format!("a source must be a unit struct, as in `struct {name};`; put its fields into the config"),
    );
}

pub(super) fn has_no_generics(input: &DeriveInput, what: &str, diagnostics: &Diagnostics) -> bool {
    no_generics(input, what, |_| true, diagnostics)
}

/// A record has no parameters and borrows nothing, because it lives longer than its response.
pub(super) fn record_is_owned(input: &DeriveInput, diagnostics: &Diagnostics) -> bool {
    let borrowed = borrowed(input);
    for (name, ty, fix) in &borrowed {
        diagnostics.error(ty.span(), format!("field `{name}`: a record cannot borrow its values; use {fix}"));
    }
    // The fix for a borrowed field removes its lifetime too.
    let is_left = |param: &GenericParam| borrowed.is_empty() || !matches!(param, GenericParam::Lifetime(_));
    no_generics(input, "a record", is_left, diagnostics) && borrowed.is_empty()
}

/// Whether any field borrows its value.
pub(crate) fn borrows(input: &DeriveInput) -> bool {
    !borrowed(input).is_empty()
}

/// The fields that borrow: name, borrowed type, and the type to use instead.
fn borrowed(input: &DeriveInput) -> Vec<(String, &Type, String)> {
    let Data::Struct(data) = &input.data else { return Vec::new() };
    let borrowed = data.fields.iter().filter_map(|field| {
        let name = field.ident.as_ref()?.unraw().to_string();
        types_in(&field.ty).into_iter().find_map(|ty| Some((name.clone(), ty, owned(ty)?)))
    });
    borrowed.collect()
}

fn no_generics(
    input: &DeriveInput,
    what: &str,
    counts: impl Fn(&GenericParam) -> bool,
    diagnostics: &Diagnostics,
) -> bool {
    let Some(first) = input.generics.params.iter().find(|param| counts(param)) else { return true };
    let (kind, fix) = match first {
        GenericParam::Lifetime(_) => ("lifetime", "it must own its values; remove the parameter"),
        GenericParam::Type(_) => {
            ("type", "its name and schema are fixed when it is compiled; write one struct for each type")
        }
        GenericParam::Const(_) => {
            ("constant", "its name and schema are fixed when it is compiled; remove the parameter")
        }
    };
    diagnostics.error(first.span(), format!("{what} cannot have a {kind} parameter: {fix}"));
    false
}

/// What to write in place of a borrowed type.
fn owned(ty: &Type) -> Option<String> {
    match ty {
        Type::Reference(reference) => Some(format!("`{}`", owned_name(&reference.elem))),
        _ if borrowed_for(ty).is_none() => None,
        _ if last_segment(ty).is_some_and(|last| last.ident == "Cow") => {
            types_in(ty).get(1).map(|inner| format!("`{}`", owned_name(inner)))
        }
        _ => Some("a type that owns them, such as `String` or `Vec<u8>`".to_owned()),
    }
}

fn owned_name(ty: &Type) -> String {
    let text = |ty: &Type| ty.to_token_stream().to_string().replace(' ', "");
    match ty {
        Type::Slice(slice) => format!("Vec<{}>", text(&slice.elem)),
        ty if last_segment(ty).is_some_and(|last| last.ident == "str") => "String".to_owned(),
        ty => text(ty),
    }
}

/// Rust accepts the attribute of a derive also on fields and variants.
pub(super) fn attributes_are_on_the_struct(input: &DeriveInput, name: &str, diagnostics: &Diagnostics) {
    let fields: Vec<&syn::Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(data) => data.fields.named.iter().collect(),
    };
    for attribute in fields.iter().flat_map(|field| &field.attrs).filter(|attribute| attribute.path().is_ident(name)) {
        diagnostics
            .error(attribute.path().span(), format!("`#[{name}(…)]` is not allowed on a field; move it to the struct"));
    }
}
