//! The paths that code names: `Plan`, `super::plan::Plan`, `crate::a::b()`, in macros and attributes too.

use proc_macro2::{Delimiter, Literal, TokenTree};

use super::imports::{Import, imports};
use super::tokens::Tokens;

/// What a piece of code names.
#[derive(Default)]
pub(super) struct Named {
    pub paths: Vec<Vec<String>>,
    /// Names before a `!`: macros are also found without an import.
    pub macros: Vec<String>,
    /// `use` inside of functions.
    pub imports: Vec<Import>,
}

/// Options of attributes whose text is a path.
const PATHS_AS_TEXT: [&str; 9] = [
    "with",
    "serialize_with",
    "deserialize_with",
    "schema_with",
    "default",
    "skip_serializing_if",
    "from",
    "into",
    "try_from",
];

/// Adds what `tokens` name to `named`.
pub(super) fn collect(tokens: &Tokens, named: &mut Named) {
    let mut at = 0;
    while at < tokens.len() {
        if let Some((attribute, end)) = tokens.attribute(at) {
            collect_attribute(&attribute, named);
            at = end;
            continue;
        }
        match &tokens.all()[at] {
            TokenTree::Group(group) => {
                collect(&group.stream().into(), named);
                at += 1;
            }
            TokenTree::Ident(ident) if ident == "use" && !tokens.is_punct(at + 1, '<') => {
                named.imports.extend(imports(tokens, at + 1, false));
                while at < tokens.len() && !tokens.is_punct(at, ';') {
                    at += 1;
                }
            }
            TokenTree::Ident(_) => at = path(tokens, at, named),
            _ => at += 1,
        }
    }
}

/// Reads the path at `at` and returns the place after it.
fn path(tokens: &Tokens, start: usize, named: &mut Named) -> usize {
    let (segments, end) = segments(tokens, start);
    let is_before = |pair| start >= 2 && tokens.is_pair(start - 2, pair);
    let follows = |character| start >= 1 && tokens.is_punct(start - 1, character);
    // After `.` a field or method, after `::` something of a type or of another package, after `'` a lifetime.
    let is_of_another = follows('.') && !is_before(['.', '.']) || is_before([':', ':']) || follows('\'');
    let is_alone = segments.len() == 1;
    let is_named_here = is_alone && start >= 1 && tokens.is_ident(start - 1, "fn");
    let is_label = is_alone && tokens.is_punct(end, ':') && !tokens.is_pair(end, [':', ':']);
    if is_of_another || is_named_here || is_label {
        return end;
    }
    if is_alone && tokens.is_punct(end, '!') && !tokens.is_pair(end, ['!', '=']) {
        named.macros.extend(segments.first().cloned());
    }
    named.paths.push(segments);
    end
}

fn segments(tokens: &Tokens, mut at: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    while let Some(segment) = tokens.ident(at) {
        segments.push(segment);
        at += 1;
        if !tokens.is_pair(at, [':', ':']) || tokens.ident(at + 2).is_none() {
            break;
        }
        at += 2;
    }
    (segments, at)
}

fn collect_attribute(tokens: &Tokens, named: &mut Named) {
    if tokens.is_ident(0, "doc") {
        return;
    }
    let mut at = 0;
    while at < tokens.len() {
        match &tokens.all()[at] {
            TokenTree::Group(group) => collect_attribute(&group.stream().into(), named),
            TokenTree::Ident(_) => {
                let (segments, end) = segments(tokens, at);
                let is_option = tokens.is_punct(end, '=') || tokens.group(end, Delimiter::Parenthesis).is_some();
                if segments.len() > 1 || !is_option {
                    named.paths.push(segments);
                }
                at = end - 1;
            }
            TokenTree::Literal(literal) => {
                let option = at.checked_sub(2).and_then(|option| tokens.ident(option));
                let is_path = option.is_some_and(|option| PATHS_AS_TEXT.contains(&option.as_str()));
                named.paths.extend(path_in_text(literal).filter(|segments| is_path || segments.len() > 1));
            }
            TokenTree::Punct(_) => {}
        }
        at += 1;
    }
}

/// The path that a string literal holds, as serde's options take one.
fn path_in_text(literal: &Literal) -> Option<Vec<String>> {
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let is_segment = |segment: &str| {
        !segment.is_empty() && segment.chars().all(|character| character.is_alphanumeric() || character == '_')
    };
    text.split("::").all(is_segment).then(|| text.split("::").map(str::to_owned).collect())
}

#[test]
fn paths_are_found_wherever_code_names_them() {
    let read = |text: &str| {
        let mut named = Named::default();
        collect(&Tokens::of_file("x.rs", text), &mut named);
        named.paths.iter().map(|path| path.join("::")).collect::<Vec<_>>().join(" ")
    };

    assert_eq!(read("x.field.method(super::a::B::new(1))"), "x super::a::B::new");
    assert_eq!(read("<T as crate::a::Named>::NAME"), "T as crate::a::Named");
    assert_eq!(read("format!(\"{}\", self::b::c())"), "format self::b::c");
    assert_eq!(read("Vec::<super::A>::new()"), "Vec super::A");
    assert_eq!(read("Limits { body: x, ..y }"), "Limits x y");
    assert_eq!(read("#[serde(with = \"super::dates\", rename = \"a\")] x"), "super::dates x");
    assert_eq!(read("#[stream(auth = super::auth, path(b))] x"), "super::auth b x");
    assert_eq!(read("#[doc = \"crate::a\"] /* crate::a */ \"crate::b\" 'a"), "");
}
