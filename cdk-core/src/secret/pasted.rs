//! Pasted: checks the texts of the config for problems from copy and paste.
//!
//! In: the config as it was passed, and which of its texts are secret. Out: messages that name the config path and
//! never quote the text: invisible characters, characters that a header cannot contain, whitespace around a key.
//! Default: encoded values (Basic, form, JSON, query) may contain any text, but not an invisible character at an end. A
//! credential that a header contains unencoded must be visible ASCII. Whitespace around a secret is only reported if
//! the API rejects the secret.
//! Not here: masking (see `redactor`), sending (see `client`).

use serde_json::Value;

use crate::error::{Error, Result};

/// The texts of a config.
#[derive(Default)]
pub(crate) struct Pasted(Vec<PastedText>);

struct PastedText {
    /// Path in the config, as in `config.credentials.api_key`.
    place: String,
    text: String,
    is_secret: bool,
}

impl Pasted {
    /// `secrets` are the texts of the config that are secret.
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

    /// Checks a text that `auth` uses, whether it is secret or not.
    ///
    /// # Errors
    /// A config error if it begins or ends with an invisible character.
    pub(crate) fn judge_credential(&self, text: &str) -> Result<()> {
        let Some(what) = invisible_end(text) else { return Ok(()) };
        let place = self.0.iter().find(|known| known.text == text).map_or("a credential", |known| &known.place);
        Err(unseen(&format!("{what} of {place}")))
    }

    /// # Errors
    /// A config error that names the config path of a text that the header cannot contain.
    pub(crate) fn judge_header(&self, name: &str, value: &str) -> Result<()> {
        if value.bytes().all(is_sendable) {
            return Ok(());
        }
        // Text of any language may be sent, unless it is a credential.
        if let Some(what) = self.fault_in(value, is_forbidden, |_| true) {
            return Err(Error::config(format!("{what}: header `{name}` cannot contain it")));
        }
        match self.fault_in(value, is_not_visible_ascii, |text| text.is_secret) {
            Some(what) => Err(not_ascii(&what, name)),
            None => Ok(()),
        }
    }

    /// # Errors
    /// A config error if a credential in an unencoded header has config characters outside visible ASCII. A token that
    /// the API issued is sent back unchanged.
    pub(crate) fn judge_verbatim(&self, name: &str, value: &str) -> Result<()> {
        if value.bytes().all(is_sendable) {
            return Ok(());
        }
        self.fault_in(value, is_not_visible_ascii, |_| true).map_or(Ok(()), |what| Err(not_ascii(&what, name)))
    }

    /// The keys of a request that begin or end with whitespace. `sent`: every text of the request, decoded.
    pub(crate) fn blanks(&self, sent: &[String]) -> Option<String> {
        let is_sent = |text: &str| sent.iter().any(|sent| has(sent, text));
        let blanks = self.0.iter().filter_map(|PastedText { place, text, is_secret }| {
            let inside = text.trim();
            // Key files end with a line break.
            if inside.is_empty() || inside.len() == text.len() || inside.contains('\n') {
                return None;
            }
            let is_hidden = *is_secret && !is_sent(inside);
            let how = match (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace)) {
                (true, true) => "begins and ends with whitespace",
                (true, false) => "begins with whitespace",
                _ => "ends with whitespace",
            };
            (is_hidden || is_sent(text)).then(|| format!("{place} {how}"))
        });
        let blanks: Vec<String> = blanks.collect();
        (!blanks.is_empty()).then(|| format!("{}, which may not belong to the key", blanks.join(", ")))
    }

    /// A message about the first text of the config in `value` that has a bad character.
    fn fault_in(&self, value: &str, is_bad: fn(char) -> bool, is_meant: fn(&PastedText) -> bool) -> Option<String> {
        self.0.iter().filter(|text| is_meant(text)).find_map(|text| {
            let what = fault(&text.text, is_bad)?;
            // If the text is a list, one of its values is sent.
            let mut parts = text.text.split([',', ' ']).filter(|part| part.contains(is_bad) && !part.trim().is_empty());
            let is_in = value.contains(text.text.trim()) || parts.any(|part| value.contains(part.trim()));
            is_in.then(|| format!("{what} of {}", text.place))
        })
    }
}

/// Whether `sent` contains `text` with its whitespace: the space in `Bearer key` does not belong to ` key`.
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
        "{what}: a credential in header `{header}` may only contain visible ASCII characters; copy it again without \
         that character"
    ))
}

/// The invisible character at an end of a text, as in `U+200B at the end`.
fn invisible_end(text: &str) -> Option<String> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let is_unseen = |character: &char| is_invisible(*character);
    let end = Some(last).filter(is_unseen).map(|last| format!("{} at the end", named(last)));
    end.or_else(|| Some(first).filter(is_unseen).map(|first| format!("{} at the beginning", named(first))))
}

/// The first bad character, those at the ends first: `U+00E9 as character 3`.
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

/// Whether a header cannot contain the character (RFC 9110 §5.5).
fn is_forbidden(character: char) -> bool {
    character.is_ascii_control() && character != '\t'
}

fn is_not_visible_ascii(character: char) -> bool {
    !matches!(character, ' '..='~' | '\t')
}

/// Whether editors do not show the character: control and format characters, and spaces other than those of ASCII.
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
            "a line break as character 2 of config.tenant: header `X` cannot contain it"
        );
    }

    #[test]
    fn blanks_around_a_key_are_named_if_it_was_sent_with_them_or_hidden() {
        let config = json!({ "key": " key", "name": "name ", "file": "one\ntwo\n" });
        let told = |sent: &str| pasted(&config).blanks(&[sent.to_owned()]);

        assert_eq!(told("Bearer  key").unwrap(), "config.key begins with whitespace, which may not belong to the key");
        assert!(told("Bearer key").is_none(), "it was trimmed");
        assert!(told("a signature").unwrap().starts_with("config.key begins"));
        assert!(told("name :key").unwrap().starts_with("config.name ends"));
    }
}
