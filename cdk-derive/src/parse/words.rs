//! Words: reads the entries of an attribute word by word.
//!
//! In: a struct's attributes and the words that exist. Out: one call per word that is known and built, with its input.
//! A word that does not exist, that is not built yet, or that comes twice is one error here, whatever its value is.
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

/// An attribute: its name, its words, and those of the other derive.
pub(super) struct Language {
    pub(super) name: &'static str,
    pub(super) words: &'static [Word],
    pub(super) other: (&'static str, &'static [Word]),
}

/// Reads every `#[name(…)]` of a struct; `read` takes one word that is known, built and new.
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
            diagnostics
                .error(attribute.meta.span(), format!("`{name}` takes its words in parentheses: `#[{name}(…)]`"));
            continue;
        };
        each(list.tokens.clone(), diagnostics, |input| {
            let word = input.call(Ident::parse_any).map_err(|_| {
                Error::new(
                    input.span(),
                    format!("expected a word of `#[{}(…)]`, like `{}`", language.name, "name = \"…\""),
                )
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
            // Further slicers are combined with the first: each parent, and slices as a group. So do rules and budgets.
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

/// What a word may be given once as: `streams(A, B)` and `streams = f` may stand side by side.
fn form<'a>(name: &'a str, input: ParseStream<'_>) -> &'a str {
    match name {
        "streams" if input.peek(Token![=]) => "streams = f",
        // The source's are taken away, and the stream has its own.
        "on" if input.peek(Token![=]) => "on = none",
        "rate_limit" if input.peek(Token![=]) => "rate_limit = none",
        _ => name,
    }
}

fn twice(name: &str) -> String {
    match name {
        "slices" => {
            "further `slices` are written with their type and a name: `slices(f, slice = Month, as = \"month\")`"
                .to_owned()
        }
        "path" => "`path` is given twice; keep one, the template or the function".to_owned(),
        _ => format!("`{name}` is given twice; keep one"),
    }
}

/// Reads a misspelt word's value as if it were spelt well, so that the stub knows the source; mistakes in it do not
/// count.
fn guess(word: &Ident, spec: &'static Word, input: ParseStream<'_>, read: &mut impl FnMut(&Spot<'_>) -> Result<()>) {
    let ignored = Diagnostics::new();
    let _ = read(&Spot { word, spec, input, diagnostics: &ignored });
    let _ = ignored.finish();
}

/// A word that does not exist: what to say, and which word it surely means.
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
        let message = format!("`{name}` is a word of `#[{other}(…)]`; `#[{here}(…)]` has none of that name");
        return Err(Unknown { message, meant: None });
    }
    if let Some(instead) = foreign::option(name) {
        return Err(Unknown { message: format!("unknown attribute `{name}`; {instead}"), meant: None });
    }
    let meant = nearest(name, language.words.iter().map(|word| word.name))
        .or_else(|| language.words.iter().find(|word| word.aka.contains(&name)).map(|word| word.name));
    let meant = meant.and_then(|meant| words::find(language.words, meant));
    let message = match meant {
        Some(Word { name: meant, .. }) => format!("unknown word `{name}`; did you mean `{meant}`?"),
        None => format!(
            "unknown attribute `{name}`; the documentation of the derive lists the attributes of `#[{here}(…)]`"
        ),
    };
    Err(Unknown { message, meant })
}
