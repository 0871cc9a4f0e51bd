//! Pieces: the parts of a pasted secret that an API may return alone.
//!
//! In: a secret as it is in the config: `Bearer abc`, `"abc"`, `X-Api-Key: abc`, a PEM block, a JSON document. Out: its
//! parts between white space, quotes and line breaks, and the text between the markers of a PEM block.
//! Left out: parts of fewer than 8 characters, authentication schemes, names of headers and fields, and PEM markers.
//! They would be masked in every message that contains these names.
//! Not here: finding the pieces in a text (see `needle`).

use serde_json::Value;

/// A shorter piece occurs everywhere by chance.
const SHORTEST_PIECE: usize = 8;
/// Schemes of `Authorization`. Source: IANA's registry, and others that APIs use.
const SCHEMES: [&str; 19] = [
    "basic",
    "bearer",
    "digest",
    "negotiate",
    "oauth",
    "concealed",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "aws4-hmac-sha256",
    "api-token",
    "api-key",
    "apikey",
    "geniekey",
    "googlelogin",
    "klaviyo-api-key",
    "zoho-oauthtoken",
    "deepl-auth-key",
    "shopify-access-token",
];
/// Names of headers and fields that people paste together with the value.
const NAMES: [&str; 22] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "x-api-token",
    "x-auth-token",
    "x-access-token",
    "x-auth-key",
    "private-token",
    "access-token",
    "access_token",
    "refresh_token",
    "client_secret",
    "client_id",
    "api_token",
    "api_key",
    "api-secret",
    "api_secret",
    "auth_token",
    "secret_key",
    "private_key",
    "password",
    "username",
];
/// Quotes around pasted values.
const QUOTES: [char; 14] = ['"', '\'', '`', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›'];

/// One piece of a secret.
#[derive(Debug, PartialEq)]
pub(super) enum SecretPiece {
    Text(String),
    /// Base64 in which line breaks may occur anywhere.
    Wrapped(String),
}

/// The pieces of a secret, without the whole secret.
pub(super) fn pieces(secret: &str) -> Vec<SecretPiece> {
    let mut found = Vec::new();
    match serde_json::from_str(secret) {
        Ok(document @ (Value::Object(_) | Value::Array(_))) => of_document(&document, &mut found),
        _ => of_text(secret, &mut found),
    }
    let secret = secret.trim();
    found.retain(|piece| *piece != SecretPiece::Text(secret.to_owned()));
    found.dedup();
    found
}

/// The texts of a JSON document, such as the key file of a service account. Field names and public URLs are left out.
fn of_document(value: &Value, found: &mut Vec<SecretPiece>) {
    match value {
        Value::String(text) if is_public_url(text) => {}
        Value::String(text) => {
            add(text.trim(), found);
            of_text(text, found);
        }
        Value::Array(values) => values.iter().for_each(|value| of_document(value, found)),
        Value::Object(members) => members.values().for_each(|value| of_document(value, found)),
        _ => {}
    }
}

fn is_public_url(text: &str) -> bool {
    text.starts_with("https://") && !text.contains(['?', '@', '#'])
}

fn of_text(text: &str, found: &mut Vec<SecretPiece>) {
    let text = of_pem(text, found);
    // Escaped line breaks, as in JSON and in `.env` files.
    let text = if text.contains("\\n") { text.replace("\\r", "\n").replace("\\n", "\n") } else { text };
    let mut parts = text.split(|character: char| character.is_whitespace() || QUOTES.contains(&character)).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        // Such as `Authorization:abc`.
        let part = match part.split_once(':') {
            Some((name, rest)) if is_name(name) => rest,
            _ => part,
        };
        let is_name_before_value = !is_last && part.strip_suffix(':').is_some_and(is_name_of_header);
        if !is_name_before_value {
            add(part, found);
        }
    }
}

fn add(part: &str, found: &mut Vec<SecretPiece>) {
    let is_known = SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(part)) || is_name(part);
    if !is_known && part.chars().count() >= SHORTEST_PIECE {
        found.push(SecretPiece::Text(part.to_owned()));
    }
}

fn is_name(text: &str) -> bool {
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(text.trim_end_matches([':', '='])))
}

fn is_name_of_header(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

/// Adds the text between the markers of each PEM block as one piece. Returns the text with spaces in place of the
/// blocks.
fn of_pem(text: &str, found: &mut Vec<SecretPiece>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, begin)) = rest.split_once("-----BEGIN ") {
        let Some((_, inside)) = begin.split_once("-----") else { break };
        let (body, after) = match inside.split_once("-----END ") {
            Some((body, end)) => (body, end.split_once("-----").map_or("", |(_, after)| after)),
            None => (inside, ""),
        };
        let body = body.replace("\\r", "\n").replace("\\n", "\n");
        // Lines with a colon describe the encryption of the rest (RFC 1421 §4.6).
        let base64: String = body.lines().filter(|line| !line.contains(':')).collect();
        if base64.chars().filter(|character| !character.is_whitespace()).count() >= SHORTEST_PIECE {
            found.push(SecretPiece::Wrapped(base64));
        }
        out.push_str(before);
        out.push('\n');
        out.push_str(&body);
        out.push('\n');
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(secret: &str) -> Vec<String> {
        let text = |piece| match piece {
            SecretPiece::Text(text) => text,
            SecretPiece::Wrapped(text) => format!("wrapped {text}"),
        };
        pieces(secret).into_iter().map(text).collect()
    }

    #[test]
    fn a_pasted_value_is_a_piece_and_what_was_pasted_with_it_is_not() {
        for secret in [
            "Bearer abcdefgh",
            "\"abcdefgh\"",
            "'abcdefgh'",
            "“abcdefgh”",
            "Authorization: Bearer abcdefgh",
            "authorization:abcdefgh",
            "X-Vendor-Key: abcdefgh",
            "Klaviyo-API-Key abcdefgh",
            "abcdefgh\nshort",
            "password: \"abcdefgh\"",
            r#"{"access_token_of_mine": "abcdefgh", "token_uri": "https://api.test/token"}"#,
        ] {
            assert_eq!(texts(secret), ["abcdefgh"], "{secret}");
        }
        for secret in ["abcdefgh", "Bearer abcdefg", "", "\"", "Bearer Negotiate"] {
            assert_eq!(texts(secret), [""; 0], "{secret}");
        }
    }

    #[test]
    fn the_pieces_of_a_pem_block_are_its_body_and_its_lines() {
        let want = ["wrapped AAAAAAAA+/BBBBBBBBBBCC==", "AAAAAAAA+/", "BBBBBBBBBB"];
        for secret in [
            "-----BEGIN PRIVATE KEY-----\nAAAAAAAA+/\nBBBBBBBBBB\nCC==\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\r\nAAAAAAAA+/\r\nBBBBBBBBBB\r\nCC==\r\n-----END PRIVATE KEY-----",
            r"-----BEGIN PRIVATE KEY-----\nAAAAAAAA+/\nBBBBBBBBBB\nCC==\n-----END PRIVATE KEY-----\n",
        ] {
            assert_eq!(texts(secret), want, "{secret}");
        }
        let in_one_line = "-----BEGIN EC PRIVATE KEY-----AAAAAAAA+/BBBBBBBBBB-----END EC PRIVATE KEY-----";
        assert_eq!(texts(in_one_line), ["wrapped AAAAAAAA+/BBBBBBBBBB", "AAAAAAAA+/BBBBBBBBBB"]);
    }
}
