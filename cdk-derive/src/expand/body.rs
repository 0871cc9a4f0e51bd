//! Body: the `body_…` words → core's builder calls of the same names.
//!
//! In: a body. Out: its value as tokens. Not here: how a body is encoded (core's).

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::hooks::Hooks;
use super::template::{self, Values};
use super::tokens::string;
use super::value;
use crate::ast::{Body, GraphQl, Query};

pub(super) fn body(body: &Body, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    match body {
        Body::Json(entries) | Body::Form(entries) => value::entries(entries, values),
        Body::Text(text) => template::template(text, values),
        Body::GraphQl(graphql) => self::graphql(graphql, values, hooks),
    }
}

// ::cdk_core::__private::GraphQl::new("query …").operation_name("Users").variables([…])
fn graphql(graphql: &GraphQl, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    let query = query(&graphql.query, hooks);
    let operation_name = graphql.operation_name.as_ref().map(|name| {
        let name = string(name);
        quote! { .operation_name(#name) }
    });
    let variables = (!graphql.variables.is_empty()).then(|| {
        let entries = value::entries(&graphql.variables, values);
        quote! { .variables(#entries) }
    });
    quote! { ::cdk_core::__private::GraphQl::new(#query) #operation_name #variables }
}

// { const CDK_QUERY: &::core::primitive::str = QUERY; CDK_QUERY }
fn query(query: &Query, hooks: &Hooks) -> TokenStream {
    let (given, span) = match query {
        Query::Text(literal) => return string(literal),
        Query::Const(path) => (hooks.named(path), path.span()),
        Query::Macro(call) => (call.clone(), call.span()),
    };
    quote_spanned! {span=>
        {
            const CDK_QUERY: &::core::primitive::str = #given;
            CDK_QUERY
        }
    }
}
