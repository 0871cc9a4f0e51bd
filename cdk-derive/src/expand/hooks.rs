//! Hooks: a user's function, checked by core at the user's span and then handed over.
//!
//! In: the path of a function and the hook that it is for. Out: one builder call.
//! Called directly, a wrong signature gives three errors, two of them on the derive; checked first, it gives one, on
//! the path, that shows the documented signature.
//! Not here: the checks and their messages (core's `stream::connector::signatures`).

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ExprPath;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::tokens::named;
use crate::ast::Given;

/// What the checks of a struct's hooks are made from.
pub(super) struct Hooks {
    /// "" for a stream, "source_" for a source.
    pub(super) prefix: &'static str,
    /// The check's parameter: the record, or the source's config.
    pub(super) of: TokenStream,
    /// The config.
    pub(super) config: TokenStream,
    /// The struct, which represents `Self` (an item inside a function does not see `Self`).
    pub(super) this: Ident,
}

impl Hooks {
    /// The call of a hook's word.
    pub(super) fn bound(&self, hook: Option<&Given<ExprPath>>) -> Option<TokenStream> {
        hook.map(|hook| {
            let word = hook.word.unraw().to_string();
            named(&word, &hook.word, &self.checked(&word, &hook.value))
        })
    }

    // cdk_private::signatures::map::<Employee, _>(to_euros), at the path
    /// The function after the check of its signature, which is called like the attribute.
    pub(super) fn checked(&self, check: &str, path: &ExprPath) -> TokenStream {
        self.checked_by(&format!("{}{check}", self.prefix), path, &self.of)
    }

    /// The same for functions over the config, which are those of a source everywhere.
    pub(super) fn of_config(&self, check: &str, path: &ExprPath) -> TokenStream {
        self.checked_by(check, path, &self.config)
    }

    // cdk_private::signatures::slices::<Employee, Month, _>(months)
    /// The same for functions that give slices.
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
