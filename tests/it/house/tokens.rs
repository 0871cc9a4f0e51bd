//! Source text as tokens: comments, strings and line breaks cannot be mistaken for code.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens of one file or group, with questions about the token at a place.
pub(super) struct Tokens(Vec<TokenTree>);

impl From<TokenStream> for Tokens {
    fn from(stream: TokenStream) -> Self {
        Self(stream.into_iter().collect())
    }
}

impl Tokens {
    /// The tokens of `text`, the file at `path`.
    pub(super) fn of_file(path: &str, text: &str) -> Self {
        let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        stream.into()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn all(&self) -> &[TokenTree] {
        &self.0
    }

    /// The identifier at `at`, without `r#`.
    pub(super) fn ident(&self, at: usize) -> Option<String> {
        match self.0.get(at)? {
            TokenTree::Ident(ident) => Some(ident.to_string().trim_start_matches("r#").to_owned()),
            _ => None,
        }
    }

    pub(super) fn is_ident(&self, at: usize, name: &str) -> bool {
        matches!(self.0.get(at), Some(TokenTree::Ident(ident)) if ident == name)
    }

    pub(super) fn is_punct(&self, at: usize, character: char) -> bool {
        matches!(self.0.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
    }

    /// Whether two characters that belong together, such as `::`, begin at `at`.
    pub(super) fn is_pair(&self, at: usize, [first, second]: [char; 2]) -> bool {
        let is_joint = matches!(self.0.get(at), Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint);
        is_joint && self.is_punct(at, first) && self.is_punct(at + 1, second)
    }

    /// What is inside of the group at `at`.
    pub(super) fn group(&self, at: usize, delimiter: Delimiter) -> Option<Self> {
        match self.0.get(at)? {
            TokenTree::Group(group) if group.delimiter() == delimiter => Some(group.stream().into()),
            _ => None,
        }
    }

    /// The inside of the attribute at `at`, `#[…]` or `#![…]`, and the place after it.
    pub(super) fn attribute(&self, at: usize) -> Option<(Self, usize)> {
        if !self.is_punct(at, '#') {
            return None;
        }
        let group = at + 1 + usize::from(self.is_punct(at + 1, '!'));
        Some((self.group(group, Delimiter::Bracket)?, group + 1))
    }

    /// Whether this is the inside of `#[cfg(test)]`.
    pub(super) fn is_cfg_test(&self) -> bool {
        self.is_ident(0, "cfg") && self.group(1, Delimiter::Parenthesis).is_some_and(|group| group.is_ident(0, "test"))
    }
}
