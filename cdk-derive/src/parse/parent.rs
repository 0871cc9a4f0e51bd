//! Parent: `parent = P`, `parent(P, key = "id", as = "team", batch = 100, only = f)`, and `from` and `more`.
//!
//! In: the input after the attribute's name. Out: the parent's type and its options, which are calls of core's builder.
//! Not here: options that need or exclude each other, and names (see `validate::parents` and `validate::embedded`).

use proc_macro2::{Group, Ident, Literal};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitInt, LitStr, Result, Token, token};

use super::list::{each, skip_value};
use super::place::as_place;
use super::spot::Spot;
use super::suggest::unknown_option;
use crate::ast::{Given, Parent};
use crate::words::{self, PARENT, Word};

/// `None` if every mistake is reported already.
pub(super) fn parent(spot: &Spot<'_>) -> Result<Option<Parent>> {
    if !spot.input.peek(token::Paren) {
        let ty = spot.ty()?.value;
        return Ok(Some(Parent::new(ty)));
    }
    let group: Group = spot.input.parse()?;
    let (mut parent, mut seen) = (None, Vec::new());
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        match &mut parent {
            None => {
                let ty = here.ty_here()?;
                parent = Some(Parent::new(ty));
                Ok(())
            }
            Some(parent) => inner(&here, parent, &mut seen),
        }
    });
    match parent {
        Some(parent) if is_good => Ok(Some(parent)),
        // The stub needs the type, and the rules for templates need the name. No rule checks the other options.
        Some(Parent { ty, name, batch, .. }) => Ok(Some(Parent { name, batch, ..Parent::new(ty) })),
        None if is_good => Err(spot.wrong(group.span(), "a stream")),
        None => Ok(None),
    }
}

/// One option after the parent.
fn inner(here: &Spot<'_>, parent: &mut Parent, seen: &mut Vec<Ident>) -> Result<()> {
    let input: ParseStream<'_> = here.input;
    let span = input.span();
    let word = input.call(Ident::parse_any).map_err(|_| here.wrong(span, "one stream and its options"))?;
    let name = word.unraw().to_string();
    let Some(spec) = words::find(PARENT, &name) else {
        let is_stream = input.peek(Token![::]) || name.starts_with(char::is_uppercase);
        skip_value(input);
        if is_stream {
            return Err(here.wrong(span, "one stream and its options"));
        }
        return Err(Error::new(span, unknown(&name)));
    };
    if seen.contains(&word) {
        skip_value(input);
        return Err(Error::new(span, format!("`{name}` is given twice; keep one")));
    }
    seen.push(word.clone());
    let spot = Spot { word: &word, spec, input, diagnostics: here.diagnostics };
    match spec.name {
        "from" => parent.from = Some(place(&spot)?),
        "more" => parent.more = Some(place(&spot)?),
        "key" => parent.key = Some(place(&spot)?),
        "as" => parent.name = Some(spot.text()?),
        "batch" => parent.batch = Some(batch(&spot)?),
        "incremental" if spot.is_bare() => parent.incremental = Some(word.clone()),
        "incremental" => return Err(spot.wrong_here("no value")),
        _ => parent.only = Some(spot.hook()?),
    }
    Ok(())
}

/// `batch = 100`.
fn batch(spot: &Spot<'_>) -> Result<Given<Literal>> {
    const KIND: &str = "an integer, at least 1";
    spot.equals(KIND)?;
    let wrong = spot.wrong_here(KIND);
    let Ok(number) = spot.input.parse::<LitInt>() else { return Err(wrong) };
    match number.base10_parse::<u32>() {
        Ok(size) if size > 0 && number.suffix().is_empty() => {
            let mut size = Literal::u32_unsuffixed(size);
            size.set_span(number.span());
            Ok(spot.given(size))
        }
        _ => Err(wrong),
    }
}

/// The error text for an unknown option.
fn unknown(name: &str) -> String {
    if let Some(meant) = PARENT.iter().find(|word| word.aka.contains(&name)) {
        return format!("unknown option `{name}` of `parent`; did you mean `{}`?", meant.name);
    }
    let known: Vec<&str> = PARENT.iter().map(|Word { name, .. }| *name).collect();
    unknown_option("parent", name, &known)
}

/// A path in the parent's record.
fn place(spot: &Spot<'_>) -> Result<Given<LitStr>> {
    let given = as_place(spot, spot.text()?)?;
    if matches!(given.value.value().trim_start_matches('.'), "" | "*") {
        return Err(spot.wrong(given.value.span(), "the path of a field in the parent's record"));
    }
    Ok(given)
}
