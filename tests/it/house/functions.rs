//! Functions that fit on one screen: at most 60 lines of code, and five parameters.

use proc_macro2::{Delimiter, TokenTree};

use super::items::{Item, items};
use super::tokens::Tokens;

/// A function: its name, the lines from `fn` to its closing brace that hold code, and its parameters without `self`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub name: String,
    pub lines: usize,
    pub parameters: usize,
}

/// All functions of a file, those inside of others too. Code behind `#[cfg(test)]` is left out.
pub(super) fn functions(code: &Tokens) -> Vec<Function> {
    let mut found = Vec::new();
    for item in items(code) {
        match item {
            Item::Module { code: Some(code), .. } => found.extend(functions(&code)),
            Item::Definition(definition) => add(&definition.code, &mut found),
            Item::Module { .. } | Item::Uses(_) => {}
        }
    }
    found
}

fn add(tokens: &Tokens, found: &mut Vec<Function>) {
    for at in 0..tokens.len() {
        if let TokenTree::Group(group) = &tokens.all()[at] {
            add(&group.stream().into(), found);
        } else if tokens.is_ident(at, "fn")
            && let Some(name) = tokens.ident(at + 1)
        {
            let is_parameters =
                |at: &usize| tokens.group(*at, Delimiter::Parenthesis).is_some() && !is_bound(tokens, *at);
            let Some(list) = (at + 2..tokens.len()).find(is_parameters) else { continue };
            let ends = |at: &usize| tokens.group(*at, Delimiter::Brace).is_some() || tokens.is_punct(*at, ';');
            let end = (list..tokens.len()).find(ends).unwrap_or(tokens.len() - 1);
            let parameters = tokens.group(list, Delimiter::Parenthesis).map_or(0, |list| parameters(&list));
            found.push(Function { name, lines: lines(&tokens.all()[at..=end]), parameters });
        }
    }
}

/// Whether the parentheses at `at` belong to a bound in the generics, as in `F: Fn(u8)`.
fn is_bound(tokens: &Tokens, at: usize) -> bool {
    at >= 1
        && ["Fn", "FnMut", "FnOnce", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"]
            .iter()
            .any(|name| tokens.is_ident(at - 1, name))
}

/// How many parameters a list has, `self` aside.
fn parameters(list: &Tokens) -> usize {
    let mut depth = 0_i32;
    let mut count = 0;
    let mut is_open = false;
    let mut is_self = false;
    for at in 0..list.len() {
        let is_arrow = at >= 1 && list.is_pair(at - 1, ['-', '>']);
        depth += i32::from(list.is_punct(at, '<')) - i32::from(list.is_punct(at, '>') && !is_arrow);
        if depth == 0 && list.is_punct(at, ',') {
            is_open = false;
        } else if !is_open {
            is_open = true;
            count += 1;
        }
        is_self |= count == 1 && list.is_ident(at, "self");
    }
    count - usize::from(is_self)
}

/// How many lines hold a token.
fn lines(tokens: &[TokenTree]) -> usize {
    fn add(tokens: &[TokenTree], lines: &mut std::collections::BTreeSet<usize>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    lines.extend([group.span_open().start().line, group.span_close().end().line]);
                    add(&group.stream().into_iter().collect::<Vec<_>>(), lines);
                }
                token => lines.extend(token.span().start().line..=token.span().end().line),
            }
        }
    }
    let mut lines = std::collections::BTreeSet::new();
    add(tokens, &mut lines);
    lines.len()
}

#[test]
fn functions_are_measured() {
    let text = "
        impl A {
            fn a<F: Fn(u8, u8) -> u8>(&mut self, a: Map<u8, F>, (b, c): (u8, u8)) -> u8 {

                // Text.
                fn b() {}
                1
            }
        }
        trait B {
            fn c(a: u8,
            );
        }
        #[cfg(test)]
        mod tests { fn d() {} }";
    let found = functions(&Tokens::of_file("x.rs", text));

    let function = |name: &str, lines, parameters| Function { name: name.to_owned(), lines, parameters };
    let expected = [function("a", 4, 2), function("b", 1, 0), function("c", 2, 1)];
    assert_eq!(found.len(), expected.len());
    assert!(expected.iter().all(|function| found.contains(function)), "{found:?}");
}
