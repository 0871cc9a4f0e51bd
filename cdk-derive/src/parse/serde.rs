//! Serde: reads `#[serde(…)]` of a struct or a field.
//!
//! In: attributes. Out: names for both directions, skipped and flattened fields, and the attributes by which serde
//! writes other bytes than it read. An unknown attribute counts as one of these: to serialize a record without need
//! only takes time, but to copy it wrongly loses data. Not here: mistakes, which serde's derives report.

use proc_macro2::{Group, Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Result, Token, token};

use super::list::{each, skip_value};
use crate::diagnostics::Diagnostics;

/// Attributes that do not change the bytes of a record.
const PLAIN: &[&str] =
    &["rename", "rename_all", "default", "deny_unknown_fields", "bound", "crate", "expecting", "borrow"];

/// A string for each direction; serde's `x = "…"` sets both.
#[derive(Default)]
pub(super) struct Both {
    pub(super) read: Option<String>,
    pub(super) written: Option<String>,
    pub(super) span: Option<Span>,
}

/// The attributes of a struct or a field.
#[derive(Default)]
pub(super) struct SerdeWords {
    pub(super) rename: Both,
    pub(super) rename_all: Both,
    pub(super) aliases: Vec<String>,
    pub(super) is_skipped_reading: bool,
    pub(super) is_skipped_writing: bool,
    pub(super) is_flat: bool,
    /// The value of `with`: a module, or a type.
    pub(super) with: Option<LitStr>,
    /// Whether a function reads it (`with` or `deserialize_with`), not its type.
    pub(super) has_reader: bool,
    /// Attributes that are not [`PLAIN`].
    pub(super) rewrites: Vec<(String, Span)>,
}

pub(super) fn serde_words(attributes: &[Attribute]) -> SerdeWords {
    let mut words = SerdeWords::default();
    // Serde reports these mistakes.
    let ignored = Diagnostics::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        if let Meta::List(list) = &attribute.meta {
            each(list.tokens.clone(), &ignored, |input| one(input, &mut words));
        }
    }
    let _ = ignored.finish();
    words
}

/// Whether `#[schemars(…)]` sets the schema of a field, so that its type needs none.
pub(super) fn has_schema(attributes: &[Attribute]) -> bool {
    let mut has_schema = false;
    // Schemars reports these mistakes.
    let ignored = Diagnostics::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("schemars")) {
        if let Meta::List(list) = &attribute.meta {
            each(list.tokens.clone(), &ignored, |input| {
                let word = input.call(Ident::parse_any)?;
                has_schema |= ["with", "schema_with", "skip"].iter().any(|known| word == known);
                skip_value(input);
                Ok(())
            });
        }
    }
    let _ = ignored.finish();
    has_schema
}

fn one(input: ParseStream<'_>, words: &mut SerdeWords) -> Result<()> {
    let word = input.call(Ident::parse_any)?;
    let name = word.unraw().to_string();
    if !PLAIN.contains(&name.as_str()) {
        words.rewrites.push((name.clone(), word.span()));
    }
    match name.as_str() {
        "rename" => both(input, &word, &mut words.rename)?,
        "rename_all" => both(input, &word, &mut words.rename_all)?,
        "alias" if input.peek(Token![=]) => {
            input.parse::<Token![=]>()?;
            words.aliases.push(input.parse::<LitStr>()?.value());
        }
        "with" if input.peek(Token![=]) => {
            words.has_reader = true;
            input.parse::<Token![=]>()?;
            words.with = Some(input.parse::<LitStr>()?);
        }
        "deserialize_with" => words.has_reader = true,
        "skip" => (words.is_skipped_reading, words.is_skipped_writing) = (true, true),
        "skip_deserializing" => words.is_skipped_reading = true,
        "skip_serializing" => words.is_skipped_writing = true,
        "flatten" => words.is_flat = true,
        _ => {}
    }
    skip_value(input);
    Ok(())
}

/// `= "…"` or `(serialize = "…", deserialize = "…")`.
fn both(input: ParseStream<'_>, word: &Ident, both: &mut Both) -> Result<()> {
    both.span = Some(word.span());
    if !input.peek(token::Paren) {
        input.parse::<Token![=]>()?;
        let text = input.parse::<LitStr>()?.value();
        (both.read, both.written) = (Some(text.clone()), Some(text));
        return Ok(());
    }
    let group: Group = input.parse()?;
    let sides = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let side: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let text = Some(input.parse::<LitStr>()?.value());
            match side.to_string().as_str() {
                "deserialize" => both.read = text,
                "serialize" => both.written = text,
                _ => {}
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    sides.parse2(group.stream())
}
