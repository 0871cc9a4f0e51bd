//! The phrases that are not plain English for a reader in a hurry, each with what to write.

/// A phrase and the plain form. Single words are matched whole, in any case.
const PHRASES: &[(&str, &str)] = &[
    ("is no", "is not a"),
    ("are no", "are not"),
    ("was no", "was not a"),
    ("there is no", "unknown, or: … does not have a"),
    ("lack", "does not have"),
    ("lacks", "does not have"),
    ("comes to", "results in, total"),
    ("comes of", "results from"),
    ("told", "logged, returned, reported"),
    ("tells", "logs, returns, reports, says"),
    ("tell", "log, return, report, say"),
    ("of its own", "its own"),
    ("of their own", "their own"),
    ("by itself", "alone, separately"),
    ("by themselves", "alone, separately"),
    ("whoever", "name the person"),
    ("fell silent", "read timeout"),
    ("in trouble", "server error"),
    ("in front of", "before"),
    ("stand at", "is at"),
    ("stand for", "mean"),
    ("stand beside", "is next to"),
    ("stand in", "are in"),
    ("stands at", "is at"),
    ("stands for", "means"),
    ("stands beside", "is next to"),
    ("stands in", "is in"),
    ("beside", "next to, with"),
    ("the word", "the attribute, the option"),
    ("this word", "this attribute, this option"),
    ("words of", "attributes of"),
    ("so many", "that many"),
    ("so long", "while"),
    ("as long as", "while, if"),
    ("asks for", "requests, sends, needs"),
    ("is asked", "is requested, is called"),
    ("are asked", "are requested, are called"),
    ("knows no", "does not have"),
    ("a length of time", "a duration"),
    ("speaks of", "mentions"),
    ("nearer", "has precedence"),
];

/// The first phrase of the list in the text, which has no inline code any more.
pub(super) fn phrase_in(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '\'' | '-' | '`'))
        .filter(|w| !w.is_empty())
        .collect();
    if has_behind(&words) {
        return Some("behind");
    }
    PHRASES.iter().map(|(phrase, _)| *phrase).find(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|window| window == phrase)
    })
}

/// A server may be "behind a proxy"; everything else is "after" something.
fn has_behind(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let rest: Vec<&str> = words.iter().skip(at + 1).take(3).copied().collect();
        let is_proxy = matches!(rest[..], ["a", "proxy", ..] | ["a", "reverse", "proxy"]);
        *word == "behind" && !is_proxy
    })
}

#[test]
fn a_phrase_is_found_in_any_case_and_not_inside_of_other_words() {
    assert_eq!(phrase_in("This Is No stream"), Some("is no"));
    assert_eq!(phrase_in("this is not a stream"), None);
    assert_eq!(phrase_in("he foretells it"), None);
    assert_eq!(phrase_in("a slice behind another"), Some("behind"));
    assert_eq!(phrase_in("an API behind a proxy"), None);
}

#[test]
fn every_phrase_has_a_plain_form() {
    assert!(PHRASES.iter().all(|(_, plain)| !plain.is_empty() && phrase_in(plain).is_none()));
}
