//! Request: an HTTP request as a plain value.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use super::header_names::HeaderNames;
use super::url::redacted;
use crate::error::{Error, Result};

/// An HTTP request: method, URL, headers, body.
///
/// ```
/// let request = cdk_core::http::Request::get("https://api.test/v1/me")?.with_header("Accept", "application/json")?;
/// assert_eq!(request.url(), "https://api.test/v1/me");
/// # Ok::<(), cdk_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

/// Omits possible secrets: header values, long or sensitive parameters, the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &redacted(&self.url))
            .field("headers", &HeaderNames(&self.headers))
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .finish()
    }
}

impl Request {
    /// Creates a request without headers and body. `url` is a text or a [`Url`](super::Url).
    ///
    /// # Errors
    /// A system error if `url` is not an absolute URL.
    pub fn new(method: Method, url: impl TryInto<Url, Error: fmt::Display> + fmt::Display) -> Result<Self> {
        let text = url.to_string();
        let url = url.try_into().map_err(|error| Error::system(format!("`{text}` is not an absolute URL: {error}")))?;
        Ok(Self { method, url, headers: HeaderMap::new(), body: None })
    }

    /// Creates a GET request.
    ///
    /// # Errors
    /// As [`Request::new`].
    pub fn get(url: impl TryInto<Url, Error: fmt::Display> + fmt::Display) -> Result<Self> {
        Self::new(Method::GET, url)
    }

    /// Creates a POST request with a JSON body.
    ///
    /// # Errors
    /// As [`Request::new`], and if `body` cannot be written as JSON.
    pub fn post_json(
        url: impl TryInto<Url, Error: fmt::Display> + fmt::Display,
        body: &impl serde::Serialize,
    ) -> Result<Self> {
        let mut request = Self::new(Method::POST, url)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// Sets a header, replacing one of the same name.
    ///
    /// # Errors
    /// A system error if HTTP does not allow the name or the value. It names the header, but not its value.
    pub fn with_header(mut self, name: &str, value: &str) -> Result<Self> {
        self.set_header(name, value)?;
        Ok(self)
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL with its query.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The headers without credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; `None` without one.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<()> {
        let key = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Error::system(format!("invalid header name `{name}`")))?;
        let value = HeaderValue::from_str(value).map_err(|_| {
            Error::system(format!(
                "header `{name}`: the value contains a line break or another character that HTTP does not allow"
            ))
        })?;
        self.headers.insert(key, value);
        Ok(())
    }

    /// Sets a query parameter, replacing one of the same name.
    pub(crate) fn set_param(&mut self, name: &str, value: &str) {
        let others: Vec<(String, String)> =
            self.url.query_pairs().filter(|(key, _)| key != name).map(|(k, v)| (k.into(), v.into())).collect();
        self.url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    }

    pub(crate) fn set_json(&mut self, body: &impl serde::Serialize) -> Result<()> {
        self.set_body(serde_json::to_vec(body)?, "application/json");
        Ok(())
    }

    pub(crate) fn set_form<'a>(&mut self, fields: impl Iterator<Item = (&'a str, &'a str)>) {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.set_body(form.finish(), "application/x-www-form-urlencoded");
    }

    /// Sets the body. Sets the `Content-Type` to `content_type` unless the request has one.
    pub(crate) fn set_body(&mut self, body: impl Into<Bytes>, content_type: &'static str) {
        self.body = Some(body.into());
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(content_type));
    }

    /// Method and redacted URL for logs and errors, as in `GET https://api.test/v1/users?limit=100`.
    pub(crate) fn summary(&self) -> String {
        format!("{} {}", self.method, redacted(&self.url))
    }
}
