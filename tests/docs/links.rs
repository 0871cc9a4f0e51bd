//! No link of a page is dead: each file is there, and has the heading that the link names.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use tests::root::root;

use crate::page::{Kind, Page, pages};

#[test]
fn every_link_of_a_page_leads_to_a_file_and_a_heading() {
    let mut dead = Vec::new();
    for page in pages() {
        let shown: String =
            page.lines().filter(|(_, kind, _)| *kind != Kind::Code).flat_map(|(_, _, line)| [line, "\n"]).collect();
        for target in shown.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let is_outside =
                target.contains("://") || (page.path.starts_with("cdk-core/docs") && target.contains("::"));
            if !is_outside && !leads_somewhere(&page, target) {
                dead.push(format!("{}: {target}", page.path));
            }
        }
    }
    assert!(dead.is_empty(), "these links are dead:\n{}", dead.join("\n"));
}

fn leads_somewhere(page: &Page, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let from = root().join(&page.path);
    let file = if path.is_empty() { from } else { plain(&from.with_file_name("").join(path)) };
    if anchor.is_empty() || !file.exists() {
        return file.exists();
    }
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    anchors(&Page { path: page.path.clone(), text }).contains(anchor)
}

/// The path without `..`: a link of a page also works if the page is reached by a symbolic link.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(out.pop()),
            other => out.push(other),
        }
    }
    out
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &Page) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (_, kind, line) in page.lines() {
        let Some(title) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| kind == Kind::Heading) else {
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
