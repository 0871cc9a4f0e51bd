//! Add: `add(field = record.created, org_id = parent.id, kind = "x", ts = f)`.
//!
//! In: the group after the attribute's name. Out: the Rust field of each entry and its value: a path, `now`, a template,
//! a literal, a function, `first(…)` of these, or `none`. A single name is a root or a function; a path with `::` is a
//! function.
//! Not here: whether field and root exist (see `validate`).

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, ExprPath, LitStr, Result, Token, token};

use super::list::{at_end, each};
use super::spot::Spot;
use super::{entry, template};
use crate::ast::{Added, AddedValue, Hole, Segment};

const VALUES: &str =
    "a path like `parent.id`, `now`, a string, a number, a bool, a function, `first(…)` of these, or `none`";
const ALTERNATIVES: &str = "paths, `now`, strings, numbers, bools and functions";

pub(super) fn added(spot: &Spot<'_>) -> Result<Vec<Added>> {
    let group = spot.group("fields and values in parentheses")?;
    if group.stream().is_empty() {
        return Err(spot.wrong(group.span(), "at least one field and value"));
    }
    let mut all: Vec<Added> = Vec::new();
    each(group.stream(), spot.diagnostics, |input| {
        let field = input.call(Ident::parse_any).map_err(|_| {
            Error::new(input.span(), "expected the name of a Rust field, as in `add(org_id = parent.id)`")
        })?;
        let name = field.unraw();
        if !input.peek(Token![=]) {
            return Err(Error::new(field.span(), format!("`{name}` in `add` needs a value: {VALUES}")));
        }
        input.parse::<Token![=]>()?;
        if at_end(input) {
            return Err(Error::new(field.span(), format!("`{name}` in `add` needs a value: {VALUES}")));
        }
        let value = match word_alone(input) {
            Some(word) if word == "none" => {
                input.parse::<Ident>()?;
                AddedValue::Unset
            }
            _ if input.peek(syn::Ident) && input.peek2(token::Paren) => first(spot, input)?,
            _ => value(spot, input, VALUES)?,
        };
        if all.iter().any(|added| added.field.unraw() == name) {
            return Err(Error::new(field.span(), format!("`add` fills `{name}` twice; keep one")));
        }
        all.push(Added { field, value });
        Ok(())
    });
    Ok(all)
}

fn word_alone(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    ahead.parse::<Ident>().ok().filter(|_| at_end(&ahead))
}

/// `first(record.updated, record.created, now)`.
fn first(spot: &Spot<'_>, input: ParseStream<'_>) -> Result<AddedValue> {
    let word: Ident = input.parse()?;
    let group: Group = input.parse()?;
    if word != "first" {
        let message = format!("`add` takes the function `{word}` without parentheses; or did you mean `first(…)`?");
        return Err(Error::new(word.span(), message));
    }
    let mut values = Vec::new();
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let inner = word_alone(input).filter(|word| word == "none").or_else(|| {
            let is_call = input.peek(syn::Ident) && input.peek2(token::Paren);
            is_call.then(|| input.fork().parse().ok()).flatten()
        });
        if let Some(inner) = inner {
            let message = format!("`first` takes {ALTERNATIVES}, but not `{inner}`; remove it");
            return Err(Error::new(inner.span(), message));
        }
        values.push(value(spot, input, ALTERNATIVES)?);
        Ok(())
    });
    if is_good && values.len() < 2 {
        return Err(Error::new(word.span(), "`first` takes at least two values, as in `first(record.updated, now)`"));
    }
    Ok(AddedValue::First(values))
}

fn value(spot: &Spot<'_>, input: ParseStream<'_>, values: &str) -> Result<AddedValue> {
    if input.peek(LitStr) {
        return template::parse(input.parse()?, "add", spot.diagnostics).map(AddedValue::Text);
    }
    if let Some(scalar) = entry::scalar(input)? {
        return Ok(AddedValue::Scalar(scalar));
    }
    if input.peek2(Token![.]) && input.peek(Ident::peek_any) {
        return hole(input).map(AddedValue::Path);
    }
    let wrong = Error::new(input.span(), format!("invalid value in `add`; write {values}"));
    let path: ExprPath = input.parse().map_err(|_| wrong)?;
    match path.path.get_ident().map(Ident::unraw) {
        Some(root) if root == "now" => Ok(AddedValue::Now),
        Some(root) if spot.spec.roots.iter().any(|known| root == known) => {
            let root = Segment { name: root.to_string(), span: root.span() };
            let (suffix, position) = (String::new(), String::new());
            Ok(AddedValue::Path(Hole { root, path: Vec::new(), suffix, position, is_alone: true }))
        }
        _ => Ok(AddedValue::Hook(path)),
    }
}

/// `root.field.field`, without braces: every name has its own span.
fn hole(input: ParseStream<'_>) -> Result<Hole> {
    let segment = |input: ParseStream<'_>| -> Result<Segment> {
        let span = input.span();
        let name =
            input.call(Ident::parse_any).map_err(|_| Error::new(span, "expected the name of a field after the dot"))?;
        Ok(Segment { name: name.unraw().to_string(), span })
    };
    let root = segment(input)?;
    let mut path = Vec::new();
    while input.parse::<Option<Token![.]>>()?.is_some() {
        path.push(segment(input)?);
    }
    if !at_end(input) && root.name == "header" {
        return Err(Error::new(
            input.span(),
            "a header name with a dash needs a template, as in `\"{header.X-Next}\"`",
        ));
    }
    Ok(Hole { root, path, suffix: String::new(), position: String::new(), is_alone: true })
}
