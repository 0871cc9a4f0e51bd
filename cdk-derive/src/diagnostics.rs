//! Diagnostics: collects the errors of a struct.
//!
//! In: errors with spans, from `parse` and `validate`. Out: all of them at once, or `Ok`. A collection that is dropped
//! before `finish` panics, because a lost error would accept wrong code.
//! Not here: the texts (each rule has its own).

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::quote;

/// Collects errors; [`Diagnostics::finish`] must be called.
pub(crate) struct Diagnostics {
    /// `None` once finished.
    errors: RefCell<Option<Vec<syn::Error>>>,
}

/// The mistakes of a struct as tokens.
pub(crate) struct Mistakes {
    pub(crate) all: TokenStream,
    /// The first error as an expression.
    first: TokenStream,
}

impl Mistakes {
    /// A type that causes no further errors, because the length of the array is an error that is reported already.
    /// (`compile_error!` as a type would be `()`.)
    pub(crate) fn unknown_type(&self) -> TokenStream {
        let first = &self.first;
        quote! { [(); #first] }
    }
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Adds a mistake at a span.
    pub(crate) fn error(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Adds a mistake.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// Adds the error of a result; returns the value.
    pub(crate) fn take<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// All mistakes as `compile_error!` tokens.
    ///
    /// # Errors
    /// The mistakes, if there is at least one.
    pub(crate) fn finish(self) -> Result<(), Mistakes> {
        let errors = self.errors.borrow_mut().take().unwrap_or_default();
        let Some(first) = errors.iter().flatten().next() else { return Ok(()) };
        Err(Mistakes {
            first: first.to_compile_error(),
            all: errors.iter().map(syn::Error::to_compile_error).collect(),
        })
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(self.errors.borrow().is_none() || std::thread::panicking(), "diagnostics were dropped before `finish`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "dropped before `finish`")]
    fn unfinished_diagnostics_panic() {
        drop(Diagnostics::new());
    }

    #[test]
    fn errors_keep_their_order() {
        let diagnostics = Diagnostics::new();
        diagnostics.error(Span::call_site(), "first");
        assert!(diagnostics.take::<()>(Err(syn::Error::new(Span::call_site(), "second"))).is_none());

        let tokens = diagnostics.finish().expect_err("two mistakes").all.to_string();

        assert!(tokens.find("first").expect("first") < tokens.find("second").expect("second"), "{tokens}");
    }

    #[test]
    fn no_errors_are_ok() {
        assert!(Diagnostics::new().finish().is_ok());
    }
}
