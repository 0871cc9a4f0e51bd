//! Checks: constants by which the compiler checks the types of a record's fields.
//!
//! In: the record. Out: one constant for each check, at the user's type. Its message names the fix.
//! Types with names of the standard library are not checked, because each check takes the compiler time.
//! Not here: nested types, which a derive cannot see (`discover` checks the schema).

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ast::{Field, FieldKind, Record, inner_types, last_segment, types_in};

/// Types that are not a `Secret` and have a schema.
const KNOWN: &[&str] = &[
    "String", "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    "f32", "f64", "str", "Self",
];

/// Types that contain values of their type arguments.
const CONTAINERS: &[&str] =
    &["Option", "Vec", "VecDeque", "Box", "Rc", "Arc", "Cow", "HashMap", "BTreeMap", "HashSet", "BTreeSet"];

/// Date and time types of other crates, and the corresponding type of the prelude.
const TIMES: &[(&str, &str)] = &[
    ("DateTime", "Timestamp"),
    ("OffsetDateTime", "Timestamp"),
    ("UtcDateTime", "Timestamp"),
    ("SystemTime", "Timestamp"),
    ("Zoned", "Timestamp"),
    ("NaiveDateTime", "DateTime"),
    ("PrimitiveDateTime", "DateTime"),
    ("NaiveDate", "Date"),
    ("Date", "Date"),
];
/// Other types of well-known crates, and what to declare instead.
const OTHERS: &[(&str, &str)] = &[
    ("Uuid", "`String`"),
    ("Decimal", "`String`, or `serde_json::Number` for a number"),
    ("BigDecimal", "`String`, or `serde_json::Number` for a number"),
    ("Url", "`String`"),
    ("NaiveTime", "`String`"),
    ("Time", "`String`"),
    ("TimeDelta", "`String`, or a number"),
    ("Duration", "`String`, or a number"),
];

// const _: () = cdk_private::TypeOf::<()>::USED;
// const _: () = cdk_private::require(!TypeOf::<Token>::IS_SECRET, "field `token`: …");
pub(super) fn checks(record: &Record) -> TokenStream {
    let checks: Vec<TokenStream> = record.fields.iter().flat_map(of_field).collect();
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        use cdk_private::Unproven as _;
        const _: () = cdk_private::TypeOf::<()>::USED;
        #(#checks)*
    }
}

fn of_field(field: &Field) -> Vec<TokenStream> {
    let name = &field.rust;
    let mut checks = Vec::new();
    if matches!(field.kind, FieldKind::Own | FieldKind::Flat) {
        let message = format!(
            "field `{name}`: a record cannot contain a `Secret`, because it is written as `****`; use `String`, or leave the \
             field out with `#[serde(skip_serializing)]`"
        );
        // Type arguments are checked separately: a list of secrets is written like its secrets.
        let leaves = types_in(&field.ty).into_iter().filter(|ty| types_in(ty).len() == 1 && is_unknown(ty));
        checks.extend(leaves.map(|ty| check(ty, &quote! { ! }, "IS_SECRET", &message)));
    }
    if field.kind != FieldKind::Skipped && !field.has_schema && field.with.is_none() {
        let mut unknown = Vec::new();
        outermost(&field.ty, &mut unknown);
        checks.extend(unknown.into_iter().map(|ty| {
            let message = format!("field `{name}`: {}", without_schema(ty));
            check(ty, &TokenStream::new(), "HAS_SCHEMA", &message)
        }));
    }
    checks
}

/// Whether a type is a name that the standard library's prelude does not have.
fn is_unknown(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|last| !KNOWN.iter().any(|known| last.ident == known))
}

/// The types in a field's type that are not containers of the standard library.
fn outermost<'a>(ty: &'a Type, found: &mut Vec<&'a Type>) {
    let is_container = last_segment(ty).is_none_or(|last| CONTAINERS.iter().any(|known| last.ident == known));
    if is_container {
        inner_types(ty).into_iter().for_each(|inner| outermost(inner, found));
    } else if is_unknown(ty) && !names_self(ty) {
        found.push(ty);
    }
}

/// Whether a type names `Self`, which a constant outside of the impl does not know.
fn names_self(ty: &Type) -> bool {
    types_in(ty).into_iter().any(
        |ty| matches!(ty, Type::Path(path) if path.path.segments.first().is_some_and(|first| first.ident == "Self")),
    )
}

/// Whether a type has the name of a date or time type of another crate.
pub(super) fn is_time_elsewhere(ty: &Type) -> bool {
    types_in(ty).into_iter().filter_map(last_segment).any(|last| TIMES.iter().any(|(foreign, _)| last.ident == foreign))
}

/// The error text for a type without a schema.
fn without_schema(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string().replace(' ', "");
    let names: Vec<String> = text.split('<').next().unwrap_or_default().split("::").map(str::to_owned).collect();
    let last = names.last().map(String::as_str).unwrap_or_default();
    let time = TIMES
        .iter()
        .find(|(foreign, _)| *foreign == last)
        .map(|(_, ours)| format!("use `{ours}` of `cdk_core::prelude`"));
    let other = || OTHERS.iter().find(|(foreign, _)| *foreign == last).map(|(_, ours)| format!("use {ours}"));
    let fix = time.or_else(other).unwrap_or_else(|| "derive `JsonSchema` for it".to_owned());
    format!(
        "`{text}` does not implement `JsonSchema`; {fix}, or add the type that is written, as in \
         `#[schemars(with = \"String\")]`"
    )
}

fn check(ty: &Type, not: &TokenStream, question: &str, message: &str) -> TokenStream {
    // A path's first token may be `::`.
    let span = last_segment(ty).map_or_else(|| ty.span(), |last| last.ident.span());
    let question = Ident::new(question, span);
    quote_spanned! {span=>
        const _: () = cdk_private::require(#not cdk_private::TypeOf::<#ty>::#question, #message);
    }
}
