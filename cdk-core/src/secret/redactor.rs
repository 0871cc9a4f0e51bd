//! Redactor: masks known secrets in texts, however they are spelled there.
//!
//! In: secrets, and texts on their way out. Out: the texts, with `****` for each of them. A secret is compared character by
//! character, and a character counts as met in any spelling that a URL, a JSON text (escaped once or several times) or HTML
//! gives it; base64 is met at any alignment, so also inside of `base64("user:" + secret)`.
//! Bound: computed credentials (a signature for each request) are forgotten beyond [`MOST_COMPUTED`], those that were used
//! longest ago first; what was only seen in an answer to a login is remembered apart, so that it drives out none in use.
//! Not here: cutting. Whoever quotes a part of a text masks it first, since half a secret is not recognised.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;

/// Values of fewer characters are left alone: they occur everywhere by chance.
pub const SHORTEST_MASKED: usize = 4;
/// Computed credentials that are remembered.
const MOST_COMPUTED: usize = 256;
/// Backslashes in a row that may escape a character: JSON within JSON, four times over.
const MOST_SLASHES: usize = 15;
/// What stands in place of a secret.
pub(crate) const MASK: &str = "****";

/// Masks known secrets in texts. Shared by everything that writes a message.
#[derive(Default)]
pub struct Redactor {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    secrets: Vec<Needle>,
    computed: Latest,
    learnt: Latest,
}

/// The needles that were told last.
#[derive(Default)]
struct Latest(VecDeque<Needle>);

impl Latest {
    fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        // Most are known, and were told a moment ago.
        let known = self.0.iter().rposition(|needle| needle.characters.iter().copied().eq(secret.chars()));
        let needle = match known {
            Some(at) if at + 1 == self.0.len() => return,
            Some(at) => self.0.remove(at),
            None => Needle::new(secret),
        };
        if self.0.len() >= MOST_COMPUTED {
            self.0.pop_front();
        }
        self.0.extend(needle);
    }
}

/// One secret, ready to be looked for.
struct Needle {
    characters: Vec<char>,
    /// What every base64 text that holds the secret holds, for each of the three alignments and both alphabets.
    encoded: Vec<String>,
    /// The bytes with which any of its spellings can begin: most places of a text are told by one look.
    beginnings: [bool; 256],
}

impl Needle {
    /// `None` where the secret is too short to be told from other text.
    fn new(secret: &str) -> Option<Self> {
        let secret = secret.trim();
        let characters: Vec<char> = secret.chars().collect();
        if characters.len() < SHORTEST_MASKED {
            return None;
        }
        let encoded = encoded(secret);
        let mut beginnings = [false; 256];
        let first = secret.as_bytes().first().into_iter().chain(b"\\%&");
        for byte in first.chain(encoded.iter().filter_map(|encoded| encoded.as_bytes().first())) {
            beginnings[usize::from(*byte)] = true;
        }
        Some(Self { characters, encoded, beginnings })
    }

    /// The length of this secret at the start of `text`.
    fn length_at(&self, text: &str) -> Option<usize> {
        if !self.beginnings[usize::from(*text.as_bytes().first()?)] {
            return None;
        }
        let encoded = self.encoded.iter().find(|encoded| text.starts_with(encoded.as_str())).map(String::len);
        encoded.or_else(|| {
            // Several ways may lead on: a `%` stands for itself or begins `%25`.
            let mut ends = vec![0];
            for character in &self.characters {
                let mut next = Vec::new();
                for end in ends {
                    spelled(text.get(end..).unwrap_or_default(), *character, |length| next.push(end + length));
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

impl Redactor {
    /// Masks `secret` from now on, in every spelling in which it could reach a log.
    pub fn add(&self, secret: &str) {
        if let Some(needle) = Needle::new(secret) {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            if !known.secrets.iter().any(|other| other.characters == needle.characters) {
                known.secrets.push(needle);
            }
        }
    }

    /// The same for a credential that is sent: of these, those that were told last are remembered.
    pub(crate) fn add_computed(&self, secret: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).computed.add(secret);
    }

    /// The same for what looks like a credential and may never be sent: as many, apart from those that are.
    pub(crate) fn add_learnt(&self, secret: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).learnt.add(secret);
    }

    /// `text` with every known secret replaced by `****`.
    pub fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let length_at = |text: &str| {
            let needles = known.secrets.iter().chain(&known.computed.0).chain(&known.learnt.0);
            needles.filter_map(|needle| needle.length_at(text)).max()
        };
        let mut masked = String::new();
        let (mut kept, mut at) = (0, 0);
        while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
            match length_at(&text[at..]) {
                Some(length) => {
                    masked.push_str(&text[kept..at]);
                    masked.push_str(MASK);
                    at += length;
                    kept = at;
                }
                None => at += character.len_utf8(),
            }
        }
        if kept == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(&text[kept..]);
        Cow::Owned(masked)
    }
}

/// The lengths of `character` at the start of `text`, in each spelling that it has there.
fn spelled(text: &str, character: char, mut found: impl FnMut(usize)) {
    let slashes = slashes(text);
    if character == '\\' && slashes > 0 {
        // Escaped any number of times; the last of them may belong to what follows.
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
        '"' => &["&quot;", "&#34;"],
        '\'' => &["&#39;", "&#x27;", "&apos;"],
        '/' => &["&#x2F;", "&#47;"],
        _ => &[],
    };
    if let Some(entity) = entities.iter().find(|entity| text.starts_with(**entity)) {
        found(entity.len());
    }
}

/// Backslashes at the start of `text`, up to [`MOST_SLASHES`].
fn slashes(text: &str) -> usize {
    text.bytes().take(MOST_SLASHES).take_while(|byte| *byte == b'\\').count()
}

/// `%C3%A9`, in either case, each percent sign encoded `again` times more (`%25C3%25A9`).
fn percent_encoded(text: &str, character: char, again: usize) -> Option<usize> {
    let mut rest = text;
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        rest = rest.strip_prefix('%')?;
        for _ in 0..again {
            rest = rest.strip_prefix("25")?;
        }
        if u8::from_str_radix(rest.get(..2)?, 16).ok()? != byte {
            return None;
        }
        rest = &rest[2..];
    }
    Some(text.len() - rest.len())
}

/// `\u00e9`, `\ud83d\ude00`, in either case, behind any number of backslashes.
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

/// The part of the secret's base64 that does not depend on what stands before and behind it, for each alignment.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_every_spelling() {
        let redactor = Redactor::default();
        redactor.add("p@ss/w\"rd é");

