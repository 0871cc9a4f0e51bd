//! Comment: texts as lines of comments.

/// The widest line.
const WIDTH: usize = 100;
/// A longer description is cut: it is in the API's documentation.
const LONGEST: usize = 400;

/// A text as lines, each with `prefix`, such as `    // `.
pub(super) fn wrapped(text: &str, prefix: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            // A line that starts like a list would be a list in Markdown.
            Some(line) if width(line) + width(word) < WIDTH || starts_list(word) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{prefix}{word}")),
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn starts_list(word: &str) -> bool {
    let is_number =
        word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    is_number || word.starts_with(['-', '*', '+', '>', '#', '|', '='])
}

/// The first paragraph of a description, as lines of a doc comment.
pub(super) fn doc(description: &str, indent: &str) -> String {
    let paragraphs = description.trim().split("\n\n").map(str::trim);
    let first = paragraphs.into_iter().find(|paragraph| !paragraph.is_empty()).unwrap_or_default();
    let plain: String = first.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    // A fence would be a doc test.
    let plain = plain.replace("```", "`").replace("~~~", "~");
    let plain = plain
        .trim_start_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '`' | '"' | '(' | '<' | '['));
    let cut: String = plain.chars().take(LONGEST).collect();
    let end = if cut.len() < plain.len() { "…" } else { "" };
    wrapped(&format!("{}{end}", cut.trim_end()), &format!("{indent}/// "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_paragraph_without_markdown_blocks() {
        assert_eq!(doc("  # The id.\n\nMore.", ""), "/// The id.\n");
        assert_eq!(doc("a\n- b\n```\nc", "    "), "    /// a - b ` c\n");
        assert_eq!(doc("\n\n", ""), "");
        let long = doc(&"word ".repeat(200), "");
        assert!(long.lines().all(|line| line.chars().count() <= WIDTH), "{long}");
        assert!(long.ends_with("…\n"));
    }
}
