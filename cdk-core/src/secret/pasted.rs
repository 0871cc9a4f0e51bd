//! Pasted: the texts of the config, each with its place, and what pasting did to them.
//!
//! In: the config as it came, and which of its texts are secret. Out: sentences that name the place and never quote the text:
//! invisible characters, characters that a header cannot hold, blanks around a key.
//! Default: encoded values (Basic, form, JSON, query) may hold any text, but no invisible character at an end; a credential that a
//! header holds as it is must be visible ASCII. Blanks and line breaks around a secret are only spoken of when the API refuses it.
//! Not here: masking (see `redactor`), sending (see `client`).

use serde_json::Value;

use crate::error::{Error, Result};

/// The texts of a config.
#[derive(Default)]
pub(crate) struct Pasted(Vec<PastedText>);

struct PastedText {
    /// `config.credentials.api_key`
    place: String,
    text: String,
    is_secret: bool,
}

impl Pasted {
    /// `secrets`: the texts of the config that are secret.
    pub(crate) fn new(config: &Value, secrets: &[String]) -> Self {
        let mut texts = Vec::new();
        collect("config", config, secrets, &mut texts);
        Self(texts)
    }

    /// # Errors
    /// A config error if a secret begins or ends with an invisible character.
    pub(crate) fn judge_secrets(&self) -> Result<()> {
        self.0.iter().filter(|text| text.is_secret).try_for_each(|text| match invisible_end(&text.text) {
            Some(what) => Err(unseen(&format!("{what} of {}", text.place))),
            None => Ok(()),
        })
    }

    /// The same for a text that `auth` uses, secret or not.
    ///
    /// # Errors
    /// A config error if it begins or ends with an invisible character.
    pub(crate) fn judge_credential(&self, text: &str) -> Result<()> {
        let Some(what) = invisible_end(text) else { return Ok(()) };
        let place = self.0.iter().find(|known| known.text == text).map_or("a credential", |known| &known.place);
        Err(unseen(&format!("{what} of {place}")))
    }

    /// # Errors
    /// A config error that names the place of the config whose text the header cannot hold.
    pub(crate) fn judge_header(&self, name: &str, value: &str) -> Result<()> {
        if value.bytes().all(is_sendable) {
            return Ok(());
        }
        // Text of any language may be sent, unless it is a credential.
        if let Some(what) = self.fault_in(value, is_forbidden, |_| true) {
            return Err(Error::config(format!("{what}: header `{name}` cannot hold it")));
        }
        match self.fault_in(value, is_not_visible_ascii, |text| text.is_secret) {
            Some(what) => Err(not_ascii(&what, name)),
            None => Ok(()),
        }
    }

    /// # Errors
    /// A config error if a credential that a header holds as it is has characters of the config outside visible ASCII. What an API
    /// itself gave as a token is sent back as it came.
    pub(crate) fn judge_verbatim(&self, name: &str, value: &str) -> Result<()> {
        if value.bytes().all(is_sendable) {
            return Ok(());
        }
        self.fault_in(value, is_not_visible_ascii, |_| true).map_or(Ok(()), |what| Err(not_ascii(&what, name)))
    }

    /// Which of the keys that were sent begin or end with a blank. `sent`: every text of the request, decoded.
    pub(crate) fn blanks(&self, sent: &[String]) -> Option<String> {
        let is_sent = |text: &str| sent.iter().any(|sent| has(sent, text));
        let blanks = self.0.iter().filter_map(|PastedText { place, text, is_secret }| {
            let inside = text.trim();
            // Files of keys end with a line break.
            if inside.is_empty() || inside.len() == text.len() || inside.contains('\n') {
                return None;
            }
            let is_hidden = *is_secret && !is_sent(inside);
            let how = match (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace)) {
                (true, true) => "begins and ends with a blank",
                (true, false) => "begins with a blank",
                _ => "ends with a blank",
            };
            (is_hidden || is_sent(text)).then(|| format!("{place} {how}"))
        });
        let blanks: Vec<String> = blanks.collect();
        (!blanks.is_empty()).then(|| format!("{}, which may not belong to the key", blanks.join(", ")))
    }

    /// The first text of the config in `value` that has such a character, in words.
    fn fault_in(&self, value: &str, is_bad: fn(char) -> bool, is_meant: fn(&PastedText) -> bool) -> Option<String> {
        self.0.iter().filter(|text| is_meant(text)).find_map(|text| {
            let what = fault(&text.text, is_bad)?;
            // Of a list in one text, one value is sent.
            let mut parts = text.text.split([',', ' ']).filter(|part| part.contains(is_bad) && !part.trim().is_empty());
            let is_in = value.contains(text.text.trim()) || parts.any(|part| value.contains(part.trim()));
            is_in.then(|| format!("{what} of {}", text.place))
        })
    }
}

/// Whether a text is in another, its blanks too: that of `Bearer key` is not one of ` key`.
fn has(sent: &str, text: &str) -> bool {
    let begins_with_blank = text.starts_with(char::is_whitespace);
    let is_of_text = |at: usize| !begins_with_blank || !sent[..at].ends_with(char::is_alphanumeric);
    sent.match_indices(text).any(|(at, _)| is_of_text(at))
}

