//! Slices: `slices(f, slice = Month, as = "month")`, and `slices = f` of earlier versions.
//!
//! In: the input after the attribute's name. Out: the function and its options.
//! Not here: which options a stream needs (see `validate::slices`).

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::{Error, Result, Token, token};

use super::list::{each, skip_value};
use super::spot::Spot;
use super::suggest::unknown_option;
use crate::ast::{AddedValue, Hole, Segment, Slices, StreamWords};
use crate::words::{self, SLICES};

/// `None` if every mistake is reported already.
pub(super) fn slices(spot: &Spot<'_>) -> Result<Option<Slices>> {
    if !spot.input.peek(token::Paren) {
        let hook = spot.hook()?.value;
        return Ok(Some(Slices { hook, ty: None, name: None, is_whole: true }));
    }
    let group: Group = spot.input.parse()?;
    let mut slices: Option<Slices> = None;
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        let Some(slices) = &mut slices else {
            let is_word = input.peek(Ident::peek_any) && (input.peek2(Token![=]) || input.peek2(token::Paren));
            let hook = if is_word { Err(spot.wrong(input.span(), KIND)) } else { here.hook_here(KIND) };
            slices = Some(Slices { hook: hook?, ty: None, name: None, is_whole: true });
            return Ok(());
        };
        inner(&here, slices)
    });
    match slices {
        None if is_good => Err(spot.wrong(group.span(), KIND)),
        slices => Ok(slices.map(|slices| Slices { is_whole: is_good, ..slices })),
    }
}

const KIND: &str = "a function and its options";

/// One option after the function.
fn inner(here: &Spot<'_>, slices: &mut Slices) -> Result<()> {
    let (input, span) = (here.input, here.input.span());
    let word = input.call(Ident::parse_any).map_err(|_| here.wrong(span, KIND))?;
    let name = word.unraw().to_string();
    let Some(spec) = words::find(SLICES, &name) else {
        skip_value(input);
        let known: Vec<&str> = SLICES.iter().map(|word| word.name).collect();
        return Err(Error::new(span, unknown_option("slices", &name, &known)));
    };
    let spot = Spot { word: &word, spec, input, diagnostics: here.diagnostics };
    let is_twice = match spec.name {
        "slice" => slices.ty.replace(spot.ty()?.value).is_some(),
        _ => slices.name.replace(spot.text()?.value).is_some(),
    };
    if is_twice { Err(Error::new(span, format!("`{name}` is given twice; keep one"))) } else { Ok(()) }
}

/// `add(month = month)`: the name is a root if `slices` has that name, else a function.
pub(super) fn resolve_added(words: &mut StreamWords) {
    let names: Vec<String> = words.slice_names().collect();
    let added = words.shared.add.iter_mut().flat_map(|given| &mut given.value);
    added.for_each(|added| resolve(&mut added.value, &names));
}

fn resolve(value: &mut AddedValue, names: &[String]) {
    match value {
        AddedValue::First(values) => values.iter_mut().for_each(|value| resolve(value, names)),
        AddedValue::Hook(hook) => {
            let Some(ident) = hook.path.get_ident() else { return };
            let name = ident.unraw().to_string();
            if names.contains(&name) {
                let root = Segment { name, span: ident.span() };
                *value = AddedValue::Path(Hole {
                    root,
                    path: Vec::new(),
                    suffix: String::new(),
                    position: String::new(),
                    is_alone: true,
                });
            }
        }
        _ => {}
    }
}
