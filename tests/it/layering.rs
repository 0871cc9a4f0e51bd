//! The one-way street between the rooms of `cdk-core`: compares imports with the table in `docs/architecture.md`.
//!
//! The table's header is `| # | module | takes → gives | may import |`. A row names rooms in backticks; `may import` holds
//! row numbers and ranges (`0–3`, `0, 3, 4`) or `all above`; a row that holds its own number lets its rooms import each
//! other. A row without a number is exempt, but no numbered row may import it. Tests (`tests.rs`, and what stands behind `#[cfg(test)]` at a file's end) may import anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tests::root::root;

/// Rooms by name: the row they stand in, and the rows they may import. `None`: a row without a number.
type Table = BTreeMap<String, Option<(u32, BTreeSet<u32>)>>;

#[test]
fn rooms_import_only_what_the_table_allows() {
    let document = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let table = table(&document);
    let source = root().join("cdk-core/src");
    let mut wrong = Vec::new();
    for file in files(&source) {
        let path = file.strip_prefix(&source).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        wrong.extend(broken(&table, path, &text));
    }
    assert!(wrong.is_empty(), "imports against docs/architecture.md:\n{}", wrong.join("\n"));
}

#[test]
fn a_table_is_read() {
    let table = table(
        "# x\n\n| # | module | takes → gives | may import |\n|---|---|---|---|\n| 0 | `error` `secret` | — | std, serde |\n\
         | 2 | `schema` | a → b | 0–1 |\n| 3 | `auth` `retry` | … | 0, 2 |\n| 4 | `read` | | all above |\n\
         | – | `testing` (feature) | | public API |\n\nText.\n",
    );

    let rows = |name: &str| table[name].clone().map(|(row, imports)| (row, Vec::from_iter(imports)));
    assert_eq!(rows("secret"), Some((0, vec![])));
    assert_eq!(rows("schema"), Some((2, vec![0, 1])));
    assert_eq!(rows("retry"), Some((3, vec![0, 2])));
    assert_eq!(rows("read"), Some((4, vec![0, 1, 2, 3])));
    assert_eq!(rows("testing"), None);
}

#[test]
fn rooms_of_one_row_see_each_other_only_where_the_row_says_so() {
    let table = table(
        "| # | module | takes → gives | may import |\n|---|---|---|---|\n| 0 | `error` `secret` | | 0 |\n\
         | 1 | `auth` `retry` | | 0 |\n| 2 | `source` | | all above |\n",
    );
    let found = |file: &str, text: &str| broken(&table, Path::new(file), text).len();

    assert_eq!(found("secret.rs", "use crate::error;"), 0);
    assert_eq!((found("retry.rs", "use crate::auth;"), found("auth.rs", "use crate::source;")), (1, 1));
    assert_eq!(found("source.rs", "use crate::{auth, retry};"), 0);
}

#[test]
fn a_wrong_import_is_found_in_every_form() {
    let table = table(
        "| # | module | takes → gives | may import |\n|---|---|---|---|\n| 0 | `error` | | std |\n| 1 | `http` | | 0 |\n\
         | 2 | `auth` `retry` | | 0–1 |\n| – | `testing` | | |\n",
    );
    let found = |file: &str, text: &str| broken(&table, Path::new(file), text);

    assert_eq!(found("auth/basic.rs", "use crate::error::Error;\nuse crate::http;\nuse super::token;\n"), [""; 0]);
    for text in [
        "use crate::retry::Policy;",
        "use crate::{error::Error, retry};",
        "use crate::{\n    error::Error,\n    retry::{Policy, Other},\n};",
        "fn f() -> crate::retry::Policy { x }",
        "pub(crate) use crate::testing;",
    ] {
        assert_eq!(found("auth/mod.rs", text).len(), 1, "{text}");
    }
    assert_eq!(found("error.rs", "use crate::http::Request;").len(), 1);
    assert_eq!(found("error.rs", "/// See [`crate::http::Request`].\n// crate::http\n"), [""; 0]);
    assert_eq!(found("error.rs", "#[cfg(test)]\nmod tests {\n    use crate::http;\n}\n"), [""; 0]);
    assert_eq!(found("http/tests.rs", "use crate::auth;"), [""; 0]);
    assert_eq!(found("new/mod.rs", "").len(), 1, "a room that the table lacks");
}

/// Reads the one table whose first column is `#`.
fn table(document: &str) -> Table {
    let rows = document.lines().skip_while(|line| !line.starts_with("| # | module"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let mut table = Table::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [number, modules, .., imports] = cells.as_slice() else { panic!("a row of few cells: {row}") };
        let place = number.parse().ok().map(|number| (number, allowed(imports, number)));
        for name in modules.split('`').skip(1).step_by(2) {
            table.insert(name.to_owned(), place.clone());
        }
    }
    assert!(!table.is_empty(), "there is no table with the header `| # | module | …`");
    table
}

fn allowed(cell: &str, row: u32) -> BTreeSet<u32> {
    if cell.starts_with("all") {
        return (0..row).collect();
    }
    let parts = cell.split(',').map(str::trim);
    let range = |part: &str| match part.split_once(['–', '-']) {
        Some((first, last)) => Some(first.trim().parse().ok()?..=last.trim().parse().ok()?),
        None => part.parse().ok().map(|single: u32| single..=single),
    };
    parts.filter_map(range).flatten().collect()
}

/// What `text`, the file at `path` below `src`, imports against the table.
fn broken(table: &Table, path: &Path, text: &str) -> Vec<String> {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    let room = first.trim_end_matches(".rs");
    // The list of rooms and what connectors and generated code import name everything.
    if ["lib", "prelude", "private"].contains(&room) || path.ends_with("tests.rs") {
        return Vec::new();
    }
    let Some(place) = table.get(room) else { return vec![format!("{}: no row names `{room}`", path.display())] };
    let Some((row, may)) = place else { return Vec::new() };
    let imported = imports(text);
    let is_wrong = |name: &&String| match table.get(*name) {
        Some(Some(other)) => *name != room && !may.contains(&other.0),
        Some(None) => true,
        // Not a room: something that `lib.rs` re-exports, or a macro.
        None => false,
    };
    imported.iter().filter(is_wrong).map(|name| format!("{}: `{name}`, from row {row}", path.display())).collect()
}

/// The first path segments after `crate::` in a file's code.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let code: String = code.lines().filter(|line| !is_comment(line)).flat_map(|line| [line, "\n"]).collect();
    let name =
        |text: &str| text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => drop(found.insert(name(rest))),
            Some(group) => {
                let mut depth = 0;
                let is_separator = |character| {
                    depth += i32::from(character == '{') - i32::from(character == '}');
                    depth == 0 && character == ',' || depth < 0
                };
                let end = group.find("};").unwrap_or(group.len());
                found.extend(group[..end].split(is_separator).map(|part| name(part.trim())));
            }
        }
    }
    found.retain(|name: &String| !name.is_empty());
    found
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
