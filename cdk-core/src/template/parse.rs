//! Text → pieces.

use std::borrow::Cow;

use super::RUNTIME_ROOTS;
use crate::error::{Error, Result};

/// Formats that join a list.
const SEPARATORS: [&str; 4] = [",", ";", "|", " "];

/// A template's text and its pieces.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) text: Cow<'static, str>,
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Literal(String),
    Place(Place),
}

/// One placeholder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) root: String,
    pub(crate) path: Vec<String>,
    pub(crate) format: Option<String>,
    /// `{x/*}`: the value may hold several path segments.
    pub(crate) many_segments: bool,
}

impl Place {
    /// Whether its value comes as an argument and not from a look-up.
    pub(crate) fn is_typed(&self) -> bool {
        !RUNTIME_ROOTS.contains(&self.root.as_str())
    }

    /// As an error names it: `{parent.id}`.
    pub(crate) fn name(&self) -> String {
        format!("{{{}}}", self.dotted())
    }

    /// The same without its braces.
    pub(crate) fn dotted(&self) -> String {
        let mut name = self.root.clone();
        for part in &self.path {
            name.push('.');
            name.push_str(part);
        }
        name
    }

    /// What its format puts between the values of a list, where it is such a one: `{parent.id:,}`.
    pub(crate) fn separator(&self) -> Option<&str> {
        self.format.as_deref().filter(|format| SEPARATORS.contains(format))
    }
}

impl Parsed {
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Result<Self> {
        let text = text.into();
        let pieces = pieces(&text).map_err(|why| Error::system(format!("template `{text}`: {why}")))?;
        Ok(Self { text, pieces })
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Place(place) => Some(place),
            Piece::Literal(_) => None,
        })
    }

    /// The one placeholder that is the whole template, if that is so.
    pub(crate) fn single(&self) -> Option<&Place> {
        match self.pieces.as_slice() {
            [Piece::Place(place)] => Some(place),
            _ => None,
        }
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = brace.strip_prefix("{{") {
            literal.push('{');
            rest = after;
        } else if let Some(after) = brace.strip_prefix("}}") {
            literal.push('}');
            rest = after;
        } else if let Some(inner) = brace.strip_prefix('{') {
            let end = inner.find('}').ok_or("a `{` without its `}` (a literal brace is `{{`)")?;
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Place(place(&inner[..end])?));
            rest = &inner[end + 1..];
        } else {
            return Err("a `}` without its `{` (a literal brace is `}}`)".to_owned());
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

fn place(inner: &str) -> Result<Place, String> {
    // `header.X-Next` takes the whole rest as its name; a format begins at the first colon.
    let (name, format) = match inner.split_once(':') {
        Some((name, format)) => (name, Some(format.to_owned())),
        None => (inner, None),
    };
    let (name, many_segments) = match name.strip_suffix("/*") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let mut parts = name.split('.').map(str::trim).map(|part| part.strip_prefix("r#").unwrap_or(part).to_owned());
    let root = parts.next().unwrap_or_default();
    let path: Vec<String> = parts.collect();
    if root.is_empty() || path.iter().any(String::is_empty) {
        return Err(format!("`{{{inner}}}` names nothing; write `{{root.field}}`"));
    }
    Ok(Place { root, path, format, many_segments })
}
