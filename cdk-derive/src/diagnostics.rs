//! Diagnostics: the bag that every mistake of a struct is put into.
//!
//! In: spanned errors, in any order, from `parse` and `validate`. Out: all of them at once, or the information that
//! there are none. A bag that is dropped before anyone asked for its contents panics, because a lost error would be
//! accepted code.
//! Not here: the wording of a mistake (the rule that finds it words it).

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
    /// The first one, as an expression.
    first: TokenStream,
}

impl Mistakes {
    /// A type that the compiler does not know because of a mistake that it has reported, so it reports nothing about
    /// the type: the length of the array is the mistake. (In place of a type, `compile_error!` represents `()`.)
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

    /// Adds the mistake of a result, if it is one.
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
        assert!(
            self.errors.borrow().is_none() || std::thread::panicking(),
            "diagnostics were dropped before anyone looked at them"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "dropped before anyone looked")]
    fn an_unlooked_at_bag_panics() {
        drop(Diagnostics::new());
    }

    #[test]
    fn all_mistakes_come_out_in_their_order() {
        let bag = Diagnostics::new();
        bag.error(Span::call_site(), "first");
        assert!(bag.take::<()>(Err(syn::Error::new(Span::call_site(), "second"))).is_none());

        let tokens = bag.finish().expect_err("two mistakes").all.to_string();

        assert!(tokens.find("first").expect("first") < tokens.find("second").expect("second"), "{tokens}");
    }

    #[test]
    fn an_empty_bag_is_good() {
        assert!(Diagnostics::new().finish().is_ok());
    }
}
