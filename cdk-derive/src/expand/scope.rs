//! Scope: wraps generated code and replaces `cdk_private` by the path of core's private module.
//!
//! In: an impl that names everything of core as `cdk_private::…`. Out: the same in its own scope, with absolute paths
//! into core's private module, whose name contains the version. Core's macro around it compares the versions, so that a
//! derive of another version causes one error. The paths are absolute because the user may deny `unused_qualifications`
//! or use the same names as core.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// The version of core that the code needs. Patch versions are compatible.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

// ::cdk_core::__derived! {
//     "0.1"
//     const _: () = {
//         impl ::cdk_core::__private_v0_1::HttpStream for Employee { … }
//     };
// }
pub(crate) fn scope(code: TokenStream) -> TokenStream {
    let code = absolute(code, &format!("__private_v{}", VERSION.replace('.', "_")));
    quote! {
        ::cdk_core::__derived! {
            #VERSION
            const _: () = {
                #code
            };
        }
    }
}

/// The code with the path of core's private module in place of `cdk_private`.
fn absolute(code: TokenStream, private: &str) -> TokenStream {
    let token = |token| match token {
        TokenTree::Ident(ident) if ident == "cdk_private" => path(private, ident.span()),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), absolute(group.stream(), private));
            inner.set_span(group.span());
            TokenTree::Group(inner).into()
        }
        other => other.into(),
    };
    code.into_iter().flat_map(token).collect()
}

fn path(private: &str, span: Span) -> TokenStream {
    let private = Ident::new(private, span);
    quote_spanned! {span=> ::cdk_core::#private }
}
