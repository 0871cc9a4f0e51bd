//! The README is a landing page: short, with a Quick start of exactly two commands, and figures of the performance page.

use tests::root::root;

use crate::page::{Kind, Page, pages};

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

#[test]
fn the_figures_are_those_of_the_performance_page() {
    let readme = Page::read("README.md");
    let performance = Page::read("docs/performance.md");
    let measured: Vec<&str> = performance
        .lines()
        .filter(|(_, kind, _)| *kind == Kind::Table)
        .flat_map(|(_, _, line)| line.split([' ', '|', ';', '*']))
        .collect();
    let rows: Vec<Vec<&str>> = readme
        .section("Figures")
        .unwrap()
        .lines()
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();

    assert_eq!(rows.len(), 3);
    for row in &rows {
        let (what, figure, command) = (row[1], row[2], row[3].trim_matches('`'));
        assert!(figure.parse::<f64>().is_ok(), "{what}: `{figure}` is not a number");
        assert!(measured.contains(&figure), "{what}: docs/performance.md does not have the figure {figure}");
        let is_command = command == "the same" || command.contains("cargo run --release -p examples --bin bench");
        assert!(is_command, "{what}: `{command}`");
    }
}

#[test]
fn the_badge_has_the_minimum_rust_version_of_the_workspace() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');

    assert!(Page::read("README.md").text.contains(&format!("/badge/rust-{version}%2B-")), "{version}");
}

#[test]
fn the_example_is_the_connector_of_the_demo() {
    let readme = Page::read("README.md");
    let code = readme.text.split("```rust\n").nth(1).unwrap();
    let connector = code.split("\nfn main()").next().unwrap();

    assert!(include_str!("../../examples/src/employees/main.rs").contains(connector), "{connector}");
}
