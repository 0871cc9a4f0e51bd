//! Body: `body = …` → one call of core's builder.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::hooks::Hooks;
use super::template::{self, Values};
use super::tokens::{ident, named, string};
use super::value;
use crate::ast::{Body, Given, GraphQl, Query};

// .body(cdk_private::BodyTemplate::json([…]))
/// The call of the attribute.
pub(super) fn call(given: &Given<Body>, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    // An attribute of an earlier version, like `body_json`, has another name.
    named("body", &given.word, &body(&given.value, values, hooks))
}

fn body(body: &Body, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    match body {
        Body::None => quote! { cdk_private::BodyTemplate::none() },
        Body::Text(text) => {
            let text = template::template(text, values);
            quote! { cdk_private::BodyTemplate::text(#text) }
        }
        Body::GraphQl(graphql) => {
            let graphql = self::graphql(graphql, values, hooks);
            quote! { cdk_private::BodyTemplate::graphql(#graphql) }
        }
        Body::Json(entries) | Body::Form(entries) => fields(body, &value::entries(entries, values)),
    }
}

/// A body of fields whose templates may use only `config`.
pub(super) fn of_config(body: &Body, values: &Values<'_>) -> TokenStream {
    match body {
        Body::Json(entries) | Body::Form(entries) => fields(body, &value::entries_of_config(entries, values)),
        // The body of a login is always one of the above.
        Body::None | Body::Text(_) | Body::GraphQl(_) => quote! { cdk_private::BodyTemplate::none() },
    }
}

fn fields(body: &Body, entries: &TokenStream) -> TokenStream {
    let kind = ident(if matches!(body, Body::Form(_)) { "form" } else { "json" });
    quote! { cdk_private::BodyTemplate::#kind(#entries) }
}

// cdk_private::GraphQl::new("query …").operation_name("Users").variables([…])
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
    quote! { cdk_private::GraphQl::new(#query) #operation_name #variables }
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
