//! Fallback: impls for structs with errors, so that one mistake causes one error.
//!
//! In: the attributes without errors. Out: the associated items of the trait, and a definition that never runs. A type
//! that is unknown because of an error (the config of a stream without `source`) causes no further errors.
//! Not here: the errors (see `diagnostics`).

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Generics, WherePredicate, parse_quote};

use super::checks::checks;
use super::{source, stream};
use crate::ast::{Record, SourceWords, StreamWords};
use crate::diagnostics::Mistakes;
use crate::validate::borrows;

pub(crate) fn stream_stub(
    input: &DeriveInput,
    words: &StreamWords,
    record: &Record,
    mistakes: &Mistakes,
) -> TokenStream {
    let unknown = mistakes.unknown_type();
    let mut generics = input.generics.clone();
    let is_unusual = !generics.params.is_empty() || borrows(input);
    let header = stream::header(&input.ident, words, record, &unknown, is_unusual);
    if is_unusual {
        // Whether serde can read and write it depends on its parameters and lifetimes.
        bound(
            &mut generics,
            parse_quote! {
                for<'cdk> Self: cdk_private::Serialize + cdk_private::Deserialize<'cdk>
                    + cdk_private::JsonSchema + 'static
            },
        );
    }
    let checks = if is_unusual { TokenStream::new() } else { checks(record) };
    let stub = stream::implement(&input.ident, &generics, &header, &quote! { ::core::unimplemented!() }, &checks);
    let readable = matches!(input.data, Data::Union(_)).then(|| readable_union(&input.ident));
    quote! { #stub #readable }
}

pub(crate) fn source_stub(input: &DeriveInput, words: &SourceWords, mistakes: &Mistakes) -> TokenStream {
    let header = source::header(&input.ident, words, &mistakes.unknown_type());
    let mut generics = input.generics.clone();
    if !generics.params.is_empty() {
        bound(&mut generics, parse_quote! { Self: 'static });
    }
    source::implement(&input.ident, &generics, &header, &quote! { ::core::unimplemented!() })
}

fn bound(generics: &mut Generics, bound: WherePredicate) {
    generics.make_where_clause().predicates.push(bound);
}

/// The impls that a stream needs and that no derive creates for a union.
fn readable_union(this: &Ident) -> TokenStream {
    quote! {
        impl cdk_private::Serialize for #this {
            fn serialize<S: cdk_private::Serializer>(&self, _: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::core::unimplemented!()
            }
        }
        impl<'de> cdk_private::Deserialize<'de> for #this {
            fn deserialize<D: cdk_private::Deserializer<'de>>(_: D) -> ::core::result::Result<Self, D::Error> {
                ::core::unimplemented!()
            }
        }
        impl cdk_private::JsonSchema for #this {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                ::core::unimplemented!()
            }

            fn json_schema(_: &mut cdk_private::SchemaGenerator) -> cdk_private::Schema {
                ::core::unimplemented!()
            }
        }
    }
}
