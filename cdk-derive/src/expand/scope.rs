//! Scope: the one place where generated code names `cdk-core`.
//!
//! In: an impl, which names everything of core as `cdk_private::…`. Out: the same in a scope that knows this name: the private
//! module of core, whose name holds the version. Core's macro around it compares the versions, so that a derive of another
//! version is one error that says so.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The version of core that the code is for. Patches fit each other.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

// ::cdk_core::__derived! {
//     "0.1"
//     const _: () = {
//         use ::cdk_core::__private_v0_1 as cdk_private;
//         impl cdk_private::HttpStream for Employee { … }
//     };
// }
pub(crate) fn scope(code: &TokenStream) -> TokenStream {
    let private = Ident::new(&format!("__private_v{}", VERSION.replace('.', "_")), Span::call_site());
    quote! {
        ::cdk_core::__derived! {
            #VERSION
            const _: () = {
                use ::cdk_core::#private as cdk_private;
                #code
            };
        }
    }
}
