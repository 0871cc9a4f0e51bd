//! Template: a string with placeholders → its parts.
//!
//! In: a literal. Out: texts (as written, with `{{` and `}}`) and placeholders: root, path, and suffix (`/*` or a
//! format). The grammar is core's (`from_core`), which reads the same string again at start-up. An error is at the
//! literal, because a macro cannot underline a part of it. It names the placeholder with its position (characters, from
//! 1).
//! Not here: Jinja (see `jinja`), the roots of an attribute, and whether a field exists (see `validate::roots`).

use syn::{Error, LitStr, Result};

use super::{jinja, strftime};
use crate::ast::{Hole, Part, Segment, Template};
use crate::diagnostics::Diagnostics;
use crate::from_core::grammar::{self, Piece, Placeholder, is_separator};

/// Reads the template of the attribute `word`.
///
/// # Errors
/// The last mistake. The others are in the diagnostics.
pub(super) fn parse(literal: LitStr, word: &str, diagnostics: &Diagnostics) -> Result<Template> {
    let (parts, mut mistakes) = split(&literal);
    let last = mistakes.pop();
    let error = |mistake: String| Error::new(literal.span(), format!("`{word}`: {mistake}"));
    mistakes.into_iter().for_each(|mistake| diagnostics.push(error(mistake)));
    match last {
        Some(mistake) => Err(error(mistake)),
        None => {
            let mut parts = parts;
            if let [Part::Hole(hole)] = parts.as_mut_slice() {
                hole.is_alone = true;
            }
            Ok(Template { literal, parts })
        }
    }
}

fn split(literal: &LitStr) -> (Vec<Part>, Vec<String>) {
    let text = literal.value();
    if let Some(mistake) = jinja::mistake(&text) {
        return (Vec::new(), vec![mistake]);
    }
    let pieces = match grammar::read(&text) {
        Ok(pieces) => pieces,
        Err(mistakes) => return (Vec::new(), mistakes),
    };
    let mistakes = pieces.iter().filter_map(format_mistake).collect();
    let part = |piece| match piece {
        // As written, because core reads the text again.
        Piece::Literal(plain) => Part::Text(plain.replace('{', "{{").replace('}', "}}")),
        Piece::Place(place) => Part::Hole(hole(place, literal)),
    };
    (pieces.into_iter().map(part).collect(), mistakes)
}

/// The mistake in the format of a date.
fn format_mistake(piece: &Piece) -> Option<String> {
    let Piece::Place(place) = piece else { return None };
    let format = place.format.as_deref().filter(|format| !is_separator(format))?;
    let mistake = strftime::mistake(format)?;
    let names: Vec<&str> = std::iter::once(&place.root).chain(&place.path).map(String::as_str).collect();
    let (names, suffix, at) = (names.join("."), suffix(place), place.at);
    Some(format!("{mistake} (`{{{names}{suffix}}}` at character {at})"))
}

/// The text after the path, as written.
fn suffix(place: &Placeholder) -> String {
    let segments = if place.many_segments { "/*" } else { "" };
    let format = place.format.as_ref().map(|format| format!(":{format}")).unwrap_or_default();
    format!("{segments}{format}")
}

fn hole(place: Placeholder, literal: &LitStr) -> Hole {
    let (suffix, position) = (suffix(&place), format!(" at character {}", place.at));
    let segment = |name: String| Segment { name, span: literal.span() };
    let path = place.path.into_iter().map(segment).collect();
    Hole { root: segment(place.root), path, suffix, position, is_alone: false }
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        let (parts, mistakes) = split(&LitStr::new(text, Span::call_site()));
        assert!(mistakes.is_empty(), "{text}: {mistakes:?}");
        parts
    }

    fn mistakes(text: &str) -> Vec<String> {
        split(&LitStr::new(text, Span::call_site())).1
    }

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    fn hole(root: &str, path: &[&str], suffix: &str) -> Part {
        let segment = |name: &str| Segment { name: name.to_owned(), span: Span::call_site() };
        let path = path.iter().copied().map(segment).collect();
        let (suffix, position) = (suffix.to_owned(), String::new());
        Part::Hole(Hole { root: segment(root), path, suffix, position, is_alone: false })
    }

    #[test]
    fn texts_and_placeholders_alternate() {
        assert_eq!(parts(""), []);
        assert_eq!(parts("plain"), [text("plain")]);
        assert_eq!(parts("a/{parent.id}/b"), [text("a/"), hole("parent", &["id"], ""), text("/b")]);
        assert_eq!(parts("{token}{config.a.b}"), [hole("token", &[], ""), hole("config", &["a", "b"], "")]);
    }

    #[test]
    fn doubled_braces_are_text_as_written() {
        assert_eq!(parts("{{}}"), [text("{{}}")]);
        assert_eq!(parts("{{{token}}}"), [text("{{"), hole("token", &[], ""), text("}}")]);
    }

    #[test]
    fn formats_and_segments_follow_the_path() {
        assert_eq!(parts("{config.start:%s}"), [hole("config", &["start"], ":%s")]);
        assert_eq!(parts("{config.start:%H:%M}"), [hole("config", &["start"], ":%H:%M")]);
        assert_eq!(parts("{config.start:rfc3339}"), [hole("config", &["start"], ":rfc3339")]);
        assert_eq!(parts("{slice.repository/*}"), [hole("slice", &["repository"], "/*")]);
        assert_eq!(parts("{parent.id:,}"), [hole("parent", &["id"], ":,")]);
        assert_eq!(parts("{parent.id: }"), [hole("parent", &["id"], ": ")]);
        assert_eq!(parts("{slice.day/*:%Y/%m}"), [hole("slice", &["day"], "/*:%Y/%m")]);
    }

    #[test]
    fn a_header_is_one_name() {
        assert_eq!(parts("{header.X-Next.Page}"), [hole("header", &["X-Next.Page"], "")]);
    }

    #[test]
    fn every_mistake_names_its_position() {
        let cases = [
            ("a{config.x", "the `{` at character 2 is not closed"),
            ("a}b", "the `}` at character 2 does not close"),
            ("{}", "a placeholder is empty"),
            ("{ config.x }", "contains a space"),
            ("{config.x:, }", "contains a space"),
            ("{config.x:-}", "that joins a list"),
            ("é{config.x:yyyy}", "at character 2"),
            ("é{config.x:%Y%}", "at character 2"),
            ("{config.x | upper}", "cannot contain logic"),
            ("{config['x']}", "cannot contain logic"),
            ("{config..x}", "contains an empty name"),
            ("{.x}", "contains an empty name"),
            ("{config.}", "contains an empty name"),
        ];

        for (template, expected) in cases {
            let mistakes = mistakes(template);
            assert_eq!(mistakes.len(), 1, "{template}: {mistakes:?}");
            assert!(mistakes[0].contains(expected), "{template}: {mistakes:?}");
        }
    }

    #[test]
    fn all_mistakes_of_a_template_are_reported() {
        assert_eq!(mistakes("{} } {x y} {").len(), 4);
    }
}
