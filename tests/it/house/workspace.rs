//! The Rust files of the workspace.

use std::path::Path;

use tests::root::root;

use super::modules::Files;

/// The Rust files of all packages, by path from the root.
pub(super) fn files() -> Files {
    // Each case of a compile-fail test is a program of its own.
    all_files().into_iter().filter(|(path, _)| !path.starts_with("tests/ui/")).collect()
}

/// Every Rust file, by path from the root; build output is left out.
pub(super) fn all_files() -> Files {
    let mut found = Files::new();
    add(&root(), &root(), &mut found);
    found
}

fn add(root: &Path, folder: &Path, found: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if path.is_dir() {
            add(root, &path, found);
        } else if name.ends_with(".rs") {
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whether the file is code that tests run, not a test itself.
pub(super) fn is_checked(path: &str) -> bool {
    path.contains("/src/") || path.starts_with("tests/support/")
}
