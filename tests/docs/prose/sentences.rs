//! Sentences of a text: paragraphs and list items are joined, inline code is one word, URLs are left out.

pub(super) struct Sentence {
    /// The line on which its paragraph begins.
    pub(super) line: usize,
    pub(super) text: String,
}

impl Sentence {
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
    }
}

/// The sentences of numbered lines. An empty line, a heading and a new list item end a paragraph.
pub(super) fn of_lines(lines: &[(usize, &str)]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut paragraph = (0, String::new());
    let mut last = None;
    for (number, line) in lines {
        let line = line.trim();
        let follows = last.is_some_and(|last| last + 1 == *number);
        if !follows || line.is_empty() || begins_an_item(line) {
            found.extend(sentences(&std::mem::take(&mut paragraph)));
        }
        if paragraph.1.is_empty() {
            paragraph.0 = *number;
        }
        paragraph.1.push_str(line);
        paragraph.1.push(' ');
        if line.starts_with('#') {
            found.extend(sentences(&std::mem::take(&mut paragraph)));
        }
        last = Some(*number);
    }
    found.extend(sentences(&paragraph));
    found
}

fn begins_an_item(line: &str) -> bool {
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '#', '|', '<', '>'])
        || (after_number.len() < line.len() && after_number.starts_with(". "))
}

fn sentences((line, paragraph): &(usize, String)) -> Vec<Sentence> {
    if paragraph.trim_start().starts_with("<!--") {
        return Vec::new();
    }
    let text = without_code_and_urls(paragraph);
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = end_of_sentence(rest) {
        let (sentence, after) = rest.split_at(at);
        found.push(Sentence { line: *line, text: sentence.trim().to_owned() });
        rest = after;
    }
    found.push(Sentence { line: *line, text: rest.trim().to_owned() });
    found.retain(|sentence| !sentence.text.is_empty());
    found
}

/// After `.`, `?` or `!` and a space.
fn end_of_sentence(text: &str) -> Option<usize> {
    text.match_indices(". ").chain(text.match_indices("? ")).chain(text.match_indices("! ")).map(|(at, _)| at + 2).min()
}

/// Inline code as one word, links without their targets.
fn without_code_and_urls(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        out.push_str(if index % 2 == 0 { part } else { "`code`" });
    }
    let mut plain = String::new();
    let mut rest = out.as_str();
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ") + " "
}

#[test]
fn code_is_one_word_and_a_list_item_begins_anew() {
    let lines = [(1, "One `two three` four. Five"), (2, "six:"), (3, "- seven [eight](nine.md)"), (5, "ten")];
    let found: Vec<String> = of_lines(&lines).into_iter().map(|sentence| sentence.text).collect();
    assert_eq!(found, ["One `code` four.", "Five six:", "- seven [eight", "ten"]);
}
