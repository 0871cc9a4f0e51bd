//! Attribute: whether a struct has the attribute of its derive.
//!
//! In: the struct. Out: one error, at the attribute of the other derive, or at the struct's name if both are missing.
//! Not here: the contents of the attribute.

use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields};

use crate::diagnostics::Diagnostics;

/// The derive of an attribute.
fn derive_of(attribute: &str) -> &'static str {
    if attribute == "source" { "Source" } else { "HttpStream" }
}

/// Whether the struct has the other derive's attribute instead of `own`. With both attributes, only an error is
/// reported.
pub(crate) fn is_of_the_other_derive(input: &DeriveInput, own: &str, diagnostics: &Diagnostics) -> bool {
    let other = if own == "source" { "stream" } else { "source" };
    let Some(found) = find(input, other) else { return false };
    let has_own = find(input, own).is_some();
    let is_record = matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)));
    // The fields of the struct show whether the derive or the attribute is wrong.
    let message = if has_own {
        format!("`#[{other}(…)]` is for `#[derive({})]`; remove it", derive_of(other))
    } else if is_record == (own == "stream") {
        let what = if is_record { "a struct with fields is a stream" } else { "a struct without fields is a source" };
        format!("`#[{other}(…)]` is for `#[derive({})]`; {what}, so write `#[{own}(…)]`", derive_of(other))
    } else {
        let (wrong, right) = (derive_of(own), derive_of(other));
        let what = if is_record { "a struct with fields is a stream" } else { "a struct without fields is a source" };
        format!("`#[{other}(…)]` does not belong to `#[derive({wrong})]`; {what}, so write `#[derive({right})]`")
    };
    diagnostics.error(found.path().span(), message);
    !has_own
}

/// Returns whether the attribute exists. A missing attribute is one error, not one per missing entry.
pub(super) fn is_there(input: &DeriveInput, own: &str, example: &str, diagnostics: &Diagnostics) -> bool {
    let is_there = find(input, own).is_some();
    if !is_there {
        let derive = derive_of(own);
        let message = format!("`#[derive({derive})]` needs the attribute `#[{own}(…)]`, as in `{example}`");
        diagnostics.error(input.ident.span(), message);
    }
    is_there
}

fn find<'a>(input: &'a DeriveInput, name: &str) -> Option<&'a Attribute> {
    input.attrs.iter().find(|attribute| attribute.path().is_ident(name))
}
