//! Charset: detects a body that is not UTF-8, as JSON must be (RFC 8259 §8.1).
//!
//! In: a body that could not be read, and its headers. Out: a message that names the charset; `None` if the body is
//! UTF-8.
//! Default: the bytes of the body decide. The `Content-Type` is used only if the body is not UTF-8.
//! Not here: decoding other charsets.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The charset problem of a body, if it has one.
pub(crate) fn charset_problem(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if let Some(charset) = by_its_bytes(body) {
        return Some(format!("the charset of the body is {charset}; only UTF-8 is supported"));
    }
    let invalid = std::str::from_utf8(body).err()?;
    let charset = declared(headers).filter(|charset| !matches!(charset.as_str(), "utf-8" | "utf8"))?;
    let at = invalid.valid_up_to();
    Some(format!(
        "the charset of the body is `{charset}` by its Content-Type; only UTF-8 is supported, and byte {at} is not \
         UTF-8"
    ))
}

/// Detects UTF-16 and UTF-32, by their byte order mark or by the zero bytes around the first characters of a JSON text.
pub(crate) fn by_its_bytes(body: &[u8]) -> Option<&'static str> {
    match *body {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [_, 0, 0, 0, ..] | [0, 0, 0, _, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [1..=255, 0, 1..=255, ..] | [0, 1..=255, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// The charset of the `Content-Type`, in lower case.
fn declared(headers: &HeaderMap) -> Option<String> {
    let whole = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let charset = whole.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    });
    charset.filter(|charset| !charset.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(content_type: &'static str, body: &[u8]) -> Option<String> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, http::HeaderValue::from_static(content_type))]);
        charset_problem(&headers, body)
    }

    #[test]
    fn a_body_in_another_charset_is_told_from_one_that_is_utf_8() {
        let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();

        assert!(problem("application/json", &utf_16("{\"a\":1}")).unwrap().contains("body is UTF-16;"));
        assert!(problem("application/json", b"\xfe\xff\0{").unwrap().contains("body is UTF-16;"));
        assert!(problem("application/json", b"{\0\0\0").unwrap().contains("body is UTF-32;"));
        let latin = problem("text/json; Charset=\"ISO-8859-1\"", b"{\"a\":\"\xe9\"}").unwrap();
        assert!(latin.contains("is `iso-8859-1`") && latin.contains("byte 6 "), "{latin}");
        for (content_type, body) in [
            ("text/json; charset=iso-8859-1", "{\"a\":\"é\"".as_bytes()),
            ("application/json; charset=utf-8", b"{\"a\":\"\xe9\"}"),
            ("application/json", b"{\"a\":\"\xe9\"}"),
            ("application/json", b""),
            ("application/json", b"{"),
        ] {
            assert_eq!(problem(content_type, body), None);
        }
    }
}
