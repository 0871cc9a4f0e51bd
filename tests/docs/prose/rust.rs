//! Rust files as a reader sees them: comments and string literals, without those of tests.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use tests::root::root;

pub(super) struct RustFile {
    pub(super) path: String,
    text: String,
}

/// The Rust files outside tests.
pub(super) fn files() -> Vec<RustFile> {
    let mut found = Vec::new();
    for directory in ["cdk-core/src", "cdk-derive/src", "cdk-cli/src", "connectors", "examples/src"] {
        below(&root().join(directory), &mut found);
    }
    found
}

fn below(directory: &Path, found: &mut Vec<RustFile>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "tests" | "target") {
                below(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" && !name.ends_with("_tests.rs") {
            let shown = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            found.push(RustFile { path: shown, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

impl RustFile {
    /// The comments, each line with its number and without its mark; lines of code blocks and tables are empty.
    pub(super) fn comments(&self) -> Vec<(usize, &str)> {
        let mut in_code = false;
        let mut found = Vec::new();
        for (index, line) in self.text.lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("//") else { continue };
            let text = comment.trim_start_matches(['/', '!']).trim();
            let is_fence = text.starts_with("```");
            let is_shown = !is_fence && !in_code && !text.starts_with('|');
            found.push((index + 1, if is_shown { text } else { "" }));
            in_code ^= is_fence;
        }
        found
    }

    /// The string literals outside tests, with their lines.
    pub(super) fn strings(&self) -> Vec<(usize, String)> {
        let tokens: TokenStream = self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let mut found = Vec::new();
        strings(tokens, &mut found);
        found
    }
}

fn strings(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    let mut skips_next_braces = false;
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                // A continued line is one line to a reader.
                let is_text = text.contains('"') && text.contains(' ');
                if is_text {
                    let joined = text.split("\\\n").map(str::trim_start).collect::<String>();
                    found.push((literal.span().start().line, joined));
                }
            }
            TokenTree::Group(group) => {
                let stream = group.stream();
                match group.delimiter() {
                    Delimiter::Bracket if is_test_or_doc(&stream, "cfg") => skips_next_braces = true,
                    Delimiter::Bracket if is_test_or_doc(&stream, "doc") => {}
                    Delimiter::Brace if std::mem::take(&mut skips_next_braces) => {}
                    _ => strings(stream, found),
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => skips_next_braces = false,
            _ => {}
        }
    }
}

/// Whether an attribute is `cfg(test)`, or a doc comment, which is read as a comment.
fn is_test_or_doc(attribute: &TokenStream, name: &str) -> bool {
    let text = attribute.to_string().replace(' ', "");
    match name {
        "cfg" => text == "cfg(test)" || text == "test",
        _ => text.starts_with("doc="),
    }
}
