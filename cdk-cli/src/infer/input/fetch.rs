//! Fetch: a URL and its headers → a response.

use cdk_core::http::{Limits, Request, Url, fetch as send};

use crate::failure::Failure;
use crate::infer::secret::looks_secret_value;

/// A successful response.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) url: Url,
    pub(super) link: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Sends a GET request.
///
/// # Errors
/// If the URL or a header is invalid, or if no successful response arrives. No message has the value of a header.
pub(super) fn fetch(url: &str, headers: &[String]) -> Result<Fetched, Failure> {
    let url = Url::parse(url).map_err(|error| {
        Failure::new(format!("the URL is invalid: {error}; use a form like https://api.example.com/v1/customers"))
    })?;
    let request = Request::get(url.clone()).map_err(|error| Failure::new(error.to_string()))?;
    let request = headers.iter().try_fold(request, |request, header| {
        let form =
            || Failure::new("a header has the form `Name: value`, for example --header 'Authorization: Bearer …'");
        let (name, value) = header.split_once(':').ok_or_else(form)?;
        request
            .with_header(name.trim(), value.trim())
            .map_err(|error| Failure::new(format!("{error}; use the form --header 'Name: value'")))
    })?;
    let response = send(&request, Limits::new())
        .map_err(|error| Failure::new(format!("{error}; check the URL, or save a response and give the file")))?;
    let status = response.status();
    if !status.is_success() {
        let fix = match status.as_u16() {
            401 | 403 => "add the credentials, for example --header 'Authorization: Bearer …'",
            404 => "check the path of the URL",
            429 => "wait, then try again",
            _ => "check the URL and the headers",
        };
        return Err(Failure::new(format!("GET {} returned HTTP {}; {fix}", shown(&url), status.as_u16())));
    }
    let link = response.header("link").map(str::to_owned);
    Ok(Fetched { url, link, body: response.body().to_vec() })
}

/// The URL without user information and query.
pub(super) fn shown(url: &Url) -> String {
    let segments = url
        .path_segments()
        .into_iter()
        .flatten()
        .map(|segment| if looks_secret_value(segment) { "…" } else { segment });
    format!("{}/{}", url.origin().ascii_serialization(), segments.collect::<Vec<_>>().join("/"))
}

/// The last segment of the path that may be the name of a stream.
pub(super) fn name(url: &Url) -> Option<String> {
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    let is_name = |segment: &&&str| {
        segment.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) && !looks_secret_value(segment)
    };
    let name = segments.iter().rev().find(is_name)?;
    Some(name.trim_end_matches(".json").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_secrets() {
        let url = Url::parse("https://ada:pa55@api.test/v1/bot7Hk2Lq9ZxT4mWc81Rb/users?key=s3cret").unwrap();

        assert_eq!(shown(&url), "https://api.test/v1/…/users");
        assert_eq!(name(&url).as_deref(), Some("users"));
        assert_eq!(name(&Url::parse("https://api.test/users/17").unwrap()).as_deref(), Some("users"));
    }

    #[test]
    fn an_invalid_header_is_not_printed() {
        for header in ["s3cret", "a b: s3cret", "X-Key: s3\ncret"] {
            let message = fetch("https://api.test/", &[header.to_owned()]).unwrap_err().to_string();
            assert!(!message.contains("s3"), "{message}");
            assert!(message.contains("--header '"), "{message}");
        }
    }
}
