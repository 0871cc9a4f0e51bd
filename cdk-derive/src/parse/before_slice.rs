//! Before slice: `before_slice = f`, or `before_slice(f, once = "{parent.id}")`.
//!
//! In: the input after the word. Out: the function, and the text for which it runs once.

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::{Error, Result, token};

use super::spot::Spot;
use super::suggest::did_you_mean_or;
use super::{each, skip_value};
use crate::ast::BeforeSlice;

const KIND: &str = "a function and what it runs once for";

/// `None` if every mistake is told already.
pub(super) fn before_slice(spot: &Spot<'_>) -> Result<Option<BeforeSlice>> {
    if !spot.input.peek(token::Paren) {
        return Ok(Some(BeforeSlice { hook: spot.hook()?.value, once: None }));
    }
    let group: Group = spot.input.parse()?;
    let mut before: Option<BeforeSlice> = None;
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        let Some(before) = &mut before else {
            before = Some(BeforeSlice { hook: here.hook_here(KIND)?, once: None });
            return Ok(());
        };
        let span = input.span();
        let word = input.call(Ident::parse_any).map_err(|_| here.wrong(span, KIND))?;
        if word != "once" {
            skip_value(input);
            let hint = did_you_mean_or(&word.to_string(), &["once"], "it takes");
            return Err(Error::new(span, format!("`before_slice` has no word `{word}`{hint}")));
        }
        if before.once.is_some() {
            return Err(Error::new(span, "`once` is given twice; keep one"));
        }
        let once = Spot { word: &word, ..here }.template()?;
        before.once = Some(once.value);
        Ok(())
    });
    if is_good && before.is_none() {
        return Err(spot.wrong(group.span(), KIND));
    }
    Ok(before.filter(|_| is_good))
}
