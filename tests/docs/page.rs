//! The pages of the repository: which files they are, and what their lines are.

use std::path::{Path, PathBuf};

use tests::root::root;

/// A Markdown file, by its path from the repository's root.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What a line of a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Prose,
    Heading,
    Table,
    /// Inside of a fenced block, its fences included.
    Code,
}

impl Page {
    pub(crate) fn read(path: &str) -> Self {
        let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        Self { path: path.to_owned(), text }
    }

    /// The lines with their kinds; the first line has the number 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, Kind, &str)> {
        let mut in_code = false;
        self.text.lines().enumerate().map(move |(index, line)| {
            let is_fence = line.trim_start().starts_with("```");
            let kind = match line {
                _ if is_fence || in_code => Kind::Code,
                line if line.starts_with('#') => Kind::Heading,
                line if line.starts_with('|') => Kind::Table,
                _ => Kind::Prose,
            };
            in_code ^= is_fence;
            (index + 1, kind, line)
        })
    }

    /// The lines below a heading of the second level, up to the next one.
    pub(crate) fn section(&self, title: &str) -> Option<&str> {
        let rest = self.text.split_once(&format!("\n## {title}\n"))?.1;
        rest.split("\n## ").next()
    }
}

/// Every page that a reader of the repository sees.
pub(crate) fn pages() -> Vec<Page> {
    let mut found = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned(), "CHANGELOG.md".to_owned()];
    for directory in ["docs", "connectors", "examples", "cdk-core/docs", "cdk-derive/docs"] {
        found.extend(markdown(&root().join(directory)));
    }
    found.sort();
    found.iter().map(|path| Page::read(path)).collect()
}

fn markdown(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() && !path.ends_with("target") {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(relative(&path));
        }
    }
    found
}

fn relative(path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root()).unwrap().to_owned();
    path.to_str().unwrap().replace('\\', "/")
}
