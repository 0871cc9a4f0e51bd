//! Spelling: the encodings of one character in a URL, in JSON, in HTML, and after a wrong charset conversion.
//!
//! In: a text and a character. Out: the lengths that the character has at the start of the text.
//! Not here: sequences of characters (see `needle`).

/// Maximum number of backslashes in a row that escape a character: JSON within JSON, four levels deep.
const MOST_SLASHES: usize = 15;
/// Characters of Windows-1252 for the bytes 0x80 to 0x9f, which are control characters in Latin-1. Source: the WHATWG
/// Encoding Standard.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// Reports the lengths of `character` at the start of `text`, in each of its forms.
pub(super) fn spelled(text: &str, character: char, mut found: impl FnMut(usize)) {
    as_itself(text, character, &mut found);
    if !character.is_ascii() {
        misread(text, character, &mut found);
    }
}

/// The length of a line break, or of a space in its place, at the start of `text`.
pub(super) fn line_break(text: &str) -> Option<usize> {
    match text.as_bytes().first()? {
        b'\n' | b'\r' | b' ' | b'\t' => return Some(1),
        b'\\' | b'%' | b'&' => {}
        _ => return None,
    }
    let mut longest = None;
    for character in ['\n', '\r'] {
        as_itself(text, character, &mut |length| longest = longest.max(Some(length)));
    }
    longest
}

/// Finds a non-ASCII character after a wrong conversion: UTF-8 read as Latin-1 or Windows-1252 (`Ã©`), Latin-1 read as
/// UTF-8 (U+FFFD, one per character or one per byte), or ASCII only (`?`).
fn misread(text: &str, character: char, found: &mut dyn FnMut(usize)) {
    let mut bytes = [0; 4];
    let bytes = character.encode_utf8(&mut bytes).as_bytes();
    for stand_in in ['?', '\u{fffd}'] {
        let row = text.chars().take(bytes.len()).take_while(|next| *next == stand_in).count();
        (1..=row).for_each(|count| found(count * stand_in.len_utf8()));
    }
    if let Ok(byte) = u8::try_from(u32::from(character)) {
        (0..3).filter_map(|again| percent_byte(text, byte, again)).for_each(|rest| found(text.len() - rest.len()));
    }
    let mut ends = vec![0];
    for byte in bytes {
        let mut next = Vec::new();
        let windows = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at))).copied();
        for end in ends {
            let rest = text.get(end..).unwrap_or_default();
            for one in [Some(char::from(*byte)), windows].into_iter().flatten() {
                as_itself(rest, one, &mut |length| next.push(end + length));
            }
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    ends.into_iter().for_each(found);
}

/// Finds a character in its correct charset.
fn as_itself(text: &str, character: char, mut found: &mut dyn FnMut(usize)) {
    let slashes = slashes(text);
    if character == '\\' && slashes > 0 {
        // Escaped any number of times; the last backslashes may belong to the next character.
        (1..=slashes).for_each(&mut found);
    } else if text.starts_with(character) {
        found(character.len_utf8());
    } else if slashes > 0 {
        let escaped = &text[slashes..];
        let short = match character {
            '\n' => escaped.starts_with('n'),
            '\r' => escaped.starts_with('r'),
            '\t' => escaped.starts_with('t'),
            _ => escaped.starts_with(character),
        };
        if short {
            found(slashes + character.len_utf8().min(escaped.len()));
        } else if let Some(length) = unicode_escape(text, character) {
            found(length);
        }
    }
    match character {
        ' ' if text.starts_with('+') => found(1),
        '\n' | '\r' | '\t' if text.starts_with(' ') => found(1),
        _ => {}
    }
    if text.starts_with('%') {
        (0..3).filter_map(|again| percent_encoded(text, character, again)).for_each(&mut found);
    }
    let entities: &[&str] = match character {
        '&' => &["&amp;"],
        '<' => &["&lt;"],
        '>' => &["&gt;"],
        '"' => &["&quot;"],
        '\'' => &["&apos;"],
        _ => &[],
    };
    if let Some(entity) = entities.iter().find(|entity| text.starts_with(**entity)) {
        found(entity.len());
    } else if let Some(length) = numeric_entity(text, character) {
        found(length);
    }
}

/// The length of a numeric HTML entity: `&#233;`, `&#xE9;`.
fn numeric_entity(text: &str, character: char) -> Option<usize> {
    /// Length of the longest entity: `&#x10FFFF;` with some leading zeros.
    const LONGEST: usize = 12;
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(_) => u32::from_str_radix(&digits[1..end], 16).ok()?,
        None => digits[..end].parse().ok()?,
    };
    (code == u32::from(character)).then_some("&#".len() + end + 1)
}

/// Number of backslashes at the start of `text`, up to [`MOST_SLASHES`].
fn slashes(text: &str) -> usize {
    text.bytes().take(MOST_SLASHES).take_while(|byte| *byte == b'\\').count()
}

/// The length of `%C3%A9`, in either case, with each percent sign encoded `again` more times (`%25C3%25A9`).
fn percent_encoded(text: &str, character: char, again: usize) -> Option<usize> {
    let mut rest = text;
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        rest = percent_byte(rest, byte, again)?;
    }
    Some(text.len() - rest.len())
}

/// The text after one encoded byte such as `%C3`.
fn percent_byte(text: &str, byte: u8, again: usize) -> Option<&str> {
    let mut rest = text.strip_prefix('%')?;
    for _ in 0..again {
        rest = rest.strip_prefix("25")?;
    }
    let code = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
    (code == byte).then(|| &rest[2..])
}

/// The length of `\u00e9` or `\ud83d\ude00`, in either case, after any number of backslashes.
fn unicode_escape(text: &str, character: char) -> Option<usize> {
    let mut rest = text;
    for unit in character.encode_utf16(&mut [0; 2]) {
        let digits = rest.get(slashes(rest).max(1)..)?.strip_prefix('u')?;
        if u16::from_str_radix(digits.get(..4)?, 16).ok()? != *unit {
            return None;
        }
        rest = &digits[4..];
    }
    Some(text.len() - rest.len())
}
