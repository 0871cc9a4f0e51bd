//! The README tells the truth: its attribute tables are the derive's own list of words, its Quick start two commands.

use crate::words::{BODY, PARENT, SLICES, SOURCE, STREAM, Word};

const README: &str = include_str!("../../README.md");

fn table(words: &[Word]) -> String {
    let rows =
        words.iter().map(|word| format!("| `{}` | `{}` | {} | {} |\n", word.name, word.form, word.help, word.default));
    format!("| word | example | what it says | default |\n| --- | --- | --- | --- |\n{}", rows.collect::<String>())
}

#[test]
fn the_attribute_tables_are_the_derives_words() {
    for words in [STREAM, PARENT, SLICES, BODY, SOURCE] {
        let table = table(words);
        assert!(README.contains(&table), "the README should hold this table:\n\n{table}");
    }
}

#[test]
fn the_quick_start_is_two_commands() {
    let section = README.split("## Quick start").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let commands: Vec<&str> = section.split("```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();

    assert_eq!(commands.len(), 2, "{commands:?}");
    assert_eq!(section.matches("```").count(), 4, "nothing else is fenced");
    assert_eq!(commands[0], "cargo run -p examples --bin employees -- demo");
    assert_eq!(commands[1], "cargo test --workspace");
    let ci = include_str!("../../.ci/run");
    assert!(ci.contains(commands[1]), ".ci/run calls the same test command");
}
