//! Hooks: a user's function, bound to core's alias at the user's span and then handed over.
//!
//! In: the path of a function and the alias it must fit. Out: one builder call.
//! Called directly, a wrong signature gives three errors, two of them on the derive; bound first, it gives one, on the path.
//! Not here: async functions, whose types have no name (see `value::auth`).

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ExprPath;
use syn::spanned::Spanned;

use super::{ident, named};
use crate::ast::Given;

/// What the aliases of a struct's hooks are made from.
pub(super) struct Hooks {
    /// "" for a stream, "Source" for a source.
    pub(super) prefix: &'static str,
    /// The alias's parameter: the record, or the source's config.
    pub(super) of: TokenStream,
    /// The struct, which stands for `Self` (an item inside a function does not see `Self`).
    pub(super) this: Ident,
}

impl Hooks {
    /// The call of a hook's word.
    pub(super) fn bound(&self, hook: Option<&Given<ExprPath>>, alias: &str) -> Option<TokenStream> {
        hook.map(|hook| self.call(&hook.word.to_string(), &hook.word, &hook.value, alias))
    }

    // .map({ const CDK_HOOK: ::cdk_core::hook::MapHook<Employee> = to_euros; CDK_HOOK })
    pub(super) fn call(&self, method: &str, word: &Ident, path: &ExprPath, alias: &str) -> TokenStream {
        let (alias, of) = (ident(&format!("{}{alias}", self.prefix)), &self.of);
        let path = self.named(path);
        let bound = quote_spanned! {path.span()=>
            {
                const CDK_HOOK: ::cdk_core::hook::#alias<#of> = #path;
                CDK_HOOK
            }
        };
        named(method, word, &bound)
    }

    // .streams(tables), at the path
    /// The call of a function that may send: the type of what it gives has no name, so no alias binds it.
    pub(super) fn asynchronous(&self, word: &Ident, path: &ExprPath) -> TokenStream {
        named(&word.to_string(), word, &self.named(path))
    }

    /// The path with the struct's name for `Self`.
    pub(super) fn named(&self, path: &ExprPath) -> TokenStream {
        let mut path = path.clone();
        if let Some(first) = path.path.segments.first_mut()
            && path.qself.is_none()
            && first.ident == "Self"
        {
            let span = first.ident.span();
            first.ident = self.this.clone();
            first.ident.set_span(span);
        }
        path.into_token_stream()
    }
}
