//! Record: the struct's fields as they appear in a record.
//!
//! In: the struct. Out: each field with its Rust name, its name in the record (for deserialization), its type and its
//! kind; and every reason why serde would write other bytes than it read.
//! Not here: nested types, which a derive cannot see (core compares the two schemas).

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Fields};

use super::case::Case;
use super::serde::{Both, has_schema, serde_words};
use crate::ast::{Field, FieldKind, Record, Rewrite};

/// Reads the struct's own attributes and its fields.
pub(crate) fn record(attributes: &[Attribute], fields: &Fields) -> Record {
    let mut record = Record::default();
    let container = serde_words(attributes);
    for (word, span) in container.rewrites {
        record.rewrites.push(Rewrite { span, reason: format!("`#[serde({word})]`") });
    }
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let rust = ident.unraw().to_string();
        let words = serde_words(&field.attrs);
        for (word, span) in &words.rewrites {
            record.rewrites.push(Rewrite { span: *span, reason: format!("field `{rust}`: `#[serde({word})]`") });
        }
        let json = renamed(&rust, words.rename.read.as_deref(), container.rename_all.read.as_deref());
        let written = renamed(&rust, words.rename.written.as_deref(), container.rename_all.written.as_deref());
        if json != written && !words.is_skipped_reading && !words.is_skipped_writing {
            let span = first_span(&words.rename, &container.rename_all).unwrap_or_else(|| field.span());
            record.rewrites.push(Rewrite { span, reason: format!("field `{rust}` is written as `{written}`") });
        }
        let kind = if words.is_skipped_reading {
            FieldKind::Skipped
        } else if words.is_flat {
            FieldKind::Flat
        } else if words.is_skipped_writing {
            FieldKind::ReadOnly
        } else {
            FieldKind::Own
        };
        let (aliases, ty) = (words.aliases, field.ty.clone());
        let (with, has_reader, has_schema) = (words.with, words.has_reader, has_schema(&field.attrs));
        record.fields.push(Field { rust, json, aliases, ty, kind, with, has_reader, has_schema });
    }
    record
}

fn renamed(rust: &str, rename: Option<&str>, rename_all: Option<&str>) -> String {
    match (rename, rename_all.and_then(Case::from_name)) {
        (Some(name), _) => name.to_owned(),
        (None, Some(case)) => case.apply(rust),
        (None, None) => rust.to_owned(),
    }
}

fn first_span(rename: &Both, rename_all: &Both) -> Option<Span> {
    rename.span.or(rename_all.span)
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::*;

    fn read(item: &ItemStruct) -> Record {
        record(&item.attrs, &item.fields)
    }

    fn names(record: &Record) -> Vec<&str> {
        record.read().map(|field| field.json.as_str()).collect()
    }

    fn reasons(record: &Record) -> Vec<&str> {
        record.rewrites.iter().map(|rewrite| rewrite.reason.as_str()).collect()
    }

    #[test]
    fn names_follow_serde() {
        let record = read(&parse_quote! {
            #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
            struct Employee {
                hired_at: u8,
                #[serde(rename = "ID")]
                id: u8,
                #[serde(rename(serialize = "k", deserialize = "k"))]
                kind_of: u8,
                r#type: u8,
            }
        });

        assert_eq!(names(&record), ["hiredAt", "ID", "k", "type"]);
        assert!(reasons(&record).is_empty(), "{:?}", reasons(&record));
        assert_eq!(record.fields[3].rust, "type");
    }

    #[test]
    fn the_name_for_reading_counts_and_another_for_writing_is_a_reason() {
        let record = read(&parse_quote! {
            #[serde(rename_all(serialize = "camelCase"))]
            struct Employee {
                hired_at: u8,
                id: u8,
                #[serde(rename(deserialize = "n"))]
                name: u8,
            }
        });

        assert_eq!(names(&record), ["hired_at", "id", "n"]);
        assert_eq!(reasons(&record), ["field `hired_at` is written as `hiredAt`", "field `name` is written as `name`"]);
    }

    #[test]
    fn skipped_fields_are_not_in_the_record() {
        let record = read(&parse_quote! {
            struct Employee {
                #[serde(skip)]
                a: u8,
                #[serde(skip_deserializing)]
                b: u8,
                #[serde(skip_serializing)]
                c: u8,
                #[serde(flatten)]
                d: u8,
            }
        });

        let kinds: Vec<FieldKind> = record.fields.iter().map(|field| field.kind).collect();
        assert_eq!(kinds, [FieldKind::Skipped, FieldKind::Skipped, FieldKind::ReadOnly, FieldKind::Flat]);
        assert_eq!(names(&record), ["c"]);
        assert!(record.is_flattened());
    }

    #[test]
    fn every_serde_attribute_that_rewrites_is_a_reason() {
        let words = "from try_from into remote transparent tag content untagged alias with serialize_with \
                     deserialize_with skip skip_serializing skip_deserializing skip_serializing_if flatten getter unheard_of";
        for word in words.split_whitespace() {
            let ident = syn::Ident::new(word, Span::call_site());
            let on_struct = read(&parse_quote! { #[serde(#ident = "x")] struct A { a: u8 } });
            let on_field = read(&parse_quote! { struct A { #[serde(#ident = "x")] a: u8 } });

            assert_eq!(reasons(&on_struct), [format!("`#[serde({word})]`")]);
            assert_eq!(reasons(&on_field), [format!("field `a`: `#[serde({word})]`")]);
        }
    }

    #[test]
    fn every_alias_is_a_name_of_the_field() {
        let record = read(&parse_quote! {
            struct Employee {
                #[serde(alias = "old", rename = "n", alias = "older")]
                name: u8,
            }
        });

        assert_eq!(record.fields[0].aliases, ["old", "older"]);
        assert_eq!(names(&record), ["n"]);
    }

    #[test]
    fn a_mistake_in_serde_attributes_is_left_to_serde() {
        let record = read(&parse_quote! {
            struct Employee {
                #[serde(rename = 5, default)]
                id: u8,
            }
        });

        assert_eq!(names(&record), ["id"]);
    }
}
