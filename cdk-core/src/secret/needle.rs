//! Needle: one text that is looked for in other texts, character by character, in whatever spelling it has there.
//!
//! In: a secret or a piece of one. Out: its length at the start of a text.
//! A character counts as met in any spelling that a URL, a JSON text (escaped once or several times) or HTML gives it, as its UTF-8
//! read as Latin-1 or Windows-1252, and as what stands in for a character that could not be read. Base64 is met at any alignment, so
//! also inside of `base64("user:" + secret)`. A line break in the secret is met as any row of line breaks and as none.
//! Not here: which texts are looked for (see `pieces`), spellings of one character (see `spelling`).

use base64::Engine as _;

use super::spelling::{line_break, spelled};

/// Shorter texts are left alone: they occur everywhere by chance.
pub(crate) const SHORTEST_MASKED: usize = 4;
/// Line breaks in a row, in the text, that count as one.
const MOST_BREAKS: usize = 4;

/// One text, ready to be looked for.
pub(super) struct Needle {
    characters: Vec<char>,
    /// Whether the text may be broken into lines at any place, as base64 in PEM is.
    is_wrapped: bool,
    /// What every base64 text that holds the secret holds, for each of the three alignments and both alphabets.
    encoded: Vec<String>,
    /// The bytes with which any of its spellings can begin: most places of a text are told by one look.
    beginnings: [bool; 256],
}

impl Needle {
    /// `None` if the text is too short to be distinguished from other text.
    pub(super) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut characters: Vec<char> = Vec::new();
        for character in text.chars() {
            // A break is met as any row of breaks.
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
        // `?`, U+FFFD, and what the first byte of UTF-8 is in Latin-1.
        let unreadable = (!first.is_ascii()).then_some([b'?', 0xef, 0xc3]);
        let firsts = firsts.chain(unreadable.into_iter().flatten());
        for byte in firsts.chain(encoded.iter().filter_map(|encoded| encoded.bytes().next())) {
            beginnings[usize::from(byte)] = true;
        }
        Some(Self { characters, is_wrapped: false, encoded, beginnings })
    }

    /// A text that may be broken into lines anywhere.
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
            // Several ways may lead on: a `%` stands for itself or begins `%25`.
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

/// `end`, and every place that line breaks lead to from there.
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
            // Six bits a character: those that hold bits of a neighbour are left off.
            let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
            let inside = text.get(start..end).unwrap_or_default();
            if inside.len() >= SHORTEST_MASKED && !encoded.iter().any(|known| known == inside) {
                encoded.push(inside.to_owned());
            }
        }
    }
    encoded
}
