//! No file imports another one that imports it, at however many removes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::edges::{Edges, edges};
use super::exceptions::{Exception, exceptions, unneeded};
use super::modules::Modules;
use super::workspace::files;

#[test]
fn no_files_import_each_other_in_a_circle() {
    let all = edges(&Modules::read(&files()));
    let exceptions = exceptions("circle");
    let is_excepted = |exception: &Exception, (from, to): &(String, String)| {
        let (given_from, given_to) = exception.subject.split_once(" → ").unwrap();
        from == given_from && (to == given_to || given_to.ends_with('/') && to.starts_with(given_to))
    };
    let without = |left_in: Option<&Exception>| -> Edges {
        let is_kept = |import: &(String, String)| {
            left_in.is_some_and(|exception| is_excepted(exception, import))
                || !exceptions.iter().any(|exception| is_excepted(exception, import))
        };
        all.iter()
            .filter(|(import, _)| is_kept(import))
            .map(|(import, names)| (import.clone(), names.clone()))
            .collect()
    };

    let mut wrong = circles(&without(None));
    let is_needed = |exception: &&Exception| circles(&without(Some(exception))).len() > wrong.len();
    let unneeded: Vec<String> = exceptions.iter().filter(|exception| !is_needed(exception)).map(unneeded).collect();
    wrong.extend(unneeded);

    assert!(wrong.is_empty(), "{} import circles between files:\n{}", wrong.len(), wrong.join("\n"));
}

/// The shortest circle through each import that is part of one, each circle once.
pub(super) fn circles(edges: &Edges) -> Vec<String> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges.keys() {
        next.entry(from).or_default().push(to);
    }
    let mut found = BTreeSet::new();
    for (from, to) in edges.keys() {
        let Some(mut circle) = way(&next, to, from) else { continue };
        // The same circle begins at the same file, whichever import led to it.
        let first = circle.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(place, _)| place);
        circle.rotate_left(first);
        found.insert(circle);
    }
    let mut found: Vec<Vec<&str>> = found.into_iter().collect();
    found.sort_by_key(Vec::len);
    found.iter().map(|circle| shown(edges, circle)).collect()
}

/// The shortest way from one file to another by imports.
fn way<'a>(next: &BTreeMap<&str, Vec<&'a str>>, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, Option<&str>> = BTreeMap::from([(from, None)]);
    let mut queue = VecDeque::from([from]);
    while let Some(file) = queue.pop_front() {
        if file == to {
            let mut way: Vec<&str> = std::iter::successors(Some(file), |file| before[file]).collect();
            way.reverse();
            return Some(way);
        }
        for other in next.get(file).into_iter().flatten() {
            if !before.contains_key(other) {
                before.insert(other, Some(file));
                queue.push_back(other);
            }
        }
    }
    None
}

fn shown(edges: &Edges, circle: &[&str]) -> String {
    let mut line = circle[0].to_owned();
    let ends = circle.iter().skip(1).chain([&circle[0]]);
    for (from, to) in circle.iter().zip(ends) {
        let names = &edges[&((*from).to_owned(), (*to).to_owned())];
        let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        line.push_str(&format!(" → {to} ({names})"));
    }
    line
}
