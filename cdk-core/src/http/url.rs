//! URLs: joining, redacting, and the origins to which a stream may send requests.

use url::{Origin, Url};

use crate::error::{Error, Result};

/// Parts of names of query parameters whose values are masked wherever a URL is printed.
const SENSITIVE: [&str; 9] = ["token", "key", "secret", "password", "passwd", "signature", "sig", "auth", "credential"];
/// Further parts of names that mean a credential.
const MORE_SENSITIVE: [&str; 7] = ["cookie", "session", "jwt", "ticket", "assertion", "bearer", "refresh"];
/// Parts of names that mean a position in a list, such as `next_token`. They take precedence.
const PLACES: [&str; 5] = ["next", "continuation", "cursor", "sync", "keyword"];

/// Whether scheme, host and port are equal.
pub(crate) fn same_origin(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin()
}

/// The URL for a log or an error: without user info, with sensitive query values masked and long values left out (they
/// might contain a part of a secret).
pub(crate) fn redacted(url: &Url) -> String {
    const LONGEST: usize = 80;
    redacted_where(url, is_sensitive, LONGEST)
}

/// Like [`redacted`], with the test for secret parameter names and the maximum length of a shown value.
pub(crate) fn redacted_where(url: &Url, is_secret: fn(&str) -> bool, longest: usize) -> String {
    let mut out = format!("{}{}", url.origin().ascii_serialization(), url.path());
    for (number, (name, value)) in url.query_pairs().enumerate() {
        out.push(if number == 0 { '?' } else { '&' });
        let value = if is_secret(&name) { "****".to_owned() } else { shortened(&value, longest) };
        out.push_str(&name);
        out.push('=');
        out.push_str(&value);
    }
    out
}

/// Whether a parameter with this name is likely to hold a credential.
pub(crate) fn is_sensitive(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SENSITIVE.iter().any(|word| lower.contains(word)) && !lower.contains("page")
}

/// Whether a header or field with this name is likely to hold a credential. Includes more names than [`is_sensitive`].
pub(crate) fn names_credential(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_session = lower.split(|character: char| !character.is_ascii_alphanumeric()).any(|word| word == "sid");
    (is_sensitive(&lower) || is_session || says(&MORE_SENSITIVE)) && !says(&PLACES)
}

/// The problem of a URL that is too long; names its longest part.
pub(crate) fn length_problem(url: &Url) -> Option<String> {
    /// Source: the limit of `http::Uri`.
    const LONGEST: usize = u16::MAX as usize - 1;
    let all = url.as_str().len();
    if all <= LONGEST {
        return None;
    }
    let mut parts = vec![("its path".to_owned(), url.path().len())];
    for pair in url.query().unwrap_or_default().split('&') {
        let name = url::form_urlencoded::parse(pair.as_bytes())
            .next()
            .map(|(name, _)| shortened(&name, 80))
            .unwrap_or_default();
        let name = format!("parameter `{name}`");
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, bytes)) => *bytes += pair.len() + 1,
            None => parts.push((name, pair.len())),
        }
    }
    let (part, bytes) = parts.into_iter().max_by_key(|(_, bytes)| *bytes)?;
    Some(format!(
        "the URL is too long: {all} bytes, at most {LONGEST} are allowed; {part} takes {bytes} bytes; send fewer \
         values per request, or send them in the body"
    ))
}

fn shortened(value: &str, longest: usize) -> String {
    let length = value.chars().count();
    if length <= longest { value.to_owned() } else { format!("({length} characters)") }
}

/// Joins base and path with exactly one `/`. An empty path results in the base; an absolute URL replaces the base.
///
/// # Errors
/// A config error if the base is not an http or https URL.
pub(crate) fn joined(base: &str, path: &str) -> Result<Url> {
    if without_scheme(path).is_some() {
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

/// The text after `https://` or `http://`, in upper or lower case.
fn without_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    })
}

fn parsed(text: &str) -> Result<Url> {
    // The parser would accept `https:host` and `https:///host`, and read a path as a host.
    let names_host = without_scheme(text).is_some_and(|rest| !rest.starts_with(['/', '\\']));
    let url = Url::parse(text).ok().filter(|url| names_host && url.host().is_some());
    url.ok_or_else(|| Error::config(format!("url_base `{text}` must begin with https:// or http:// and name a host")))
}

/// The origins to which a stream may send requests, and the test server that replaces them (`CDK_URL_BASE`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    declared: Vec<Origin>,
    stand_in: Option<Url>,
}

