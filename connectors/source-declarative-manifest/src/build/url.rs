//! URLs as texts: the origin, the quoting of Python's `requests`, the query.

/// Scheme and host of a URL.
pub(super) fn origin(url: &str) -> String {
    let url = url.trim();
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url).to_owned()
}

/// Percent-encodes what must not be in a URL, as Python's `requests` does.
pub(super) fn quoted(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for sign in url.chars() {
        if sign.is_ascii_alphanumeric() || "-._~!#$%&'()*+,/:;=?@[]".contains(sign) {
            out.push(sign);
        } else {
            let mut bytes = [0; 4];
            for byte in sign.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// The query parameters in a path.
pub(super) fn query(path: &str) -> Vec<(String, String)> {
    let Some((_, query)) = path.split_once('?') else { return Vec::new() };
    let pairs = query.split('#').next().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        let (byte, skipped) = match (first, hex) {
            (b'%', Some(byte)) => (byte, 2),
            (b'+', _) => (b' ', 0),
            (byte, _) => (*byte, 0),
        };
        bytes.push(byte);
        rest = tail.get(skipped..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_cut_quoted_and_read() {
        assert_eq!(origin("https://a.example:8080/v1?x=1"), "https://a.example:8080");
        assert_eq!(origin("https://a.example?x=1"), "https://a.example");
        assert_eq!(quoted("/a b/é?x=1%20"), "/a%20b/%C3%A9?x=1%20");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(query("/a?x=1+2&y=%C3%A9&z"), [pair("x", "1 2"), pair("y", "é")]);
    }
}
