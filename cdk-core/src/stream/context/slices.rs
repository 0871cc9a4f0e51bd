//! What the function of `slices = f` sees: the config, and a way to send requests to the API.
//!
//! Not here: going through slicers and their product (see `read`).

use std::marker::PhantomData;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Result;
use crate::http::{Request, Response};
use crate::stream::definition::{ApiHandle, SourceApi};
use crate::stream::value::Params;

/// What the function of `slices = f` sees: the config, and a way to ask the API.
///
/// Requests have the stream's `url_base`, `params`, `headers` and `auth` over the source's, as far as they say nothing of a
/// slice: what names one is left out, and the stream's own `request_params` and `request_headers` are not asked. They go through
/// retries and time-outs as any other request, and the rules of `on` hold: an answer that a rule ignores is returned as it is.
///
/// Users write it as [`SliceCx`](crate::SliceCx).
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

    /// The same to keep, for a [`SliceStream`](crate::SliceStream) that goes on asking when the function has ended.
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

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.handle.api.now()
    }

    /// A GET request to `path` under the stream's `url_base` (the source's, where the stream's names a slice). The path is
    /// taken as it is, a query included; it may be an absolute URL of a declared origin.
    ///
    /// # Errors
    /// Where there is no `url_base`, or a template fails.
    pub fn get(&self, path: &str) -> Result<Request> {
        self.handle.api.request(Method::GET, path)
    }

    /// The same as a POST request with a JSON body.
    ///
    /// # Errors
    /// As [`Self::get`], and where `body` cannot be written as JSON.
    pub fn post_json(&self, path: &str, body: &impl Serialize) -> Result<Request> {
        let mut request = self.handle.api.request(Method::POST, path)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// The same as a POST request with a form for its body.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn post_form(&self, path: &str, fields: &Params) -> Result<Request> {
        let mut request = self.handle.api.request(Method::POST, path)?;
        request.set_form(fields.flat());
        Ok(request)
    }

    /// Sends a request with the stream's credentials. One that was made without [`Self::get`] must go to a declared origin too
    /// (that of a `url_base`, or one of `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.handle.api.send(request).await
    }
}
