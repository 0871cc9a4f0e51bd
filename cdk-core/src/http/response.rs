//! Response: an HTTP response as a plain value.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::charset::charset_problem;
use super::header_names::HeaderNames;
use crate::error::{Error, Result};

/// An HTTP response: status, headers, and the whole decompressed body.
#[derive(Clone)]
pub struct Response {
    /// From 100 to 999, the range of [`StatusCode`].
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Omits possible secrets: header values and the body.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A success (HTTP 200) without headers and body.
impl Default for Response {
    fn default() -> Self {
        Self { status: StatusCode::OK.as_u16(), headers: HeaderMap::new(), body: Vec::new() }
    }
}

impl Response {
    /// The HTTP status, such as 200.
    ///
    /// ```
    /// use cdk_core::http::{Response, StatusCode};
    ///
    /// fn is_gone(response: &Response) -> bool {
    ///     matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::GONE)
    /// }
    /// ```
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or_default()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header with this name; `None` if it is missing or not a text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The decompressed body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// A system error with the position where the body does not fit `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let why = charset_problem(&self.headers, &self.body).unwrap_or_else(|| error.to_string());
            Error::system(format!("the response does not have the expected form: {why}")).with_source(error)
        })
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The problem of a JSON body that ends too early, although its length is right for HTTP.
    pub(crate) fn cut_short(&self) -> Option<String> {
        let is_json = self.body.trim_ascii_start().first().is_some_and(|first| matches!(first, b'{' | b'['));
        let breaks_off = || serde_json::from_slice::<IgnoredAny>(&self.body).is_err_and(|error| error.is_eof());
        (is_json && breaks_off()).then(|| format!("the body ends too early, after {} bytes", self.body.len()))
    }

    /// Whether the status means that the response does not have a body: 204 and 205.
    pub(crate) fn is_bodiless(&self) -> bool {
        matches!(self.status, 204 | 205)
    }

    /// The content type without parameters: `application/json`, or `no content type`.
    pub(crate) fn content_type(&self) -> &str {
        let whole = self.header("content-type").unwrap_or("no content type");
        whole.split(';').next().unwrap_or(whole).trim()
    }
}
