//! The items of a module: what it defines, imports and declares, and the rest of its code.

use proc_macro2::{Delimiter, TokenTree};

use super::imports::{Import, imports};
use super::tokens::Tokens;

/// One item of a module.
pub(super) enum Item {
    Uses(Vec<Import>),
    Module {
        name: String,
        /// The code between the braces; none where it is in another file.
        code: Option<Tokens>,
        /// Whether `#[path]` names its file.
        is_elsewhere: bool,
        is_test: bool,
    },
    Definition(Definition),
}

/// An item that has a name, such as a struct; an `impl` has none.
pub(super) struct Definition {
    pub name: Option<String>,
    pub kind: Kind,
    /// All its tokens, with its attributes.
    pub code: Tokens,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Type,
    Trait,
    Macro,
    ExportedMacro,
    Other,
}

/// The items in `tokens`, the code of a module. Items behind `#[cfg(test)]` are left out, but for modules in other files.
pub(super) fn items(tokens: &Tokens) -> Vec<Item> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (item, end) = item(tokens, at);
        found.extend(item);
        at = end;
    }
    found
}

/// The item that begins at `start`, and the place after it.
fn item(tokens: &Tokens, start: usize) -> (Option<Item>, usize) {
    let mut at = start;
    let mut is_test = false;
    let mut is_elsewhere = false;
    let mut is_exported = false;
    while let Some((attribute, end)) = tokens.attribute(at) {
        is_test |= attribute.is_cfg_test();
        is_exported |= attribute.is_ident(0, "macro_export");
        is_elsewhere |= attribute.is_ident(0, "path");
        at = end;
    }
    let is_public = tokens.is_ident(at, "pub");
    at += usize::from(is_public);
    if is_public && tokens.group(at, Delimiter::Parenthesis).is_some() {
        at += 1;
    }
    if tokens.is_ident(at, "mod") {
        let name = tokens.ident(at + 1).unwrap();
        let code = tokens.group(at + 2, Delimiter::Brace);
        let is_left_out = is_test && code.is_some();
        return ((!is_left_out).then_some(Item::Module { name, code, is_elsewhere, is_test }), at + 3);
    }
    let end = end(tokens, at);
    if is_test {
        return (None, end);
    }
    if tokens.is_ident(at, "use") {
        return (Some(Item::Uses(imports(tokens, at + 1, is_public))), end);
    }
    let (kind, name) = kind_and_name(tokens, at, is_exported);
    let code = tokens.all()[start..end].iter().cloned().collect::<proc_macro2::TokenStream>().into();
    (Some(Item::Definition(Definition { name, kind, code })), end)
}

fn kind_and_name(tokens: &Tokens, mut at: usize, is_exported: bool) -> (Kind, Option<String>) {
    while ["const", "async", "unsafe", "extern"].iter().any(|word| tokens.is_ident(at, word))
        && ["fn", "async", "unsafe", "extern", "trait"].iter().any(|word| tokens.is_ident(at + 1, word))
    {
        at += 1;
    }
    let Some(word) = tokens.ident(at) else { return (Kind::Other, None) };
    let name = tokens.ident(at + 1);
    match word.as_str() {
        "struct" | "enum" | "union" | "type" => (Kind::Type, name),
        "trait" => (Kind::Trait, name),
        "fn" | "static" | "const" => (Kind::Other, name.filter(|name| name != "_")),
        "macro_rules" => (if is_exported { Kind::ExportedMacro } else { Kind::Macro }, tokens.ident(at + 2)),
        _ => (Kind::Other, None),
    }
}

/// The place after the item whose first word is at `at`.
fn end(tokens: &Tokens, at: usize) -> usize {
    let ends_at_semicolon = ["use", "static", "type"].iter().any(|word| tokens.is_ident(at, word))
        || tokens.is_ident(at, "const")
            && !["fn", "async", "unsafe", "extern"].iter().any(|word| tokens.is_ident(at + 1, word));
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => !ends_at_semicolon && group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens.all()[at..].iter().position(is_end).map_or(tokens.len(), |length| at + length + 1)
}
