//! The `Link` header (RFC 8288).

use http::HeaderMap;

use crate::error::{Error, Result};

/// The target of the first link with relation `rel`, as the header holds it (it may be relative).
///
/// # Errors
/// If a header cannot be read: the next page may be in it.
pub(super) fn link(headers: &HeaderMap, rel: &str) -> Result<Option<String>> {
    for value in headers.get_all(http::header::LINK) {
        // Not all of it need be ASCII; what is not even UTF-8 fails where the link is followed, not silently here.
        let target = find(&String::from_utf8_lossy(value.as_bytes()), rel).map_err(|why| {
            Error::system(format!(
                "the header `Link` cannot be read: {why}; it should be like `<https://api.example.com/items?page=2>; \
                 rel=\"{rel}\"`"
            ))
        })?;
        if target.is_some() {
            return Ok(target);
        }
    }
    Ok(None)
}

fn find(mut rest: &str, rel: &str) -> Result<Option<String>, &'static str> {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return Ok(None);
        }
        let target = rest.strip_prefix('<').ok_or("a URL in it does not begin with `<`")?;
        let (target, parameters) = target.split_once('>').ok_or("a URL in it does not end with `>`")?;
        let (parameters, next) = split_parameters(parameters)?;
        if parameters.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("rel") && value.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(rel))
        }) {
            return Ok(Some(target.trim().to_owned()));
        }
        rest = next;
    }
}

/// The parameters of a link: names and values.
type Parameters = Vec<(String, String)>;

/// The parameters after a target, and the text after the comma that ends them; quoted values may hold `,` and `;`.
fn split_parameters(text: &str) -> Result<(Parameters, &str), &'static str> {
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
                    return Ok((parameters, &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    if quoted {
        return Err("a quote in it is not closed");
    }
    parameters.extend(parameter(&text[start..]));
    Ok((parameters, ""))
}

fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let value = value.trim();
    // Single quotes are not in the standard, and are sent all the same.
    let unquoted = |quote| value.strip_prefix(quote).and_then(|value: &str| value.strip_suffix(quote));
    let value = unquoted('"').or_else(|| unquoted('\'')).unwrap_or(value);
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
            ("<https://a.test/>; rel='next'", Some("https://a.test/")),
            ("", None),
            (" , ", None),
        ] {
            assert_eq!(find(header, "next").unwrap().as_deref(), want, "{header}");
        }
    }

    #[test]
    fn a_header_that_is_not_links_is_an_error() {
        for header in [
            "garbage",
            "<unfinished",
            r#"https://a.test/?page=2; rel="next""#,
            r#"</x>; rel="prev", https://a.test/?page=2; rel="next""#,
            r#"</x>; rel="prev, </y>; rel=next"#,
            r#"{"next": "/x"}"#,
        ] {
            assert!(find(header, "next").is_err(), "{header}");
        }
    }
}
