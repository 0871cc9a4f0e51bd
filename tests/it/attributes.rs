//! `docs/attributes.md` is whole: each word has its section with an example, its default and its roots, and nothing else is
//! there; and no document has a link that leads nowhere. That the examples compile
//! is the doc tests' affair.

use std::collections::BTreeSet;

use tests::root::root;

use crate::words::{BODY, PARENT, SLICES, SOURCE, STREAM, Word};

const PAGE: &str = include_str!("../../docs/attributes.md");

/// A section, up to the next heading of its level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let level = heading.split(' ').next().unwrap_or_default();
    let found = page.split_once(&format!("\n{heading}\n")).map(|(_, rest)| rest);
    let rest = found.unwrap_or_else(|| panic!("docs/attributes.md has no heading `{heading}`"));
    rest.split(&format!("\n{level} ")).next().unwrap_or_default()
}

/// The sections of one attribute's words, each with its word.
fn sections(attribute: &str) -> Vec<(&'static str, &'static str)> {
    let words = section(PAGE, &format!("## Words of `#[{attribute}(…)]`"));
    let one = |text: &'static str| {
        let word = text.strip_prefix('`')?.split('`').next()?;
        Some((word, text))
    };
    words.split("\n### ").skip(1).map(|text| one(text).unwrap_or_else(|| panic!("no word: {text}"))).collect()
}

fn is_built(words: &[Word], name: &str) -> bool {
    words.iter().any(|word| word.name == name)
}

/// The code of the blocks that open with this line.
fn blocks(text: &str, fence: &str) -> Vec<String> {
    let ends = |rest: &str| rest.split("\n```").next().unwrap_or_default().to_owned();
    text.split(&format!("{fence}\n")).skip(1).map(ends).collect()
}

