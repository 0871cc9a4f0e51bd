//! The prose test: no phrase of the private dialect, no sentence over 40 words, no line of prose over 120 characters.
//!
//! It reads all pages, and of the Rust files outside tests the comments, the doc comments and the string literals. Code
//! blocks, tables, inline code and URLs are left out. A sentence that must name a phrase puts it in backticks.

mod patterns;
mod rust;
mod sentences;

use crate::page::{Kind, pages};

use self::patterns::phrase_in;
use self::sentences::{Sentence, of_lines};

const MOST_WORDS: usize = 40;
const MOST_CHARACTERS: usize = 120;

#[test]
fn the_pages_are_in_plain_words() {
    let mut problems = Vec::new();
    for page in pages() {
        let is_prose = |kind| matches!(kind, Kind::Prose | Kind::Heading);
        let lines: Vec<(usize, &str)> =
            page.lines().map(|(number, kind, line)| (number, if is_prose(kind) { line } else { "" })).collect();
        for (number, line) in &lines {
            let is_long =
                line.chars().count() > MOST_CHARACTERS && !line.contains("](http") && !line.starts_with("[![");
            if is_long {
                problems.push(format!("{}:{number}: a line of over {MOST_CHARACTERS} characters", page.path));
            }
        }
        problems.extend(of_lines(&lines).iter().filter_map(|sentence| problem(&page.path, sentence)));
    }
    assert_plain(&problems);
}

#[test]
fn the_comments_and_messages_are_in_plain_words() {
    let mut problems = Vec::new();
    for file in rust::files() {
        let comments = file.comments();
        for (number, line) in &comments {
            if line.chars().count() > MOST_CHARACTERS && !line.contains("://") {
                problems.push(format!("{}:{number}: a line of over {MOST_CHARACTERS} characters", file.path));
            }
        }
        problems.extend(of_lines(&comments).iter().filter_map(|sentence| problem(&file.path, sentence)));
        for (number, text) in file.strings() {
            let found = of_lines(&[(number, &text)]).iter().find_map(|sentence| phrase_in(&sentence.text));
            problems.extend(found.map(|phrase| format!("{}:{number}: `{phrase}` in a text: {text}", file.path)));
        }
    }
    assert_plain(&problems);
}

fn problem(path: &str, sentence: &Sentence) -> Option<String> {
    let Sentence { line, text } = sentence;
    let words = sentence.words();
    if words > MOST_WORDS {
        return Some(format!("{path}:{line}: a sentence of {words} words: {text}"));
    }
    phrase_in(text).map(|phrase| format!("{path}:{line}: `{phrase}`: {text}"))
}

fn assert_plain(problems: &[String]) {
    assert!(problems.is_empty(), "{} places are not in plain words:\n{}", problems.len(), problems.join("\n"));
}
