//! Add: `add(field = record.created, org_id = parent.id, kind = "x", ts = f)`.
//!
//! In: the group behind the word. Out: the Rust field of each entry and where its value comes from: a path, `now`, a
//! template, a literal, or a function. A name alone that is no root is a function; so is anything with `::`.
//! Not here: whether field and root exist (see `validate`).

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, ExprPath, LitStr, Result, Token};

use super::spot::Spot;
use super::{at_end, each, entry, template};
use crate::ast::{Added, AddedValue, Hole, Segment};

const VALUES: &str = "a path like `parent.id`, `now`, a text, a number, a bool or a function";

pub(super) fn added(spot: &Spot<'_>) -> Result<Vec<Added>> {
    let group = spot.group("fields and values in parentheses")?;
    if group.stream().is_empty() {
        return Err(spot.wrong(group.span(), "at least one field with its value"));
    }
    let mut all: Vec<Added> = Vec::new();
    each(group.stream(), spot.diagnostics, |input| {
        let field = input.call(Ident::parse_any).map_err(|_| {
            Error::new(
                input.span(),
                "expected a field of the struct, by its Rust name, as in `add(org_id = parent.id)`",
            )
        })?;
        let name = field.unraw();
        if !input.peek(Token![=]) {
            return Err(Error::new(field.span(), format!("`add` has no value for `{name}`: it takes {VALUES}")));
        }
        input.parse::<Token![=]>()?;
        if at_end(input) {
            return Err(Error::new(field.span(), format!("`add` has no value for `{name}`: it takes {VALUES}")));
        }
        let value = value(spot, input)?;
        if all.iter().any(|added| added.field.unraw() == name) {
            return Err(Error::new(field.span(), format!("`add` fills `{name}` twice; keep one")));
        }
        all.push(Added { field, value });
        Ok(())
    });
    Ok(all)
}

fn value(spot: &Spot<'_>, input: ParseStream<'_>) -> Result<AddedValue> {
    if input.peek(LitStr) {
        return template::parse(input.parse()?, "add", spot.diagnostics).map(AddedValue::Text);
    }
    if let Some(scalar) = entry::scalar(input)? {
        return Ok(AddedValue::Scalar(scalar));
    }
    if input.peek2(Token![.]) && input.peek(Ident::peek_any) {
        return hole(input).map(AddedValue::Path);
    }
    let wrong = Error::new(input.span(), format!("`add` cannot hold this: it takes {VALUES}"));
    let path: ExprPath = input.parse().map_err(|_| wrong)?;
    match path.path.get_ident().map(Ident::unraw) {
        Some(root) if root == "now" => Ok(AddedValue::Now),
        Some(root) if spot.spec.roots.iter().any(|known| root == known) => {
            let root = Segment { name: root.to_string(), span: root.span() };
            Ok(AddedValue::Path(Hole { root, path: Vec::new(), suffix: String::new(), position: String::new() }))
        }
        _ => Ok(AddedValue::Hook(path)),
    }
}

/// `root.field.field`, without braces: every name has its own span.
fn hole(input: ParseStream<'_>) -> Result<Hole> {
    let segment = |input: ParseStream<'_>| -> Result<Segment> {
        let span = input.span();
        let name =
            input.call(Ident::parse_any).map_err(|_| Error::new(span, "expected a field's name after the dot"))?;
        Ok(Segment { name: name.unraw().to_string(), span })
    };
    let root = segment(input)?;
    let mut path = Vec::new();
    while input.parse::<Option<Token![.]>>()?.is_some() {
        path.push(segment(input)?);
    }
    if !at_end(input) && root.name == "header" {
        return Err(Error::new(input.span(), "a header with a dash is written as a template: `\"{header.X-Next}\"`"));
    }
    Ok(Hole { root, path, suffix: String::new(), position: String::new() })
}
