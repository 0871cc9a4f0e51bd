//! On: `on(…)` → core's `On` builder, one call for each condition, for the action and for the message.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::template::{self, Values};
use super::tokens::{ident, string};
use crate::ast::{Action, Condition, On, Scalar, Statuses, Value};

// cdk_private::On::new().status([403u16]).json("code", [cdk_private::json_value("x")]).fail().message("…")
pub(super) fn on(on: &On, values: &Values<'_>) -> TokenStream {
    let conditions = on.conditions.iter().map(|(word, given)| {
        let arguments = condition(given);
        quote_spanned! {word.span()=> .#word(#arguments) }
    });
    let action = on.action.as_ref().map(|(word, action)| {
        let (method, argument) = match action {
            Action::Retry => ("retry", None),
            Action::Fail => ("fail", None),
            Action::FailAs(variant) => {
                let variant = ident(variant);
                ("fail_as", Some(quote! { cdk_private::FailureType::#variant }))
            }
            Action::Ignore => ("ignore", None),
            Action::ResetPagination => ("reset_pagination", None),
            Action::RefreshToken => ("refresh_token", None),
        };
        let mut method = ident(method);
        method.set_span(word.span());
        quote_spanned! {word.span()=> .#method(#argument) }
    });
    let message = on.message.as_ref().map(|message| {
        let message = template::template(message, values);
        quote! { .message(#message) }
    });
    quote! { cdk_private::On::new()#(#conditions)* #action #message }
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::Status(Statuses::Some(numbers)) => {
            let numbers = numbers.iter().map(|(_, literal)| literal);
            quote! { [#(#numbers),*] }
        }
        Condition::Status(Statuses::Range((_, first), (_, last))) => quote! { #first..=#last },
        Condition::Json(place, found) => {
            let place = string(place);
            let found = list(found.iter().map(|value| {
                let value = json(value);
                quote! { cdk_private::json_value(#value) }
            }));
            quote! { #place, #found }
        }
        Condition::Header(name, found) => {
            let (name, found) = (string(name), list(found.iter().map(string)));
            quote! { #name, #found }
        }
        Condition::BodyContains(text) => string(text),
        Condition::Empty => TokenStream::new(),
    }
}

/// An empty array has no type of its values, so it becomes an empty iterator.
fn list(values: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if values.len() == 0 {
        return quote! { ::core::iter::empty() };
    }
    quote! { [#(#values),*] }
}

fn json(value: &Value) -> TokenStream {
    match value {
        Value::Plain(text) => string(text),
        Value::Scalar(Scalar::Number(number)) => quote! { #number },
        Value::Scalar(Scalar::Bool(bool)) => quote! { #bool },
        Value::Text(_) | Value::List(_) | Value::Object(_) | Value::Unset => TokenStream::new(),
    }
}
