//! The context of `slices = f`: the config, and requests to the API.
//!
//! Not here: slicers and their product (see `read`).

use std::marker::PhantomData;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Result;
use crate::http::{Request, Response};
use crate::stream::definition::{ApiHandle, SourceApi};
use crate::stream::value::Params;

/// The context of `slices = f`: the config, and requests to the API.
///
/// Requests have the `url_base`, `params`, `headers` and `auth` of the stream and the source. Values that depend on a
/// slice are left out, and the stream's own `request_params` and `request_headers` are not called. Retries, timeouts
/// and the rules of `on` apply; a response that a rule ignores is returned unchanged.
///
/// Connectors write the type as [`SliceCx`](crate::SliceCx).
pub struct SliceContext<'a, C> {
    handle: ApiHandle<C>,
    borrowed: PhantomData<&'a C>,
}

impl<C: 'static> SliceContext<'_, C> {
    pub(crate) fn new(handle: ApiHandle<C>) -> Self {
        Self { handle, borrowed: PhantomData }
    }

    pub(crate) fn api(&self) -> &dyn SourceApi<C> {
        &*self.handle.api
    }

    /// An owned copy, for a [`SliceStream`](crate::SliceStream) that sends requests after the function has returned.
    #[must_use]
    pub fn owned(&self) -> SliceContext<'static, C> {
        SliceContext { handle: self.handle.clone(), borrowed: PhantomData }
    }

    /// The connector's config.
    pub fn config(&self) -> &C {
        &self.handle.config
    }

    /// The name of the stream.
    pub fn stream(&self) -> &str {
        &self.handle.stream
    }

    /// The current time: when the run reads the clock, or the fixed time (`CDK_NOW`).
    pub fn now(&self) -> Timestamp {
        self.handle.api.now()
    }

    /// A GET request to `path` under the stream's `url_base` (the source's, if the stream's depends on a slice). The
    /// path is used unchanged and may contain a query. It may be an absolute URL of a declared origin.
    ///
    /// # Errors
    /// If `url_base` is missing, or a template fails.
    pub fn get(&self, path: &str) -> Result<Request> {
        self.handle.api.request(Method::GET, path)
    }

    /// A POST request with a JSON body; otherwise as [`Self::get`].
    ///
    /// # Errors
    /// As for [`Self::get`], and if `body` cannot be written as JSON.
    pub fn post_json(&self, path: &str, body: &impl Serialize) -> Result<Request> {
        let mut request = self.handle.api.request(Method::POST, path)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// A POST request with a form body; otherwise as [`Self::get`].
    ///
    /// # Errors
    /// As for [`Self::get`].
    pub fn post_form(&self, path: &str, fields: &Params) -> Result<Request> {
        let mut request = self.handle.api.request(Method::POST, path)?;
        request.set_form(fields.flat());
        Ok(request)
    }

    /// Sends a request with the stream's credentials. A request that was not made by [`Self::get`] must also go to a
    /// declared origin (that of a `url_base`, or one of `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after the attempts of the retry policy (default: 5), or at once if a retry cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.handle.api.send(request).await
    }
}
