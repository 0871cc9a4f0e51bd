//! Needle: one text to find in other texts, character by character, in every encoding.
//!
//! In: a secret or a part of one. Out: its length at the start of a text.
//! A character matches in any form that a URL, a JSON text (escaped once or several times) or HTML has for it. It also
//! matches its UTF-8 bytes read as Latin-1 or Windows-1252, and the replacement of an unreadable character. Base64
//! matches at any alignment, so also inside of `base64("user:" + secret)`. A line break in the secret matches any
//! number of line breaks, or none.
//! Not here: which texts to find (see `pieces`), the forms of one character (see `spelling`).

use base64::Engine as _;

use super::spelling::{line_break, spelled};

/// Shorter texts are not masked: they occur everywhere by chance.
pub(crate) const SHORTEST_MASKED: usize = 4;
/// Maximum number of line breaks in a row that match one.
const MOST_BREAKS: usize = 4;

/// A text that is prepared for the search.
pub(super) struct Needle {
    characters: Vec<char>,
    /// Whether line breaks may occur anywhere in the text, as in the base64 of PEM.
    is_wrapped: bool,
    /// The part that every base64 text with the secret contains, for each of the three alignments and both alphabets.
    encoded: Vec<String>,
    /// The first bytes of all forms: most positions of a text are ruled out by one comparison.
    beginnings: [bool; 256],
}

impl Needle {
    /// `None` if the text is too short to be distinguished from other text.
    pub(super) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut characters: Vec<char> = Vec::new();
        for character in text.chars() {
            // One break matches any number of breaks.
            let is_repeated = is_break(character) && characters.last().is_some_and(|last| is_break(*last));
            if !is_repeated {
                characters.push(character);
            }
        }
        if text.chars().count() < SHORTEST_MASKED {
            return None;
        }
        let encoded = encoded(text);
        let mut beginnings = [false; 256];
        let first = text.chars().next()?;
        let firsts = text.bytes().take(1).chain(*b"\\%&");
        // `?`, U+FFFD, and the first byte of the UTF-8 text read as Latin-1.
        let unreadable = (!first.is_ascii()).then_some([b'?', 0xef, 0xc3]);
        let firsts = firsts.chain(unreadable.into_iter().flatten());
        for byte in firsts.chain(encoded.iter().filter_map(|encoded| encoded.bytes().next())) {
            beginnings[usize::from(byte)] = true;
        }
        Some(Self { characters, is_wrapped: false, encoded, beginnings })
    }

    /// A text in which line breaks may occur anywhere.
    pub(super) fn wrapped(text: &str) -> Option<Self> {
        let joined: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        Self::new(&joined).map(|needle| Self { is_wrapped: true, ..needle })
    }

    /// The length of this secret at the start of `text`.
    pub(super) fn length_at(&self, text: &str) -> Option<usize> {
        if !self.beginnings[usize::from(*text.as_bytes().first()?)] {
            return None;
        }
        let encoded = self.encoded.iter().find(|encoded| text.starts_with(encoded.as_str())).map(String::len);
        encoded.or_else(|| {
            // Several matches are possible: a `%` is itself or the start of `%25`.
            let mut ends = vec![0];
            for (at, character) in self.characters.iter().enumerate() {
                let mut next = Vec::new();
                for end in ends {
                    if is_break(*character) {
                        skip_breaks(text, end, &mut next);
                    }
                    spelled(text.get(end..).unwrap_or_default(), *character, |length| next.push(end + length));
                }
                if self.is_wrapped && at + 1 < self.characters.len() {
                    for end in std::mem::take(&mut next) {
                        skip_breaks(text, end, &mut next);
                    }
                }
                next.sort_unstable();
                next.dedup();
                ends = next;
                if ends.is_empty() {
                    return None;
                }
            }
            ends.into_iter().max()
        })
    }
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

/// Adds `end`, and every position after the line breaks that follow it.
fn skip_breaks(text: &str, end: usize, ends: &mut Vec<usize>) {
    let mut at = end;
    ends.push(at);
    for _ in 0..MOST_BREAKS {
        let Some(length) = line_break(text.get(at..).unwrap_or_default()) else { return };
        at += length;
        ends.push(at);
    }
}

/// The part of the secret's base64 that does not depend on the bytes before and after it, for each alignment.
fn encoded(secret: &str) -> Vec<String> {
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

    let mut encoded: Vec<String> = Vec::new();
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(secret.as_bytes());
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            // Each character encodes six bits: characters with bits of a neighbour are omitted.
            let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
            let inside = text.get(start..end).unwrap_or_default();
            if inside.len() >= SHORTEST_MASKED && !encoded.iter().any(|known| known == inside) {
                encoded.push(inside.to_owned());
            }
        }
    }
    encoded
}
