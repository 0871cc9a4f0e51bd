//! Function request: a request that a connector's function sends, in addition to the requests for pages.
//!
//! Default: `url_base`, `params` and `headers` as far as they are known without a slice; a stream's own hooks and its
//! body are about a slice, and left out.

use http::{HeaderMap, Method};
use url::Url;

use super::build::set_header;
use super::query::{params_of, set_params};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::http::url::joined;
use crate::read::plan::stream_plan::RequestPlan;
use crate::stream::scope::Scope;
use crate::stream::texts;

/// What a function's request is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestOf {
    /// The stream, or the source.
    Stream,
    /// A slice that is about to be read.
    Slice,
}

/// The nearest `url_base` that is known without a slice.
pub(crate) fn base_of_config<C>(plan: &RequestPlan<C>, scope: &Scope<'_, C>) -> Result<Option<String>> {
    let own = plan.definition.own.url_base.as_ref().filter(|base| base.is_of_config_alone());
    own.or(plan.definition.inherited.url_base.as_ref()).map(|base| base.base(scope)).transpose()
}

/// The request of a function; `path`: below the base, or a whole URL.
pub(crate) fn function_request<C>(
    plan: &RequestPlan<C>,
    scope: &Scope<'_, C>,
    (method, path): (Method, &str),
    of: RequestOf,
) -> Result<Request> {
    let base = base_of_config(plan, scope)?;
    let mut url = match &base {
        Some(base) => joined(base, path)?,
        None => Url::parse(path).map_err(|_| {
            let why = match plan.definition.own.url_base {
                Some(_) => "`url_base` names a slice",
                None => "neither the stream nor the source has a `url_base`",
            };
            Error::system(format!("{why}, so `{path}` must be a whole URL of a declared origin"))
        })?,
    };
    let (own, inherited) = (&plan.definition.own, &plan.definition.inherited);

    let mut params = texts("param", &inherited.params, scope)?;
    params.merge(params_of(&url));
    // A stream's own parameters are for its pages.
    let is_of_stream = of == RequestOf::Stream;
    for entry in own.params.iter().filter(|(_, node)| is_of_stream && node.is_of_config_alone()) {
        params.merge(texts("param", std::slice::from_ref(entry), scope)?);
    }
    if let Some(hook) = &inherited.request_params {
        params.merge(hook(scope)?);
    }
    set_params(&mut url, &params);

    let mut headers = texts("header", &inherited.headers, scope)?;
    for entry in own.headers.iter().filter(|(_, node)| node.is_of_config_alone()) {
        headers.merge(texts("header", std::slice::from_ref(entry), scope)?);
    }
    if let Some(hook) = &inherited.request_headers {
        headers.merge(hook(scope)?);
    }
    let base = base.map(|base| joined(&base, "")).transpose()?;
    let url = plan.origins.resolve(base.as_ref(), url, "the request goes to")?;
    let mut request = Request { method, url, headers: HeaderMap::new(), body: None };
    for (name, values) in headers.pairs.iter().filter(|(_, values)| !values.is_empty()) {
        set_header(plan, &mut request, name, &values.join(", "))?;
    }
    Ok(request)
}
