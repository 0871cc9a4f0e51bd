//! Text: data and messages as a terminal can show them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Escapes control characters and characters that change the direction of text: data must not move the cursor, change
/// colours or hide a part of a line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if is_shown(c) => out.push(c),
            _ => out.extend(c.escape_default()),
        }
    }
    out
}

/// The same for a message of several lines, which stay lines.
pub(super) fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn is_shown(c: char) -> bool {
    let is_invisible = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !is_invisible
}

/// The number of columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to this number of columns; a cut text ends with `…`.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        let next = used + c.width().unwrap_or_default();
        if next + 1 > columns {
            break;
        }
        out.push(c);
        used = next;
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_data_controls_the_terminal() {
        assert_eq!(escape("a\u{1b}[31mred\r\n\u{202e}"), "a\\u{1b}[31mred\\r\\n\\u{202e}");
        assert_eq!(escape_lines("one\ntwo\u{7}"), "one\ntwo\\u{7}");
    }

    #[test]
    fn a_text_is_cut_by_the_columns_it_takes() {
        assert_eq!(fit("日本語テキスト", 7), "日本語…");
        assert_eq!(fit("short", 5), "short");
        assert_eq!(fit("longer", 5), "long…");
        assert_eq!(fit("x", 0), "");
    }
}
