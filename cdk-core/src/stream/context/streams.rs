//! What the function of `streams = f` sees: the source with a config, and a way to send requests to its API.
//!
//! Not here: when the function is called, and judging what it returns (see `source`).

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Result;
use crate::http::{Request, Response};
use crate::stream::definition::SourceApi;

/// What the function of `streams = f` sees: the config, and a way to ask the API.
///
/// What is asked goes through the source's `auth`, and through retries and time-outs as any other request; the source's
/// `request_params` and `request_headers` see `streams` for the stream's name.
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

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.api.now()
    }

    /// A GET request to `path` under the source's `url_base`, with the source's params and headers. The path is taken as it
    /// is, a query included; it may be an absolute URL of a declared origin.
    ///
    /// # Errors
    /// Where the source has no `url_base`, or one of its templates fails.
    pub fn get(&self, path: &str) -> Result<Request> {
        self.api.request(Method::GET, path)
    }

    /// The same as a POST request with a JSON body.
    ///
    /// # Errors
    /// As [`Self::get`], and where `body` cannot be written as JSON.
    pub fn post_json(&self, path: &str, body: &impl Serialize) -> Result<Request> {
        let mut request = self.api.request(Method::POST, path)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// Sends a request with the source's credentials. One that was made without [`Self::get`] must go to an origin of the
    /// source too (its `url_base`, or `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.api.send(request).await
    }
}
