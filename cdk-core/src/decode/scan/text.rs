//! Text: strings that are emitted, held to what a reader needs to decode them.
//!
//! In: the first character of a text. Out: where it ends, or that it holds half a surrogate pair (`"\ud800"`), which is
//! valid JSON that no reader can turn into characters. UTF-8 itself is checked once, for the whole body (see `page`).
//! Also keys: decoding one that is spelled with escapes, and comparing two spellings.
//! Not here: texts that are cut (`skip`).

use std::borrow::Cow;

use super::block::{byte, text_stop};
use super::skip::{SyntaxFault, hex, skip_escape};

/// What is wrong with a text.
pub(super) enum TextFault {
    Syntax(SyntaxFault),
    /// Half a surrogate pair.
    Surrogate,
}

impl From<SyntaxFault> for TextFault {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax(fault)
    }
}

/// After the closing quote of the text whose first character is at `at`.
#[inline(always)]
pub(super) fn text_end(text: &[u8], at: usize) -> Result<usize, TextFault> {
    let at = text_stop(text, at);
    if byte(text, at) == b'"' {
        return Ok(at + 1);
    }
    text_end_after_escape(text, at)
}

#[inline(never)]
fn text_end_after_escape(text: &[u8], mut at: usize) -> Result<usize, TextFault> {
    loop {
        match byte(text, at) {
            b'"' => return Ok(at + 1),
            b'\\' if byte(text, at + 1) == b'u' => at = unicode(text, at)?.1,
            b'\\' => at = skip_escape(text, at)?,
            _ => return Err((at, "a control character in a text, or a text without an end").into()),
        }
        at = text_stop(text, at);
    }
}

/// The character that `\uXXXX`, or a pair of them, at `at` says, and what comes after.
pub(super) fn unicode(text: &[u8], at: usize) -> Result<(char, usize), TextFault> {
    let first = hex(text, at)?;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Ok((c, at + 6));
    }
    let second = match (byte(text, at + 6), byte(text, at + 7)) {
        (b'\\', b'u') => hex(text, at + 6)?,
        _ => return Err(TextFault::Surrogate),
    };
    match char::decode_utf16([first, second]).next() {
        Some(Ok(c)) => Ok((c, at + 12)),
        _ => Err(TextFault::Surrogate),
    }
}

/// What a text's inside (between the quotes) says; `None` for half a surrogate pair.
pub(in super::super) fn decoded(inside: &[u8]) -> Option<Cow<'_, [u8]>> {
    decoded_with(inside, None)
}

/// What a text's inside says, with U+FFFD for each half of a surrogate pair.
pub(in super::super) fn decoded_lossy(inside: &[u8]) -> Cow<'_, [u8]> {
    decoded_with(inside, Some(char::REPLACEMENT_CHARACTER)).unwrap_or(Cow::Borrowed(inside))
}

fn decoded_with(inside: &[u8], replacement: Option<char>) -> Option<Cow<'_, [u8]>> {
    if !inside.contains(&b'\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut plain = Vec::with_capacity(inside.len());
    let mut at = 0;
    while at < inside.len() {
        let c = match byte(inside, at) {
            b'\\' => match byte(inside, at + 1) {
                b'u' => {
                    let (c, next) = match (unicode(inside, at), replacement) {
                        (Ok(said), _) => said,
                        (Err(TextFault::Surrogate), Some(replacement)) => (replacement, at + 6),
                        (Err(_), _) => return None,
                    };
                    at = next;
                    plain.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
                b'b' => 0x08,
                b'f' => 0x0c,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            },
            other => {
                plain.push(other);
                at += 1;
                continue;
            }
        };
        plain.push(c);
        at += 2;
    }
    Some(Cow::Owned(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_decodes_to_its_character() {
        let inside = br#"a\"\\\/\b\f\n\r\t\u0041\ud83d\ude00z"#;
        assert_eq!(decoded(inside).unwrap().as_ref(), "a\"\\/\u{8}\u{c}\n\r\tA\u{1f600}z".as_bytes());
    }

    #[test]
    fn half_a_pair_decodes_to_nothing() {
        for inside in [r"\ud800", r"\udc00", r"\udc00\udc00", r"\ud800\ud800", r"\ud800x", r"\ud800\n", r"\ud800\u0041"]
        {
            assert_eq!(decoded(inside.as_bytes()), None, "{inside}");
            let lossy = String::from_utf8(decoded_lossy(inside.as_bytes()).into_owned()).unwrap();
            assert!(lossy.contains('\u{fffd}'), "{inside}: {lossy}");
        }
    }
}
