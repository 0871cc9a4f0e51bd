//! Before slice: `before_slice = f`, or `before_slice(f, once = "join {parent.id}")`.
//!
//! In: the input after the attribute's name. Out: the function, and the template of `once`.

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitStr, Result, Token, token};

use super::list::{each, skip_value, value_span};
use super::spot::Spot;
use super::suggest::unknown_option;
use crate::ast::{BeforeSlice, Template};

const KIND: &str = "a function, and optionally `once`";

/// `None` if every mistake is reported already.
pub(super) fn before_slice(spot: &Spot<'_>) -> Result<Option<BeforeSlice>> {
    if !spot.input.peek(token::Paren) {
        return Ok(Some(BeforeSlice { hook: spot.hook()?.value, once: None }));
    }
    let group: Group = spot.input.parse()?;
    let (mut hook, mut once, mut is_first) = (None, None, true);
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        if std::mem::replace(&mut is_first, false) {
            if is_once(input) {
                let span = value_span(input).unwrap_or(input.span());
                once_of(&here)?;
                return Err(Error::new(span, "the function comes first; write `before_slice(f, once = \"…\")`"));
            }
            hook = Some(here.hook_here(KIND)?);
            return Ok(());
        }
        let (span, text) = (input.span(), once_of(&here)?);
        match once.replace(text) {
            None => Ok(()),
            Some(_) => Err(Error::new(span, "`once` is given twice; keep one")),
        }
    });
    match hook.filter(|_| is_good) {
        Some(hook) => Ok(Some(BeforeSlice { hook, once })),
        None if is_good => Err(spot.wrong(group.span(), KIND)),
        None => Ok(None),
    }
}

/// Whether `once = …` comes next, instead of the function.
fn is_once(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok_and(|word| word == "once") && ahead.peek(Token![=])
}

/// `once = "…"`.
fn once_of(here: &Spot<'_>) -> Result<Template> {
    let (input, span) = (here.input, here.input.span());
    let word = input.call(Ident::parse_any).map_err(|_| here.wrong(span, KIND))?;
    if word != "once" {
        skip_value(input);
        return Err(Error::new(span, unknown_option("before_slice", &word.to_string(), &["once"])));
    }
    let wrong = Error::new(
        value_span(input).unwrap_or(span),
        "`once` takes a string that is equal for all slices that share one call, as in `once = \"{parent.id}\"`",
    );
    if input.parse::<Token![=]>().is_err() || !input.peek(LitStr) {
        return Err(wrong);
    }
    here.template_here(KIND)
}
