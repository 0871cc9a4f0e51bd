//! The `Link` header (RFC 8288).

use http::HeaderMap;

/// The target of the first link with relation `rel`, as it stands there (it may be relative).
pub(super) fn link(headers: &HeaderMap, rel: &str) -> Option<String> {
    headers
        .get_all(http::header::LINK)
        .iter()
        // Not all of it need be ASCII; what is not even UTF-8 fails where the link is followed, not silently here.
        .find_map(|value| find(&String::from_utf8_lossy(value.as_bytes()), rel))
}

fn find(mut rest: &str, rel: &str) -> Option<String> {
    loop {
        let start = rest.find('<')?;
        let end = start + rest[start..].find('>')?;
        let target = &rest[start + 1..end];
        let (parameters, next) = split_parameters(&rest[end + 1..]);
        if parameters.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("rel") && value.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(rel))
        }) {
            return Some(target.trim().to_owned());
        }
        rest = next;
    }
}

/// The parameters behind a target, and what follows the comma that ends them; quoted values may hold `,` and `;`.
fn split_parameters(text: &str) -> (Vec<(String, String)>, &str) {
    let mut parameters = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' | ',' if !quoted => {
                parameters.extend(parameter(&text[start..at]));
                start = at + 1;
                if c == ',' {
                    return (parameters, &text[at + 1..]);
                }
            }
            _ => {}
        }
    }
    parameters.extend(parameter(&text[start..]));
    (parameters, "")
}

fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    Some((name.trim().to_owned(), value.replace('\\', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_of_the_relation_is_found() {
        for (header, want) in [
            (
                r#"<https://a.test/?page=2>; rel="next", <https://a.test/?page=9>; rel="last""#,
                Some("https://a.test/?page=2"),
            ),
            (r#"<https://a.test/?page=1>; rel="prev", </x?page=3>; title="a, b; c"; rel=next"#, Some("/x?page=3")),
            (r#"<https://a.test/?a=1,2;3>; rel="first next""#, Some("https://a.test/?a=1,2;3")),
            (r#"<https://a.test/>; rel="nextish""#, None),
            (r#"<https://a.test/>; title="rel=\"next\"""#, None),
            ("garbage", None),
            ("<unfinished", None),
        ] {
            assert_eq!(find(header, "next").as_deref(), want, "{header}");
        }
    }
}
