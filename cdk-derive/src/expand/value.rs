//! Value: keys and values of `params`, `headers`, `body` and `add` → arrays of core's `entry`, `unset` and `added`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::hooks::Hooks;
use super::template::{self, Values};
use super::tokens::string;
use crate::ast::{Added, AddedValue, Entry, Hole, Scalar, Value};

// [cdk_private::entry("limit", 100i64), cdk_private::unset("since")]
pub(super) fn entries(entries: &[Entry], values: &Values<'_>) -> TokenStream {
    let entries = entries.iter().map(|entry| {
        let mut key = Literal::string(&entry.key.name);
        key.set_span(entry.key.span);
        match value(&entry.value, values) {
            Some(value) => quote! { cdk_private::entry(#key, #value) },
            None => quote! { cdk_private::unset(#key) },
        }
    });
    quote! { [#(#entries),*] }
}

/// `None` for a removed key.
fn value(given: &Value, values: &Values<'_>) -> Option<TokenStream> {
    Some(match given {
        Value::Text(text) => template::template(text, values),
        Value::Scalar(given) => scalar(given),
        // cdk_private::list([cdk_private::field("a"), …])
        Value::List(list) => {
            let fields = list.iter().filter_map(|given| value(given, values));
            quote! { cdk_private::list([#(cdk_private::field(#fields)),*]) }
        }
        // cdk_private::object([cdk_private::entry("first", 100i64)])
        Value::Object(object) => {
            let entries = entries(object, values);
            quote! { cdk_private::object(#entries) }
        }
        Value::Plain(text) => string(text),
        Value::Unset => return None,
    })
}

/// A value that is not `none`.
pub(super) fn plain(given: &Value, values: &Values<'_>) -> TokenStream {
    value(given, values).unwrap_or_default()
}

/// Entries whose templates may use only `config`.
pub(super) fn entries_of_config(given: &[Entry], values: &Values<'_>) -> TokenStream {
    let context = values.auth_context.clone();
    entries(given, &Values { context: context.clone(), auth_context: context, record: None, words: None })
}

/// A number, or a template that may use only `config`.
pub(super) fn of_config(given: &Value, values: &Values<'_>) -> TokenStream {
    match given {
        Value::Text(text) => template::in_context(text, values, &values.auth_context),
        other => value(other, values).unwrap_or_default(),
    }
}

fn scalar(scalar: &Scalar) -> TokenStream {
    match scalar {
        Scalar::Number(number) => quote! { #number },
        Scalar::Bool(bool) => quote! { #bool },
    }
}

// [cdk_private::added("org_id", cdk_private::record_path("org.id"))]
pub(super) fn added(added: &[Added], values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    let added = added.iter().map(|added| {
        let rust = added.field.unraw().to_string();
        let field = values.record.and_then(|record| record.fields.iter().find(|field| field.rust == rust));
        let json = field.map_or(&rust, |field| &field.json);
        match &added.value {
            AddedValue::Unset => quote! { cdk_private::not_added(#json) },
            value => {
                let value = added_value(value, values, hooks);
                quote! { cdk_private::added(#json, #value) }
            }
        }
    });
    quote! { [#(#added),*] }
}

fn added_value(value: &AddedValue, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    match value {
        // cdk_private::first(a).or(b)
        AddedValue::First(alternatives) => {
            let mut alternatives = alternatives.iter().map(|value| added_value(value, values, hooks));
            let first = alternatives.next();
            quote! { cdk_private::first(#first) #(.or(#alternatives))* }
        }
        AddedValue::Unset => TokenStream::new(),
        AddedValue::Now => quote! { cdk_private::now() },
        AddedValue::Text(text) => template::template(text, values),
        AddedValue::Scalar(given) => {
            let given = scalar(given);
            quote! { cdk_private::literal(#given) }
        }
        AddedValue::Hook(path) => {
            let (function, name) =
                (hooks.checked("added", path), if values.record.is_some() { "hook" } else { "source_hook" });
            let hook = Ident::new(name, path.span());
            quote_spanned! {path.span()=> cdk_private::#hook(#function) }
        }
        AddedValue::Path(hole) => added_path(hole, values),
    }
}

// cdk_private::typed(|cdk_cx: &cdk_private::Cx<'_, Self>| cdk_private::to_json(&cdk_cx.parent()?.id))
fn added_path(hole: &Hole, values: &Values<'_>) -> TokenStream {
    let (root, span) = (hole.root.name.as_str(), hole.root.span);
    if values.is_typed(root) {
        let (cx, context, access) = (template::cx(span), &values.context, template::access(hole, values));
        return quote_spanned! {span=>
            cdk_private::typed(|#cx: #context| cdk_private::to_json(#access))
        };
    }
    if root == "record" {
        let path: Vec<&str> = template::path(hole, values.record).collect();
        let path = path.join(".");
        return quote! { cdk_private::record_path(#path) };
    }
    template::of_hole(hole, values)
}
