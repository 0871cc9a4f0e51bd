//! The attribute reference is whole: every attribute has one section with an example, and is in one table of a topic.

use crate::page::{Page, pages};
use crate::words::{BODY, PARENT, SLICES, SOURCE, STREAM, Word};

/// The pages by topic, without the index.
fn topics() -> Vec<Page> {
    let is_topic = |page: &Page| page.path.starts_with("docs/attributes/") && !page.path.ends_with("README.md");
    pages().into_iter().filter(is_topic).collect()
}

#[test]
fn every_attribute_has_one_section_with_an_example() {
    let topics = topics();
    for word in STREAM.iter().chain(SOURCE) {
        let sections: Vec<&str> = topics.iter().filter_map(|page| page.section(&format!("`{}`", word.name))).collect();
        assert_eq!(sections.len(), 1, "`{}` has {} sections below docs/attributes", word.name, sections.len());
        let shown = code(sections[0]);
        let is_shown = [" = ", "(", ",", ")"].iter().any(|end| shown.contains(&format!("{}{end}", word.name)));
        assert!(is_shown, "the section of `{}` has no example that uses it", word.name);
    }
}

#[test]
fn every_section_with_the_name_of_an_attribute_is_about_one() {
    for page in topics() {
        for (number, _, line) in page.lines() {
            let Some(name) = line.strip_prefix("## `").and_then(|rest| rest.strip_suffix('`')) else { continue };
            let is_known = STREAM.iter().chain(SOURCE).any(|word| word.name == name);
            assert!(is_known, "{}:{number}: unknown attribute `{name}`", page.path);
        }
    }
}

#[test]
fn every_attribute_is_in_the_table_of_one_topic() {
    let topics = topics();
    for (kind, words) in [("stream", STREAM), ("source", SOURCE)] {
        let markers: Vec<Vec<&str>> = topics
            .iter()
            .flat_map(|page| page.text.lines())
            .filter_map(|line| line.strip_prefix("<!-- attributes: ")?.strip_suffix(" -->"))
            .map(|names| names.split(' ').collect::<Vec<_>>())
            .filter(|names| names[0] == kind)
            .collect();
        for Word { name, .. } in words {
            let count = markers.iter().filter(|names| names[1..].contains(name)).count();
            assert_eq!(count, 1, "`{name}` of #[{kind}(…)] is in {count} tables below docs/attributes");
        }
    }
}

#[test]
fn every_option_of_parents_slices_and_bodies_has_an_example() {
    let shown: String = topics().iter().map(|page| code(&page.text)).collect();
    for (owner, words) in [("parent", PARENT), ("slices", SLICES), ("body", BODY)] {
        for Word { name, .. } in words {
            let is_shown = [" = ", ")", ",", "("].iter().any(|end| shown.contains(&format!("{name}{end}")));
            assert!(is_shown, "the option `{name}` of `{owner}` has no example");
        }
    }
}

/// The code of all Rust blocks.
fn code(text: &str) -> String {
    text.split("```rust\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}
