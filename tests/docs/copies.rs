//! What a page copies: code from compiled files, and tables of attributes from the derive's list.
//!
//! A comment that a reader does not see names the origin, and the copy follows it:
//! `<!-- code: FILE REGION -->` copies the lines between `// region REGION` and `// endregion` (`#` in place of `//` in
//! other languages; without REGION the whole file); `<!-- attributes: stream path method -->` copies rows of the table of
//! attributes, all of them if none is named; `<!-- roots: stream -->` lists what the templates of each attribute may use.

use cdk_core::testing::golden;
use tests::root::root;

use crate::page::pages;
use crate::words::{BODY, PARENT, SLICES, SOURCE, STREAM, Word, find};

#[test]
fn the_copies_in_the_pages_are_the_originals() {
    let wrong: Vec<String> = pages()
        .iter()
        .filter_map(|page| {
            let copied = with_copies(&page.path, &page.text);
            let compare = || golden::text(root().join(&page.path), &copied);
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).err().map(|_| page.path.clone())
        })
        .collect();
    assert!(wrong.is_empty(), "`just docs` writes the copies in {wrong:?}");
}

#[test]
fn the_rust_code_of_the_pages_is_compiled() {
    // rustdoc compiles the blocks of its own pages.
    let of_readers = pages().into_iter().filter(|page| !page.path.starts_with("cdk-core/"));
    for page in of_readers {
        let lines: Vec<&str> = page.text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("```rust")) {
            let is_copy = at >= 2 && lines[at - 2].starts_with("<!-- code: ");
            assert!(is_copy, "{}:{}: this code is not a copy of a compiled file", page.path, at + 1);
        }
    }
}

/// The page with fresh copies.
fn with_copies(path: &str, text: &str) -> String {
    let mut lines = text.lines();
    let mut out = String::new();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some((name, rest)) = line.strip_prefix("<!-- ").and_then(|line| {
            let (name, rest) = line.strip_suffix(" -->")?.split_once(": ")?;
            Some((name, rest.split(' ').collect::<Vec<_>>()))
        }) else {
            continue;
        };
        let copy = match name {
            "code" => code(path, &rest),
            "attributes" => attributes(path, &rest),
            "roots" => roots(path, &rest),
            _ => continue,
        };
        // The old copy: an empty line, then a fenced block or the lines up to the next empty one.
        let old = lines.clone().skip_while(|line| line.is_empty());
        let is_fenced = old.clone().next().is_some_and(|line| line.starts_with("```"));
        let is_table = old.clone().next().is_some_and(|line| line.starts_with('|'));
        let blank = lines.clone().take_while(|line| line.is_empty()).count();
        let length = match (is_fenced, is_table) {
            (true, _) => 2 + old.clone().skip(1).take_while(|line| *line != "```").count(),
            (_, true) => old.clone().take_while(|line| line.starts_with('|')).count(),
            _ => 0,
        };
        if length > 0 {
            lines.by_ref().take(blank + length).for_each(drop);
        }
        out.push('\n');
        out.push_str(&copy);
    }
    out
}

fn code(page: &str, origin: &[&str]) -> String {
    let file = origin[0];
    let text = std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{page}: {file}: {error}"));
    let lines: Vec<&str> = match origin.get(1) {
        Some(region) => {
            let is_begin = |line: &&str| {
                let words: Vec<&str> = line.split_whitespace().collect();
                matches!(words[..], ["//" | "#", "region", name] if name == *region)
            };
            let is_end = |line: &&str| matches!(line.trim(), "// endregion" | "# endregion");
            let rest = text.lines().skip_while(|line| !is_begin(line)).skip(1);
            assert!(rest.clone().any(|line| is_end(&line)), "{page}: {file} has no region `{region}`");
            rest.take_while(|line| !is_end(line)).collect()
        }
        None => text.lines().skip_while(|line| line.starts_with("//!") || line.is_empty()).collect(),
    };
    let language = match file.rsplit('.').next().unwrap_or_default() {
        "rs" => "rust",
        "toml" => "toml",
        "json" => "json",
        "sh" => "sh",
        "txt" => "text",
        _ if file.ends_with("Dockerfile") => "dockerfile",
        other => panic!("{page}: code of the kind `{other}`"),
    };
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let margin = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    let code: String = lines.iter().flat_map(|line| [line.get(margin..).unwrap_or_default(), "\n"]).collect();
    format!("```{language}\n{}\n```\n", code.trim_matches('\n'))
}

fn list(page: &str, name: &str) -> &'static [Word] {
    match name {
        "stream" => STREAM,
        "parent" => PARENT,
        "slices" => SLICES,
        "body" => BODY,
        "source" => SOURCE,
        other => panic!("{page}: `{other}` has no list of attributes"),
    }
}

fn attributes(page: &str, origin: &[&str]) -> String {
    let all = list(page, origin[0]);
    let named = |name: &&str| find(all, name).unwrap_or_else(|| panic!("{page}: unknown attribute `{name}`"));
    let chosen: Vec<&Word> =
        if origin.len() > 1 { origin[1..].iter().map(named).collect() } else { all.iter().collect() };
    let row = |word: &&Word| format!("| `{}` | `{}` | {} | {} |\n", word.name, word.form, word.help, word.default);
    let what = if matches!(origin[0], "stream" | "source") { "attribute" } else { "option" };
    let rows: String = chosen.iter().map(row).collect();
    format!("| {what} | example | meaning | default |\n| --- | --- | --- | --- |\n{rows}")
}

fn roots(page: &str, origin: &[&str]) -> String {
    let all = list(page, origin[0]).iter().filter(|word| !word.roots.is_empty());
    let names = |word: &Word| word.roots.iter().map(|root| format!("`{root}`")).collect::<Vec<_>>().join(", ");
    let rows: String = all.map(|word| format!("| `{}` | {} |\n", word.name, names(word))).collect();
    format!("| attribute | its templates may use |\n| --- | --- |\n{rows}")
}
