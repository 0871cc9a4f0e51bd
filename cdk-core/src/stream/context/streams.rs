//! The context of `streams = f`: the source's config, and requests to its API.
//!
//! Not here: when the function is called, and the check of its result (see `source`).

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Result;
use crate::http::{Request, Response};
use crate::stream::definition::SourceApi;

/// The context of `streams = f`: the config, and requests to the API.
///
/// Requests have the source's `auth`; retries and timeouts apply. In the source's `request_params` and
/// `request_headers`, the stream's name is `streams`.
pub struct StreamsCx<'a, C> {
    config: &'a C,
    api: &'a dyn SourceApi<C>,
}

impl<'a, C: 'static> StreamsCx<'a, C> {
    pub(crate) fn new(config: &'a C, api: &'a dyn SourceApi<C>) -> Self {
        Self { config, api }
    }

    pub(crate) fn api(&self) -> &dyn SourceApi<C> {
        self.api
    }

    /// The connector's config.
    pub fn config(&self) -> &'a C {
        self.config
    }

    /// The current time: when the run reads the clock, or the fixed time (`CDK_NOW`).
    pub fn now(&self) -> Timestamp {
        self.api.now()
    }

    /// A GET request to `path` under the source's `url_base`, with the source's params and headers. The path is used
    /// unchanged and may contain a query. It may be an absolute URL of a declared origin.
    ///
    /// # Errors
    /// If the source has no `url_base`, or one of its templates fails.
    pub fn get(&self, path: &str) -> Result<Request> {
        self.api.request(Method::GET, path)
    }

    /// A POST request with a JSON body; otherwise as [`Self::get`].
    ///
    /// # Errors
    /// As for [`Self::get`], and if `body` cannot be written as JSON.
    pub fn post_json(&self, path: &str, body: &impl Serialize) -> Result<Request> {
        let mut request = self.api.request(Method::POST, path)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// Sends a request with the source's credentials. A request that was not made by [`Self::get`] must also go to an
    /// origin of the source (its `url_base`, or `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after the attempts of the retry policy (default: 5), or at once if a retry cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.api.send(request).await
    }
}
