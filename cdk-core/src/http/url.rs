//! URLs: joining, redacting, and which origins a stream may talk to.

use url::{Origin, Url};

use crate::error::{Error, Result};

/// Query parameters whose values are masked wherever a URL is printed.
const SENSITIVE: [&str; 9] = ["token", "key", "secret", "password", "passwd", "signature", "sig", "auth", "credential"];

/// Whether scheme, host and port are the same.
pub(crate) fn same_origin(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin()
}

/// The URL for a log or an error: without user info, with sensitive query values masked and long ones cut.
pub(crate) fn redacted(url: &Url) -> String {
    let mut out = format!("{}{}", url.origin().ascii_serialization(), url.path());
    for (number, (name, value)) in url.query_pairs().enumerate() {
        out.push(if number == 0 { '?' } else { '&' });
        let lower = name.to_ascii_lowercase();
        let sensitive = SENSITIVE.iter().any(|word| lower.contains(word)) && !lower.contains("page");
        let value = if sensitive { "****".to_owned() } else { shortened(&value) };
        out.push_str(&name);
        out.push('=');
        out.push_str(&value);
    }
    out
}

fn shortened(value: &str) -> String {
    const LONGEST: usize = 80;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST).chain(['…']).collect()
}

/// Base and path meet in exactly one `/`; an empty path is the base itself; an absolute URL stands for itself.
///
/// # Errors
/// A config error where the base is no http or https URL.
pub(crate) fn joined(base: &str, path: &str) -> Result<Url> {
    if path.starts_with("http://") || path.starts_with("https://") {
        return parsed(path);
    }
    let mut url = parsed(base)?;
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    if !path.is_empty() {
        let whole = format!("{}/{}", url.path().trim_end_matches('/'), path.trim_start_matches('/'));
        url.set_path(&whole);
    }
    if let Some(query) = query {
        let whole = [url.query().unwrap_or_default(), query].join("&");
        url.set_query(Some(whole.trim_matches('&')));
    }
    Ok(url)
}

fn parsed(text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|error| Error::config(format!("url_base `{text}` is no URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(Error::config(format!("url_base `{text}` must begin with https:// or http:// and name a host")));
    }
    Ok(url)
}

/// The origins that a stream may talk to, and the server that stands in for them (`CDK_URL_BASE`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    declared: Vec<Origin>,
    stand_in: Option<Url>,
}

impl Origins {
    pub(crate) fn new(stand_in: Option<Url>) -> Self {
        Self { declared: Vec::new(), stand_in }
    }

    /// Allows the origin of `url`, which may also be a bare host (https then).
    pub(crate) fn declare(&mut self, url: &str) -> Result<()> {
        let url = if url.contains("://") { parsed(url)? } else { parsed(&format!("https://{url}"))? };
        if !self.declared.contains(&url.origin()) {
            self.declared.push(url.origin());
        }
        Ok(())
    }

    /// Where a request to a declared URL really goes; `base` is the request's own url_base, and declared by that.
    ///
    /// # Errors
    /// A system error where its origin is not declared.
    pub(crate) fn resolve(&self, base: &Url, url: Url) -> Result<Url> {
        let is_declared = same_origin(base, &url) || self.declared.contains(&url.origin());
        match &self.stand_in {
            Some(stand_in) if same_origin(stand_in, &url) => Ok(url),
            Some(stand_in) if is_declared => Ok(moved(url, stand_in)),
            None if is_declared => Ok(url),
            _ => Err(Error::system(format!(
                "the next page lies at {}, an origin that neither a url_base nor `origins(…)` declares; if the API is \
                 to be followed there, add it to `origins(…)`",
                url.origin().ascii_serialization()
            ))),
        }
    }
}

impl Origins {
    /// A declared URL where the stand-in has it; any other as it is.
    pub(crate) fn stood_in(&self, url: Url) -> Url {
        match &self.stand_in {
            Some(stand_in) if self.declared.contains(&url.origin()) => moved(url, stand_in),
            _ => url,
        }
    }
}

/// Scheme, host and port of `to`, its path in front.
fn moved(url: Url, to: &Url) -> Url {
    let mut out = to.clone();
    out.set_path(&format!("{}{}", to.path().trim_end_matches('/'), url.path()));
    out.set_query(url.query());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_and_path_meet_in_one_slash() {
        for (base, path, want) in [
            ("https://a.test/v1", "x", "https://a.test/v1/x"),
            ("https://a.test/v1/", "/x", "https://a.test/v1/x"),
            ("https://a.test", "x?b=1", "https://a.test/x?b=1"),
            ("https://a.test/v1?k=1", "x?b=1", "https://a.test/v1/x?k=1&b=1"),
            ("https://a.test/v1", "", "https://a.test/v1"),
            ("https://a.test/v1", "http://b.test/y", "http://b.test/y"),
        ] {
            assert_eq!(joined(base, path).unwrap().as_str(), want);
        }
        assert!(joined("a.test", "x").is_err());
        assert!(joined("file:///etc", "passwd").is_err());
    }

    #[test]
    fn a_printed_url_holds_no_credentials() {
        let url = Url::parse("https://user:pw@a.test/x?api_key=abc&page_token=p2&limit=1").unwrap();

        assert_eq!(redacted(&url), "https://a.test/x?api_key=****&page_token=p2&limit=1");
    }

    #[test]
    fn only_declared_origins_are_reached() {
        let mut origins = Origins::new(None);
        let base = Url::parse("https://a.test/v1").unwrap();
        origins.declare("cdn.test").unwrap();

        for (url, allowed) in [
            ("https://a.test/other", true),
            ("https://cdn.test/x", true),
            ("http://a.test/x", false),
            ("https://a.test:8443/x", false),
            ("https://evil.test/x", false),
        ] {
            assert_eq!(origins.resolve(&base, Url::parse(url).unwrap()).is_ok(), allowed, "{url}");
        }
    }

    #[test]
    fn a_stand_in_takes_the_place_of_every_declared_origin() {
        let origins = Origins::new(Some(Url::parse("http://127.0.0.1:9/pre").unwrap()));
        let base = Url::parse("https://a.test/v1").unwrap();

        let resolve = |url: &str| origins.resolve(&base, Url::parse(url).unwrap()).map(String::from);

        assert_eq!(resolve("https://a.test/v1/x?b=1").unwrap(), "http://127.0.0.1:9/pre/v1/x?b=1");
        assert_eq!(resolve("http://127.0.0.1:9/y").unwrap(), "http://127.0.0.1:9/y");
        assert!(resolve("https://evil.test/x").is_err());
    }
}