/// What stands in `#[attribute(…)]` of the lines that are shown, without comments and texts.
fn said(code: &str, attribute: &str) -> String {
    let mut said = String::new();
    let shown: String = code.lines().filter(|line| !line.starts_with("# ")).flat_map(|line| [line, "\n"]).collect();
    for rest in shown.split(&format!("#[{attribute}(")).skip(1) {
        let (mut depth, mut in_text) = (1, false);
        let lines = rest.lines().map(|line| line.split(" // ").next().unwrap_or_default());
        for letter in lines.flat_map(str::chars) {
            match letter {
                '"' => in_text = !in_text,
                _ if in_text => continue,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            said.push(letter);
        }
        said.push(',');
    }
    said
}

fn uses(code: &str, attribute: &str, word: &str) -> bool {
    let said = said(code, attribute);
    let ends = |rest: &str| rest.trim_start().starts_with(['=', '(', ',']);
    said.match_indices(word).any(|(at, _)| {
        let before = said.get(..at).unwrap_or_default().trim_end();
        (before.is_empty() || before.ends_with([',', '('])) && ends(said.get(at + word.len()..).unwrap_or_default())
    })
}

#[test]
fn each_built_word_has_its_section_and_each_section_its_word() {
    for (attribute, words) in [("stream", STREAM), ("source", SOURCE)] {
        let sections = sections(attribute);
        for word in words {
            let found = sections.iter().filter(|(name, _)| *name == word.name).count();
            assert_eq!(found, 1, "`{}` of #[{attribute}(…)] has {found} sections in docs/attributes.md", word.name);
        }
        for (name, text) in sections {
            let is_pending = text.contains("<!-- pending -->");
            assert!(is_pending || is_built(words, name), "`{name}` is no word of #[{attribute}(…)] that is built");
        }
    }
}

#[test]
fn each_section_has_an_example_of_its_word() {
    for (attribute, words) in [("stream", STREAM), ("source", SOURCE)] {
        for (name, text) in sections(attribute) {
            // An example of what is not built yet does not compile: it is switched on together with its word.
            let fence = if is_built(words, name) { "```rust" } else { "```rust,ignore" };
            let found = blocks(text, fence).iter().any(|code| uses(code, attribute, name));
            assert!(found, "`{name}` of #[{attribute}(…)]: no block {fence} uses it");
        }
    }
}

#[test]
fn each_section_names_default_roots_and_the_python_cdks_way() {
    for (attribute, words) in [("stream", STREAM), ("source", SOURCE)] {
        for (name, text) in sections(attribute) {
            let of = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
            assert!(of("- Default: ").is_some(), "`{name}` of #[{attribute}(…)] has no default");
            assert!(of("- Python").is_some(), "`{name}` of #[{attribute}(…)] has no word about Python");
            let Some(word) = words.iter().find(|word| word.name == name) else {
                continue;
            };
            let roots = word.roots.iter().map(|root| format!("`{root}`")).collect::<Vec<_>>().join(", ");
            let told = of("- Roots: ").unwrap_or_default().split('.').next().unwrap_or_default();
            assert_eq!(told, roots, "the roots of `{name}` of #[{attribute}(…)]");
        }
    }
}

#[test]
fn each_word_of_a_parent_is_in_its_section() {
    let (_, text) = sections("stream").into_iter().find(|(name, _)| *name == "parent").unwrap();
    let code = blocks(text, "```rust").concat();

    for word in PARENT {
        let place = format!("\n| `{}` | `{}` |", word.name, word.form);
        assert!(text.contains(&place), "`{}` of a parent: {place}", word.name);
        let is_shown = [" = ", ")", ","].iter().any(|end| code.contains(&format!("{}{end}", word.name)));
        assert!(is_shown, "`{}` of a parent has no example", word.name);
    }
}

#[test]
fn each_word_of_slices_is_in_their_section() {
    let (_, text) = sections("stream").into_iter().find(|(name, _)| *name == "slices").unwrap();

    for Word { name, form, .. } in SLICES {
        assert!(text.contains(&format!("\n| `{name}` | `{form}` |")), "`{name}` of slices");
        assert!(blocks(text, "```rust").concat().contains(&format!(", {form}")), "`{name}` of slices has no example");
    }
}

#[test]
fn each_kind_of_a_body_is_in_its_section() {
    let (_, text) = sections("stream").into_iter().find(|(name, _)| *name == "body").unwrap();

    for Word { name, form, help, default, .. } in BODY {
        assert!(text.contains(&format!("\n| `{name}` | `{form}` | {help} | {default} |")), "`{name}` of a body");
        assert!(blocks(text, "```rust").concat().contains(&format!("body = {name}(")), "`{name}` has no example");
    }
}

#[test]
fn what_is_pending_does_not_compile_yet() {
    // The mark and the fence go together, so whoever builds a word finds its examples by either.
    assert_eq!(PAGE.matches("```rust,ignore").count(), PAGE.matches("<!-- pending -->\n\n```rust,ignore").count());
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut in_code = false;
    for line in page.lines() {
        in_code ^= line.starts_with("```");
        let Some(title) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#') && !in_code)
        else {
            continue;
        };
        let kept = title.to_lowercase().replace(' ', "-");
        let anchor: String = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        let again = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(again).find(|anchor| !anchors.contains(anchor));
        anchors.extend(free);
    }
    anchors
}

#[test]
fn each_link_of_a_document_leads_somewhere() {
    for from in ["README.md", "CONTRIBUTING.md", "docs/attributes.md", "docs/python.md", "docs/architecture.md"] {
        let page = std::fs::read_to_string(root().join(from)).unwrap();
        for target in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file =
                if path.is_empty() { root().join(from) } else { root().join(from).with_file_name("").join(path) };
            assert!(file.exists(), "{from}: `{target}` is not there");
            let is_there = || anchors(&std::fs::read_to_string(&file).unwrap()).contains(anchor);
            assert!(anchor.is_empty() || is_there(), "{from}: `{target}` has no such heading");
        }
    }
}
