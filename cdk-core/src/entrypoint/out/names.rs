//! Names: the file of each stream.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The bytes that are escaped: all but `[A-Za-z0-9_.-]`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-');
const EXTENSION: &str = ".jsonl";
/// Maximum length of a file name, in bytes. File systems allow 255.
const MAX_BYTES: usize = 200;

/// A file name for the stream that differs from all `taken` ones also if upper and lower case are equal.
pub(super) fn file_name(stream: &str, taken: &BTreeSet<String>) -> String {
    let encoded = utf8_percent_encode(stream, ESCAPED).to_string();
    let numbers = std::iter::once(String::new()).chain((2..).map(|number: u32| format!("-{number}")));
    let names = numbers.map(|suffix| {
        let stem = cut(&encoded, MAX_BYTES - EXTENSION.len() - suffix.len());
        format!("{stem}{suffix}{EXTENSION}")
    });
    let mut free = names.filter(|name| !taken.contains(&name.to_ascii_lowercase()));
    // The numbers do not end, so there always is one.
    free.next().unwrap_or_default()
}

/// The first bytes of an encoded name, without a part of an escape.
fn cut(encoded: &str, bytes: usize) -> &str {
    if encoded.len() <= bytes {
        return encoded;
    }
    let end = (bytes.saturating_sub(2)..bytes).find(|at| encoded.as_bytes().get(*at) == Some(&b'%')).unwrap_or(bytes);
    encoded.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_but_plain_ones_is_escaped() {
        let name = |stream: &str| file_name(stream, &BTreeSet::new());

        assert_eq!(name("users"), "users.jsonl");
        assert_eq!(name("a/b c.D-1_"), "a%2Fb%20c.D-1_.jsonl");
        assert_eq!(name("é"), "%C3%A9.jsonl");
        assert_eq!(name(".."), "...jsonl");
        assert_eq!(name(""), ".jsonl");
    }

    #[test]
    fn names_are_unique_on_every_file_system() {
        let taken = BTreeSet::from(["users.jsonl".to_owned(), "users-2.jsonl".to_owned()]);

        assert_eq!(file_name("Users", &taken), "Users-3.jsonl");
    }

    #[test]
    fn a_long_name_is_cut_between_escapes() {
        for length in 90..100 {
            let name = file_name(&format!("{}{}", "a".repeat(length), "é".repeat(100)), &BTreeSet::new());

            assert!(name.len() <= MAX_BYTES, "{name}");
            let stem = name.strip_suffix(EXTENSION).unwrap_or_default();
            let decoded = percent_encoding::percent_decode_str(stem).collect::<Vec<u8>>();
            assert!(!decoded.contains(&b'%'), "{name}");
        }
    }
}