        for spelling in [
            "p@ss/w\"rd é",
            "p%40ss%2Fw%22rd%20%C3%A9",
            "p%40ss%2fw%22rd+%c3%a9",
            "p%2540ss%252Fw%2522rd%2520%25C3%25A9",
            "p@ss/w\\\"rd é",
            "p@ss\\/w\\\\\\\"rd \\u00e9",
            "p@ss/w&quot;rd é",
        ] {
            assert_eq!(redactor.mask(&format!("a {spelling} b")), "a **** b", "{spelling}");
        }
    }

    #[test]
    fn a_secret_is_masked_in_base64_at_any_alignment() {
        let redactor = Redactor::default();
        redactor.add("p@ss/w\"rd é");

        for before in ["", "u", "us", "user:"] {
            let text = base64::engine::general_purpose::STANDARD.encode(format!("{before}p@ss/w\"rd é!"));
            let masked = redactor.mask(&text).into_owned();
            assert!(masked.contains("****") && masked.len() < 4 + 12, "{masked}");
        }
    }

    #[test]
    fn a_secret_of_signs_that_escape_each_other_is_masked() {
        let redactor = Redactor::default();
        redactor.add("\\%25\\\n%%");

        let json = serde_json::to_string("\\%25\\\n%%").unwrap();
        for spelling in ["\\%25\\\n%%", "%5C%2525%5C%0A%25%25", json.trim_matches('"'), "\\%25\\ %%"] {
            assert_eq!(redactor.mask(&format!("a{spelling}b")), "a****b", "{spelling}");
        }
    }

    #[test]
    fn a_secret_that_holds_another_disappears_whole() {
        let redactor = Redactor::default();
        redactor.add("token");
        redactor.add("token-long");

        assert_eq!(redactor.mask("x token-long y token"), "x **** y ****");
    }

    #[test]
    fn a_very_short_secret_is_left_alone() {
        let redactor = Redactor::default();
        redactor.add("1");

        assert_eq!(redactor.mask("page 1 of 11"), "page 1 of 11");
    }

    #[test]
    fn computed_credentials_are_remembered_up_to_a_bound() {
        let redactor = Redactor::default();
        redactor.add("lasting");
        for number in 0..=MOST_COMPUTED {
            redactor.add_computed(&format!("sig-{number}-x"));
        }

        assert_eq!(redactor.mask("lasting sig-0-x sig-1-x sig-256-x"), "**** sig-0-x **** ****");
    }

    #[test]
    fn a_credential_in_use_is_driven_out_by_none_that_is_only_seen() {
        let redactor = Redactor::default();
        redactor.add_computed("in-use-token");
        for number in 0..2 * MOST_COMPUTED {
            redactor.add_learnt(&format!("seen-{number}-x"));
            redactor.add_computed("in-use-token");
        }

        assert_eq!(redactor.mask("in-use-token seen-511-x seen-0-x"), "**** **** seen-0-x");
    }

    #[test]
    fn a_long_row_of_backslashes_costs_no_more_than_other_text() {
        let redactor = Redactor::default();
        for secret in ["p@ss\\w\"rd", "\\\\\\\\", "plain-secret"] {
            redactor.add(secret);
        }
        let row = "\\".repeat(1 << 18);

        assert!(redactor.mask(&format!("{row}\"plain-secret{row}")).contains("\"****"));
    }
}
