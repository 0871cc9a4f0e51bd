//! Words: reads the entries of `#[stream(…)]` or `#[source(…)]`.
//!
//! In: the attributes of a struct, and the list of known entries. Out: one call per known entry, with its input.
//! An unknown or repeated entry is one error, whatever its value is.
//! Not here: the values (see `spot`).

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Meta, Result, Token, token};

use super::foreign;
use super::former::FORMER;
use super::list::{each, skip_value};
use super::spot::Spot;
use super::suggest::nearest;
use crate::ast::Seen;
use crate::diagnostics::Diagnostics;
use crate::words::{self, Word};

/// A Rust attribute: its name, its entries, and those of the other derive.
pub(super) struct Language {
    pub(super) name: &'static str,
    pub(super) words: &'static [Word],
    pub(super) other: (&'static str, &'static [Word]),
}

/// Reads every `#[name(…)]` of a struct; `read` is called for each known and new entry.
pub(super) fn read(
    language: &Language,
    attributes: &[Attribute],
    diagnostics: &Diagnostics,
    mut read: impl FnMut(&Spot<'_>) -> Result<()>,
) -> Seen {
    let mut seen = Seen::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(language.name)) {
        let Meta::List(list) = &attribute.meta else {
            let name = language.name;
            diagnostics.error(
                attribute.meta.span(),
                format!("`{name}` needs its attributes in parentheses; write `#[{name}(…)]`"),
            );
            continue;
        };
        each(list.tokens.clone(), diagnostics, |input| {
            let word = input.call(Ident::parse_any).map_err(|_| {
                Error::new(input.span(), format!("expected an attribute, as in `#[{}(name = \"…\")]`", language.name))
            })?;
            let name = word.unraw().to_string();
            let spec = match known(language, &name) {
                Ok(spec) => spec,
                Err(unknown) => {
                    diagnostics.error(word.span(), unknown.message);
                    if let Some(meant) = unknown.meant.filter(|meant| seen.insert(meant.name)) {
                        guess(&word, meant, input, &mut read);
                    }
                    skip_value(input);
                    return Ok(());
                }
            };
            let is_new = seen.insert(form(&name, input));
            // These may be repeated: each parent, `slices` in parentheses, rules and rate limits.
            let is_group = input.peek(token::Paren);
            let may_repeat = name == "parent" || (is_group && matches!(name.as_str(), "slices" | "on" | "rate_limit"));
            if !is_new && !may_repeat {
                let message = twice(form(&name, input));
                skip_value(input);
                return Err(Error::new(word.span(), message));
            }
            read(&Spot { word: &word, spec, input, diagnostics })
        });
    }
    seen
}

/// The form that may be given once. `streams(A, B)` and `streams = f` are two forms.
fn form<'a>(name: &'a str, input: ParseStream<'_>) -> &'a str {
    match name {
        "streams" if input.peek(Token![=]) => "streams = f",
        // Removes the rules of the source; the stream may have its own.
        "on" if input.peek(Token![=]) => "on = none",
        "rate_limit" if input.peek(Token![=]) => "rate_limit = none",
        _ => name,
    }
}

fn twice(name: &str) -> String {
    match name {
        "slices" => {
            "the second and every further `slices` needs a type and a name, as in `slices(f, slice = Month, as = \"month\")`"
                .to_owned()
        }
        "path" => "`path` is given twice; keep the template or the function".to_owned(),
        _ => format!("`{name}` is given twice; keep one"),
    }
}

/// Reads the value of a misspelled entry as if the name were right, so that the stub knows the source. Mistakes in the
/// value are not reported.
fn guess(word: &Ident, spec: &'static Word, input: ParseStream<'_>, read: &mut impl FnMut(&Spot<'_>) -> Result<()>) {
    let ignored = Diagnostics::new();
    let _ = read(&Spot { word, spec, input, diagnostics: &ignored });
    let _ = ignored.finish();
}

/// An unknown entry: the error text, and the entry that was probably meant.
struct Unknown {
    message: String,
    meant: Option<&'static Word>,
}

fn known(language: &Language, name: &str) -> std::result::Result<&'static Word, Unknown> {
    let is_of_both = name != "slice" || language.name == "stream";
    let former = words::find(FORMER, name).filter(|_| is_of_both);
    if let Some(word) = words::find(language.words, name).or(former) {
        return Ok(word);
    }
    let here = language.name;
    let (other, other_words) = language.other;
    if words::find(other_words, name).or(words::find(FORMER, name)).is_some() {
        let message = format!("`{name}` is an attribute of `#[{other}(…)]`, not of `#[{here}(…)]`; move it there");
        return Err(Unknown { message, meant: None });
    }
    if let Some(instead) = foreign::option(name) {
        return Err(Unknown { message: format!("unknown attribute `{name}`; {instead}"), meant: None });
    }
    let meant = nearest(name, language.words.iter().map(|word| word.name))
        .or_else(|| language.words.iter().find(|word| word.aka.contains(&name)).map(|word| word.name));
    let meant = meant.and_then(|meant| words::find(language.words, meant));
    let message = match meant {
        Some(Word { name: meant, .. }) => format!("unknown attribute `{name}`; did you mean `{meant}`?"),
        None => format!(
            "unknown attribute `{name}`; see the list of the attributes of `#[{here}(…)]` in the documentation of the derive"
        ),
    };
    Err(Unknown { message, meant })
}
