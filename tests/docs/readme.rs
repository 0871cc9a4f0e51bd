//! The README is a landing page: short, with a Quick start of exactly two commands.

use crate::page::{Page, pages};

#[test]
fn the_quick_start_is_two_commands() {
    let readme = Page::read("README.md");
    let section = readme.section("Quick start").unwrap();
    let commands: Vec<&str> = section.split("```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();

    assert_eq!(commands.len(), 2, "{commands:?}");
    assert_eq!(section.matches("```").count(), 4, "nothing else is fenced");
    assert_eq!(commands[0], "cargo run -p examples --bin employees -- demo");
    assert_eq!(commands[1], "cargo test --workspace");
    let ci = include_str!("../../.ci/run");
    assert!(ci.contains(commands[1]), ".ci/run calls the same test command");
}

#[test]
fn no_page_is_longer_than_its_limit() {
    let limit = |path: &str| match path {
        "README.md" => 140,
        "docs/architecture.md" => 250,
        _ => 600,
    };
    for page in pages() {
        let (lines, limit) = (page.text.lines().count(), limit(&page.path));
        assert!(lines <= limit, "{} has {lines} lines, more than {limit}", page.path);
    }
}
