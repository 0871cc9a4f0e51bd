//! Hooks: passes a function of the user to core, after a check of its signature.
//!
//! In: the path of a function, and its attribute. Out: one builder call.
//! Without the check, a wrong signature causes three errors, two of them at the derive. With the check it is one error,
//! at the path, that shows the right signature.
//! Not here: the checks and their messages (core's `stream::connector::signatures`).

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ExprPath;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::tokens::named;
use crate::ast::Given;

/// The parameters of the checks of a struct's hooks.
pub(super) struct Hooks {
    /// Prefix of the checks: "" for a stream, "source_" for a source.
    pub(super) prefix: &'static str,
    /// The check's parameter: the record, or the source's config.
    pub(super) of: TokenStream,
    /// The config.
    pub(super) config: TokenStream,
    /// The struct, in place of `Self`, which an item inside a function cannot use.
    pub(super) this: Ident,
}

impl Hooks {
    /// The call for the attribute of a hook.
    pub(super) fn bound(&self, hook: Option<&Given<ExprPath>>) -> Option<TokenStream> {
        hook.map(|hook| {
            let word = hook.word.unraw().to_string();
            named(&word, &hook.word, &self.checked(&word, &hook.value))
        })
    }

    // cdk_private::signatures::map::<Employee, _>(to_euros), at the path
    /// The function in the check of its signature. The check has the name of the attribute.
    pub(super) fn checked(&self, check: &str, path: &ExprPath) -> TokenStream {
        self.checked_by(&format!("{}{check}", self.prefix), path, &self.of)
    }

    /// The same for functions of the config, which have the same signature in streams and sources.
    pub(super) fn of_config(&self, check: &str, path: &ExprPath) -> TokenStream {
        self.checked_by(check, path, &self.config)
    }

    // cdk_private::signatures::slices::<Employee, Month, _>(months)
    /// The same for functions that return slices.
    pub(super) fn of_slices(&self, path: &ExprPath, ty: &TokenStream) -> TokenStream {
        let of = &self.of;
        self.checked_by("slices", path, &quote! { #of, #ty })
    }

    fn checked_by(&self, check: &str, path: &ExprPath, of: &TokenStream) -> TokenStream {
        let span = path.span();
        let (check, path) = (Ident::new(check, span), self.named(path));
        quote_spanned! {span=> cdk_private::signatures::#check::<#of, _>(#path) }
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
