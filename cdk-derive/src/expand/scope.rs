//! Scope: the one place where generated code names `cdk-core`.
//!
//! In: an impl, which names everything of core as `cdk_private::…`. Out: the same in its own scope, with absolute paths
//! into core's private module, whose name holds the version. Core's macro around it compares the versions, so that a
//! derive of another version is one error that says so. The paths are absolute because a user may deny
//! `unused_qualifications`, and may have names like core's.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// The version of core that the code is for. Patches fit each other.
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

/// The code with core's private module for `cdk_private`.
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