fn collect(place: &str, value: &Value, secrets: &[String], texts: &mut Vec<PastedText>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => {
            let (place, text, is_secret) = (place.to_owned(), text.clone(), secrets.contains(text));
            texts.push(PastedText { place, text, is_secret });
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                collect(&format!("{place}.{at}"), value, secrets, texts);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                collect(&format!("{place}.{name}"), value, secrets, texts);
            }
        }
        _ => {}
    }
}

fn unseen(what: &str) -> Error {
    Error::config(format!("{what}: an invisible character, probably pasted with the value; remove it"))
}

fn not_ascii(what: &str, header: &str) -> Error {
    Error::config(format!(
        "{what}: a credential in header `{header}` can have visible ASCII characters only; copy it again without that character"
    ))
}

/// `U+200B at the end`
fn invisible_end(text: &str) -> Option<String> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let is_unseen = |character: &char| is_invisible(*character);
    let end = Some(last).filter(is_unseen).map(|last| format!("{} at the end", named(last)));
    end.or_else(|| Some(first).filter(is_unseen).map(|first| format!("{} at the beginning", named(first))))
}

/// The first character that does not belong there, those at the ends before others: `U+00E9 as character 3`.
fn fault(text: &str, is_bad: fn(char) -> bool) -> Option<String> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    if is_bad(last) {
        return Some(format!("{} at the end", named(last)));
    }
    if is_bad(first) {
        return Some(format!("{} at the beginning", named(first)));
    }
    let (at, bad) = text.chars().enumerate().find(|(_, character)| is_bad(*character))?;
    Some(format!("{} as character {}", named(bad), at + 1))
}

fn named(character: char) -> String {
    match character {
        '\n' | '\r' => "a line break".to_owned(),
        other => format!("U+{:04X}", u32::from(other)),
    }
}

fn is_sendable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t')
}

/// What no header may hold (RFC 9110 §5.5).
fn is_forbidden(character: char) -> bool {
    character.is_ascii_control() && character != '\t'
}

fn is_not_visible_ascii(character: char) -> bool {
    !matches!(character, ' '..='~' | '\t')
}

/// What no editor shows: control and format characters, and blanks other than those of ASCII.
fn is_invisible(character: char) -> bool {
    match character {
        ' ' | '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
        | '\u{ffa0}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control() || other.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pasted(config: &Value) -> Pasted {
        Pasted::new(config, &["key\u{200b}".to_owned(), " key".to_owned(), "kéy".to_owned()])
    }

    #[test]
    fn an_invisible_character_is_named_with_its_place() {
        let told = |config: Value| pasted(&config).judge_secrets().map_err(|error| error.to_string());

        let error = told(json!({ "auth": { "api_key": "key\u{200b}" } })).unwrap_err();
        assert!(error.starts_with("U+200B at the end of config.auth.api_key: an invisible character"), "{error}");
        assert!(told(json!({ "key": " key", "name": "\u{feff}x", "other": "kéy" })).is_ok());

        let pasted = pasted(&json!({ "user": "\u{feff}ada", "password": "pä ss\n" }));
        let error = pasted.judge_credential("\u{feff}ada").unwrap_err().to_string();
        assert!(error.starts_with("U+FEFF at the beginning of config.user: "), "{error}");
        assert!(pasted.judge_credential("pä ss\n").is_ok());
    }

    #[test]
    fn a_credential_in_a_header_is_visible_ascii() {
        let pasted = pasted(&json!({ "keys": ["kéy", "a,b\u{2014}"], "name": "José", "tenant": "a\nb" }));
        let verbatim = |value: &str| pasted.judge_verbatim("X", value).map_err(|error| error.to_string());
        let header = |value: &str| pasted.judge_header("X", value).map_err(|error| error.to_string());

        assert!(verbatim("Bearer kéy").unwrap_err().starts_with("U+00E9 as character 2 of config.keys.0: "));
        assert!(verbatim("Bearer b\u{2014}").unwrap_err().starts_with("U+2014 at the end of config.keys.1: "));
        assert!(verbatim("Bearer zü").is_ok(), "it is not of the config");
        assert!(verbatim("Bearer a b~").is_ok());
        assert!(header("for kéy").is_err() && header("José").is_ok());
        assert_eq!(
            header("a\nb").unwrap_err(),
            "a line break as character 2 of config.tenant: header `X` cannot hold it"
        );
    }

    #[test]
    fn blanks_around_a_key_are_named_if_it_was_sent_with_them_or_hidden() {
        let config = json!({ "key": " key", "name": "name ", "file": "one\ntwo\n" });
        let told = |sent: &str| pasted(&config).blanks(&[sent.to_owned()]);

        assert_eq!(told("Bearer  key").unwrap(), "config.key begins with a blank, which may not belong to the key");
        assert!(told("Bearer key").is_none(), "it was trimmed");
        assert!(told("a signature").unwrap().starts_with("config.key begins"));
        assert!(told("name :key").unwrap().starts_with("config.name ends"));
    }
}
