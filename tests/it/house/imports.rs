//! `use` declarations: one import for each name, however it is written.

use proc_macro2::Delimiter;

use super::tokens::Tokens;

/// One name that a `use` brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub path: Vec<String>,
    /// What the name is here; none for a glob.
    pub name: Option<String>,
    pub is_public: bool,
}

/// The imports of a `use` whose tree begins at `at`.
pub(super) fn imports(tokens: &Tokens, at: usize, is_public: bool) -> Vec<Import> {
    let mut found = Vec::new();
    tree(tokens, at, &[], &mut |path, name| found.push(Import { path, name, is_public }));
    found
}

/// Reads one tree below `prefix` and returns the place after it.
fn tree(tokens: &Tokens, mut at: usize, prefix: &[String], add: &mut dyn FnMut(Vec<String>, Option<String>)) -> usize {
    let mut path = prefix.to_vec();
    if tokens.is_pair(at, [':', ':']) {
        // An absolute path names another package.
        path.push(String::new());
        at += 2;
    }
    loop {
        if tokens.is_punct(at, '*') {
            add(path, None);
            return at + 1;
        }
        if let Some(group) = tokens.group(at, Delimiter::Brace) {
            let mut inside = 0;
            while inside < group.len() {
                inside = tree(&group, inside, &path, add) + 1;
            }
            return at + 1;
        }
        let Some(segment) = tokens.ident(at) else { return at + 1 };
        let is_module_itself = segment == "self" && !path.is_empty();
        if !is_module_itself {
            path.push(segment);
        }
        at += 1;
        if tokens.is_pair(at, [':', ':']) {
            at += 2;
            continue;
        }
        let last = path.last().cloned();
        if tokens.is_ident(at, "as") {
            add(path, tokens.ident(at + 1));
            return at + 2;
        }
        add(path, last);
        return at;
    }
}

#[test]
fn each_name_of_a_use_is_one_import() {
    let read = |text: &str| -> Vec<String> {
        let found = imports(&Tokens::of_file("x.rs", text), 1, false).into_iter();
        found.map(|import| format!("{} {}", import.path.join("::"), import.name.as_deref().unwrap_or("*"))).collect()
    };

    assert_eq!(read("use super::a::B;"), ["super::a::B B"]);
    assert_eq!(read("use a::{B, c::{self, D as E, *}, f};"), ["a::B B", "a::c c", "a::c::D E", "a::c *", "a::f f"]);
    assert_eq!(read("use a as b;"), ["a b"]);
    assert_eq!(read("use ::http::Uri;"), ["::http::Uri Uri"]);
    assert_eq!(read("use self::{r#type::A,};"), ["self::type::A A"]);
}
