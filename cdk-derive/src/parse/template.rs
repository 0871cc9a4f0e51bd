//! Template: a text with placeholders → its parts.
//!
//! In: a literal. Out: texts (as written, `{{` and `}}` kept) and holes: root, path, and what follows it (`/*` or a format).
//! The grammar is core's; core reads the same text again at start-up. Errors underline the literal, since a place inside one
//! cannot be underlined, and name the placeholder with its position (characters, from 1).
//! Not here: Jinja (see `jinja`), which roots a word allows, and whether a field exists (see `validate::roots`).

use std::borrow::Cow;

use syn::{Error, LitStr, Result};

use super::{jinja, strftime};
use crate::ast::{Hole, Part, Segment, Template};
use crate::diagnostics::Diagnostics;

/// Characters that a name inside a placeholder never has; each of them is a try at logic.
const NO_NAME: &[char] =
    &['|', '(', ')', '[', ']', '"', '\'', '+', '?', '!', '=', '<', '>', '&', ',', ';', '%', '/', '*'];

/// Formats that join a list: what stands between its values. Core knows the same ones.
const SEPARATORS: [&str; 4] = [",", ";", "|", " "];

/// Reads the template that `word` was given.
///
/// # Errors
/// The last mistake; all before it are in the diagnostics.
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
    let (mut parts, mut mistakes, mut plain) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().enumerate().map(|(at, letter)| (at + 1, letter)).peekable();
    while let Some((at, letter)) = letters.next() {
        if (letter == '{' || letter == '}') && letters.next_if(|(_, next)| *next == letter).is_some() {
            plain.extend([letter, letter]);
        } else if letter == '}' {
            mistakes.push(format!("the `}}` at character {at} closes nothing; a literal brace is written `}}}}`"));
        } else if letter == '{' {
            let mut inside = String::new();
            let mut is_closed = false;
            while let Some((_, letter)) = letters.next_if(|(_, letter)| *letter != '{') {
                is_closed = letter == '}';
                if is_closed {
                    break;
                }
                inside.push(letter);
            }
            if !is_closed {
                mistakes.push(format!("the `{{` at character {at} is not closed; a literal brace is written `{{{{`"));
                continue;
            }
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            match hole(&inside, at, literal) {
                Ok(hole) => parts.push(Part::Hole(hole)),
                Err(mistake) => mistakes.push(format!("{mistake} (`{{{inside}}}` at character {at})")),
            }
        } else {
            plain.push(letter);
        }
    }
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    (parts, mistakes)
}

/// Reads what stands between two braces.
fn hole(inside: &str, at: usize, literal: &LitStr) -> std::result::Result<Hole, Cow<'static, str>> {
    if inside.is_empty() {
        return Err(
            "a placeholder names what it holds, like `{config.subdomain}`; a literal brace is written `{{`".into()
        );
    }
    let (path, format) = inside.split_once(':').map_or((inside, None), |(path, format)| (path, Some(format)));
    let joins = format.is_some_and(|format| SEPARATORS.contains(&format));
    if inside.starts_with(' ') || (inside.ends_with(' ') && !joins) {
        return Err("a placeholder has no spaces".into());
    }
    if !joins && format.is_some_and(|format| format != "rfc3339" && !format.contains('%')) {
        return Err(
            "a format is `:rfc3339`, made of `%` directives, like `:%Y-%m-%d` or `:%s`, or the sign that joins a \
                    list: `,`, `;`, `|` or a blank"
                .into(),
        );
    }
    if let Some(mistake) = format.filter(|_| !joins).and_then(strftime::mistake) {
        return Err(mistake.into());
    }
    let path = path.strip_suffix("/*").unwrap_or(path);
    let suffix = inside[path.len()..].to_owned();
    if path.contains(|letter: char| letter.is_whitespace() || NO_NAME.contains(&letter)) {
        return Err(
            "a placeholder is a path like `{config.subdomain}` and holds no logic; anything with an `if` is a hook"
                .into(),
        );
    }
    let unrawed = |name: &str| name.strip_prefix("r#").unwrap_or(name).to_owned();
    let segment = |name: &str| Segment { name: unrawed(name), span: literal.span() };
    let (root, rest) = path.split_once('.').map_or((path, None), |(root, rest)| (root, Some(rest)));
    let path: Vec<Segment> = match rest {
        None => Vec::new(),
        // A header's name may hold dots; it is one name.
        Some(name) if root == "header" => vec![segment(name)],
        Some(rest) => rest.split('.').map(segment).collect(),
    };
    if root.is_empty() || path.iter().any(|segment| segment.name.is_empty()) {
        return Err("a placeholder has an empty name between its dots".into());
    }
    Ok(Hole { root: segment(root), path, suffix, position: format!(" at character {at}"), is_alone: false })
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
            ("a}b", "the `}` at character 2 closes nothing"),
            ("{}", "names what it holds"),
            ("{ config.x }", "no spaces"),
            ("{config.x:, }", "no spaces"),
            ("{config.x:-}", "joins a list"),
            ("é{config.x:yyyy}", "at character 2"),
            ("é{config.x:%Y%}", "at character 2"),
            ("{config.x | upper}", "no logic"),
            ("{config['x']}", "no logic"),
            ("{config..x}", "empty name"),
            ("{.x}", "empty name"),
            ("{config.}", "empty name"),
        ];

        for (template, expected) in cases {
            let mistakes = mistakes(template);
            assert_eq!(mistakes.len(), 1, "{template}: {mistakes:?}");
            assert!(mistakes[0].contains(expected), "{template}: {mistakes:?}");
        }
    }

    #[test]
    fn all_mistakes_of_a_template_are_told() {
        assert_eq!(mistakes("{} } {x y} {").len(), 4);
    }
}
