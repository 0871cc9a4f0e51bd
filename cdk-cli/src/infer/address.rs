//! Address: a URL, or the path of a document → `path` and `params`.

use cdk_core::http::Url;

use super::guess::{Line, parameter_key, quoted};
use super::secret::{is_secret_parameter, looks_secret_value};

/// Parameters that name a page.
const PAGES: [&str; 9] =
    ["page", "cursor", "offset", "after", "page_token", "pageToken", "starting_after", "skip", "next_token"];

/// Where a stream's requests go.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) url_base: String,
    pub(super) lines: Vec<Line>,
}

/// The address of a request. User information and secrets in the path are left out.
pub(super) fn address_of_url(url: &Url) -> Address {
    let mut has_secret = false;
    let segments = url.path_segments().into_iter().flatten().map(|segment| {
        let is_secret = looks_secret_value(segment);
        has_secret |= is_secret;
        if is_secret { "SECRET".to_owned() } else { segment.to_owned() }
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let attribute = format!("path = {}", quoted(&escaped(&path)));
    let line = if has_secret {
        Line::guess(
            attribute,
            "`SECRET` is in place of a part of the URL that may be a secret. Use a key of the config, such as `{config.account}`.",
        )
    } else {
        Line::fact(attribute)
    };
    Address { url_base: url.origin().ascii_serialization(), lines: vec![line] }
}

/// The path of a document. A placeholder cannot be filled without a parent or a config.
pub(super) fn path_of_document(path: &str) -> Line {
    let mut out = String::new();
    let mut placeholders = Vec::new();
    let mut rest = path.trim_start_matches('/');
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let placeholder: String = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
            .collect();
        out.push_str(before);
        out.push_str(&placeholder);
        placeholders.push(format!("`{placeholder}`"));
        rest = after;
    }
    out.push_str(rest);
    let attribute = format!("path = {}", quoted(&escaped(&out)));
    if placeholders.is_empty() {
        return Line::fact(attribute);
    }
    let verb = if placeholders.len() == 1 { "is a placeholder" } else { "are placeholders" };
    Line::guess(
        attribute,
        format!(
            "{} {verb}: add `parent = …` and use a field of it, such as `{{parent.id}}`, or use a key of the config.",
            placeholders.join(" and ")
        ),
    )
}

/// The parameters of a URL that `paginate` does not send.
pub(super) fn parameters_of_url(url: &Url, paginate: &str) -> Vec<Line> {
    let mut params: Vec<(String, Vec<String>)> = Vec::new();
    let mut secrets = Vec::new();
    for (name, value) in url.query_pairs() {
        let key = parameter_key(&name);
        let is_sent =
            paginate.contains(&format!("param = {}", quoted(&name))) || paginate.contains(&format!("size({key} ="));
        if is_sent || PAGES.contains(&name.as_ref()) {
            continue;
        }
        // A cassette masks what was a secret.
        if is_secret_parameter(&name, &value) || value.contains("****") {
            secrets.push(format!("`{name}`"));
            continue;
        }
        let value = if is_number(&value) { value.into_owned() } else { quoted(&escaped(&value)) };
        match params.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => params.push((key, vec![value])),
        }
    }
    let mut lines = Vec::new();
    if !secrets.is_empty() {
        secrets.dedup();
        lines.push(Line::comment(format!(
            "The URL has {}, which may be a secret and is left out: sign requests by the source's `auth`.",
            secrets.join(" and ")
        )));
    }
    if !params.is_empty() {
        let entry = |(key, values): &(String, Vec<String>)| match values.as_slice() {
            [value] => format!("{key} = {value}"),
            values => format!("{key} = [{}]", values.join(", ")),
        };
        let entries: Vec<String> = params.iter().map(entry).collect();
        lines.push(Line::guess(format!("params({})", entries.join(", ")), "As in the URL."));
    }
    lines
}

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

/// As a template: braces are doubled.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_path_and_params_without_secrets() {
        let url =
            "https://u:p@api.test/v1/users?limit=2&tag=a&tag=b&api_key=s3cret&since=2024-01-31&created%5Bgte%5D=1";
        let url = Url::parse(url).unwrap();

        let address = address_of_url(&url);
        assert_eq!(address.url_base, "https://api.test");
        assert_eq!(address.lines, [Line::fact("path = \"v1/users\"")]);
        let lines = parameters_of_url(&url, "paginate = link(size(limit = 2))");
        assert!(lines[0].reason.as_deref().unwrap().starts_with("The URL has `api_key`, "));
        let params = "params(tag = [\"a\", \"b\"], since = \"2024-01-31\", \"created[gte]\" = 1)";
        assert_eq!(lines[1].attribute.as_deref(), Some(params));
        assert!(!format!("{lines:?}").contains("s3cret"));
    }

    #[test]
    fn a_placeholder_of_a_document_has_a_comment() {
        let line = path_of_document("/v1/users/{user-id}/orders");

        assert_eq!(line.attribute.as_deref(), Some("path = \"v1/users/USER_ID/orders\""));
        assert!(line.reason.unwrap().starts_with("`USER_ID` is a placeholder: "));
    }
}