impl Origins {
    pub(crate) fn new(stand_in: Option<Url>) -> Self {
        Self { declared: Vec::new(), stand_in }
    }

    /// Allows the origin of a `url_base`.
    pub(crate) fn declare_base(&mut self, base: &str) -> Result<()> {
        let origin = parsed(base)?.origin();
        self.allow(origin);
        Ok(())
    }

    /// Allows a bare host (with https), or the origin of a URL.
    pub(crate) fn declare(&mut self, origin: &str) -> Result<()> {
        let url = if origin.contains("://") { parsed(origin) } else { parsed(&format!("https://{origin}")) };
        let url = url.map_err(|_| Error::system(format!("origins: `{origin}` is neither a host nor a URL")))?;
        self.allow(url.origin());
        Ok(())
    }

    fn allow(&mut self, origin: Origin) {
        if !self.declared.contains(&origin) {
            self.declared.push(origin);
        }
    }

    /// The real URL of a request to a declared origin, at the test server if there is one.
    ///
    /// `base` is the url_base of the request, which is a declared origin; `None` if the API's data named the host.
    /// `what` begins the error, as in `the next page is at`.
    ///
    /// # Errors
    /// A system error if the origin of `url` is not declared.
    pub(crate) fn resolve(&self, base: Option<&Url>, url: Url, what: &str) -> Result<Url> {
        if !matches!(url.scheme(), "https" | "http") {
            let scheme = url.scheme();
            return Err(Error::system(format!(
                "{what} a URL with the scheme `{scheme}`; only `https` and `http` are supported"
            )));
        }
        let is_declared = base.is_some_and(|base| same_origin(base, &url)) || self.declared.contains(&url.origin());
        match &self.stand_in {
            Some(stand_in) if same_origin(stand_in, &url) => Ok(url),
            Some(stand_in) if is_declared => Ok(moved(url, stand_in)),
            None if is_declared => Ok(url),
            _ => Err(Error::system(format!(
                "{what} {}, an origin that is not declared; if the API uses this origin, add it to `origins(…)`",
                url.origin().ascii_serialization()
            ))),
        }
    }
}

impl Origins {
    /// The URL at the test server, if its origin is declared and there is a test server; otherwise `url`.
    pub(crate) fn stood_in(&self, url: Url) -> Url {
        match &self.stand_in {
            Some(stand_in) if self.declared.contains(&url.origin()) => moved(url, stand_in),
            _ => url,
        }
    }
}

/// The URL of a credentials endpoint: an absolute URL, at the test server if there is one.
pub(crate) fn endpoint(text: &str, stand_in: Option<&Url>) -> Option<Url> {
    let url = parsed(text.trim()).ok()?;
    Some(match stand_in {
        Some(stand_in) if !same_origin(stand_in, &url) => moved(url, stand_in),
        _ => url,
    })
}

/// `url` with scheme, host and port of `to`, and with the path of `to` as a prefix.
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
            ("HTTP://a.test/v1", "HTTPS://b.test/y", "https://b.test/y"),
            ("HTTP://A.test/v1", "y", "http://a.test/v1/y"),
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
            assert_eq!(origins.resolve(Some(&base), Url::parse(url).unwrap(), "it is at").is_ok(), allowed, "{url}");
        }
    }

    #[test]
    fn a_host_that_the_apis_data_names_must_be_declared() {
        let mut origins = Origins::new(None);
        origins.declare("https://a.test").unwrap();

        assert!(origins.resolve(None, Url::parse("https://a.test/x").unwrap(), "it is at").is_ok());
        assert!(origins.resolve(None, Url::parse("https://evil.test/x").unwrap(), "it is at").is_err());
    }

    #[test]
    fn a_stand_in_takes_the_place_of_every_declared_origin() {
        let origins = Origins::new(Some(Url::parse("http://127.0.0.1:9/pre").unwrap()));
        let base = Url::parse("https://a.test/v1").unwrap();

        let resolve = |url: &str| origins.resolve(Some(&base), Url::parse(url).unwrap(), "it is at").map(String::from);

        assert_eq!(resolve("https://a.test/v1/x?b=1").unwrap(), "http://127.0.0.1:9/pre/v1/x?b=1");
        assert_eq!(resolve("http://127.0.0.1:9/y").unwrap(), "http://127.0.0.1:9/y");
        assert!(resolve("https://evil.test/x").is_err());
    }
}
