//! Redactor: masks known secrets in texts, in every encoding.
//!
//! In: secrets, and texts before they are printed. Out: the texts with `****` for each secret and for each piece of a
//! secret (see `pieces`), in every form (see `needle`).
//! Limit: of computed credentials (such as one signature per request) only the [`MOST_COMPUTED`] most recently used are
//! kept. Values that only occurred in a login response are kept separately, so that they do not displace credentials in
//! use.
//! Not here: shortening texts. Mask a text before you quote a part of it, because half a secret is not recognised.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{PoisonError, RwLock};

use super::needle::Needle;
use super::pieces::{SecretPiece, pieces};

/// Number of computed credentials that are kept.
const MOST_COMPUTED: usize = 256;
/// Replacement of a secret.
pub(crate) const MASK: &str = "****";

/// Masks known secrets in texts. Shared by everything that writes a message.
#[derive(Default)]
pub(crate) struct Redactor {
    known: RwLock<KnownSecrets>,
}

#[derive(Default)]
struct KnownSecrets {
    secrets: Vec<Hidden>,
    computed: Latest,
    learnt: Latest,
}

/// A secret, with all the texts to find.
struct Hidden {
    secret: String,
    needles: Vec<Needle>,
}

impl Hidden {
    /// `None` if no part of it can be distinguished from other text.
    fn new(secret: &str) -> Option<Self> {
        let secret = secret.trim();
        let needle = |piece: &SecretPiece| match piece {
            SecretPiece::Text(text) => Needle::new(text),
            SecretPiece::Wrapped(text) => Needle::wrapped(text),
        };
        let of_pieces: Vec<Needle> = pieces(secret).iter().filter_map(needle).collect();
        let needles: Vec<Needle> = Needle::new(secret).into_iter().chain(of_pieces).collect();
        (!needles.is_empty()).then(|| Self { secret: secret.to_owned(), needles })
    }
}

/// The most recently used secrets.
#[derive(Default)]
struct Latest(VecDeque<Hidden>);

impl Latest {
    fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        // Most secrets are already known and were used recently.
        let known = self.0.iter().rposition(|hidden| hidden.secret == secret);
        let hidden = match known {
            Some(at) if at + 1 == self.0.len() => return,
            Some(at) => self.0.remove(at),
            None => Hidden::new(secret),
        };
        if self.0.len() >= MOST_COMPUTED {
            self.0.pop_front();
        }
        self.0.extend(hidden);
    }
}

impl Redactor {
    /// Masks `secret` and its pieces from now on, in every encoding in which they could reach a log.
    pub(crate) fn add(&self, secret: &str) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if !known.secrets.iter().any(|other| other.secret == secret.trim()) {
            known.secrets.extend(Hidden::new(secret));
        }
    }

    /// Like [`Self::add`], for a computed credential: the most recently used ones are kept.
    pub(crate) fn add_computed(&self, secret: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).computed.add(secret);
    }

    /// Like [`Self::add_computed`], for a value that looks like a credential but may never be sent. These are kept
    /// separately.
    pub(crate) fn add_learnt(&self, secret: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).learnt.add(secret);
    }

    /// `text` with every known secret, and every piece of one, replaced by `****`.
    pub(crate) fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.masked(text, |hidden| &hidden.needles)
    }

    /// Like [`Self::mask`] but without pieces, for a text that is masked again after it is decoded. A masked piece
    /// would prevent that the rest of the secret is recognised there.
    pub(crate) fn mask_whole<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.masked(text, |hidden| &hidden.needles[..hidden.needles.len().min(1)])
    }

    fn masked<'a>(&self, text: &'a str, needles: impl Fn(&Hidden) -> &[Needle]) -> Cow<'a, str> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let length_at = |text: &str| {
            let hidden = known.secrets.iter().chain(&known.computed.0).chain(&known.learnt.0);
            hidden.flat_map(&needles).filter_map(|needle| needle.length_at(text)).max()
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

#[cfg(test)]
mod tests {
    use base64::Engine as _;

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

    #[test]
    fn a_pasted_secret_is_masked_without_what_was_pasted_with_it() {
        let redactor = Redactor::default();
        for secret in ["Bearer abcdefgh12", "\"quoted-value\"", "X-Api-Key: header-value"] {
            redactor.add(secret);
        }

        let text = "abcdefgh12, Bearer abcdefgh12, quoted-value, header-value; Bearer, X-Api-Key: abcdefgh";
        assert_eq!(redactor.mask(text), "****, ****, ****, ****; Bearer, X-Api-Key: abcdefgh");
    }

    #[test]
    fn a_pem_key_is_masked_however_its_lines_are_broken() {
        let (one, two, three) = ("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj", "Qq+/abc=");
        let body = format!("{one}\n{two}\n{three}");
        let key = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
        let redactor = Redactor::default();
        redactor.add(&key);

        let joined = body.replace('\n', "");
        let rewrapped = format!("{}\r\n{}", &joined[..40], &joined[40..]);
        let json = serde_json::to_string(&key.replace('\n', "\r\n")).unwrap();
        for text in [
            key.trim().to_owned(),
            key.trim().replace('\n', "\r\n"),
            key.trim().replace('\n', " "),
            key.replace('\n', ""),
            key.trim().replace('\n', "%0D%0A"),
            body.replace('\n', "\r\n"),
            body.replace('\n', "\\n"),
            joined,
            rewrapped,
            one.to_owned(),
            two.to_owned(),
            three.to_owned(),
        ] {
            assert_eq!(redactor.mask(&format!("a {text} b")), "a **** b", "{text}");
        }
        assert!(!redactor.mask(&json).contains("MIIE"), "{json}");
        assert_eq!(redactor.mask("-----BEGIN PRIVATE KEY-----"), "-----BEGIN PRIVATE KEY-----");
    }

    #[test]
    fn a_secret_that_a_server_misread_is_masked() {
        let redactor = Redactor::default();
        redactor.add("pässwört-€-9");

        for text in [
            "pÃ¤sswÃ¶rt-â‚¬-9",
            "pÃ¤sswÃ¶rt-â\u{82}¬-9",
            "p\\u00c3\\u00a4sswÃ¶rt-\\u00e2\\u0082\\u00ac-9",
            "p%E4ssw%F6rt-?-9",
            "p\u{fffd}ssw\u{fffd}rt-\u{fffd}-9",
            "p?ssw?rt-?-9",
            "p&#228;ssw&#xF6;rt-&#8364;-9",
        ] {
            assert_eq!(redactor.mask(&format!("a {text} b")), "a **** b", "{text}");
        }
    }
}
