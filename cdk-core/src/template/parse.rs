//! Parsed: a template's text with its pieces.
//!
//! In: a text. Out: [`Parsed`], or an error that names the first mistake. Not here: the rules (see `grammar`).

use std::borrow::Cow;

use super::grammar::{Piece, Placeholder, is_separator, read};
use super::roots::RUNTIME_ROOTS;
use crate::error::{Error, Result};

/// A template's text and its pieces.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) text: Cow<'static, str>,
    pub(crate) pieces: Vec<Piece>,
}

impl Placeholder {
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
        self.format.as_deref().filter(|format| is_separator(format))
    }
}

impl Parsed {
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Result<Self> {
        let text = text.into();
        let pieces = read(&text).map_err(|mistakes| {
            let first = mistakes.first().map(String::as_str).unwrap_or_default();
            Error::system(format!("template `{text}`: {first}"))
        })?;
        Ok(Self { text, pieces })
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Place(place) => Some(place),
            Piece::Literal(_) => None,
        })
    }

    /// The one placeholder that is the whole template, if that is so.
    pub(crate) fn single(&self) -> Option<&Placeholder> {
        match self.pieces.as_slice() {
            [Piece::Place(place)] => Some(place),
            _ => None,
        }
    }
}
