//! Definition and scope → the request for one page.
//!
//! Order of what wins: source < stream < hook < window < paginator < a next URL.

use http::HeaderMap;
use url::Url;

use super::body::set_body;
use super::query::{params_of, set_params};
use crate::budget::Pass;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::http::url::joined;
use crate::paginate::{SendAt, Strategy};
use crate::read::plan::stream_plan::RequestPlan;
use crate::state::CursorRange;
use crate::stream::scope::Scope;
use crate::stream::{Defaults, Params, plain, texts};
use crate::template::segment;

/// The request for the page that the scope's token leads to.
pub(crate) fn build_request<C>(plan: &RequestPlan<C>, scope: &Scope<'_, C>) -> Result<Request> {
    let base = base_address(plan, scope)?;
    let by_url = scope.next_page_token.filter(|_| plan.paginate.token_is_url());
    let (url, what) = match by_url {
        Some(token) => {
            let url = Url::parse(token.as_str().unwrap_or_default())
                .map_err(|error| Error::system(format!("the next page's URL cannot be used: {error}")))?;
            (url, "the next page is at")
        }
        None => (add_params(plan, joined(&base, &request_path(plan, scope)?)?, scope)?, "the request goes to"),
    };
    // A host from a parent's record is not declared by the connector: it must also be in `origins`.
    let own_origin = joined(&base, "")?;
    let own_origin = (!is_host_data(plan)).then_some(&own_origin);
    let mut request = Request {
        method: plan.definition.method.clone(),
        url: plan.origins.resolve(own_origin, url, what)?,
        headers: HeaderMap::new(),
        body: None,
    };
    set_headers(plan, &mut request, scope)?;
    if by_url.is_none() {
        set_body(plan, &mut request, scope)?;
    }
    Ok(request)
}

fn base_address<C>(plan: &RequestPlan<C>, scope: &Scope<'_, C>) -> Result<String> {
    let level = plan.definition.own.url_base.as_ref().or(plan.definition.inherited.url_base.as_ref());
    level.ok_or_else(|| Error::system("the stream has no url_base, nor a source that has one"))?.base(scope)
}

/// What the request shows at the gate, where that depends on it.
pub(crate) fn gate_pass<C>(plan: &RequestPlan<C>, request: &Request, scope: &Scope<'_, C>) -> Result<Option<Pass>> {
    if !plan.passes.is_by_request() {
        return Ok(None);
    }
    let base = plan.origins.stood_in(joined(&base_address(plan, scope)?, "")?);
    Ok(plan.passes.of(request, Some(&base)))
}

fn is_host_data<C>(plan: &RequestPlan<C>) -> bool {
    plan.definition.own.url_base.as_ref().is_some_and(|base| base.host_is_data())
}

fn request_path<C>(plan: &RequestPlan<C>, scope: &Scope<'_, C>) -> Result<String> {
    match (&plan.definition.path_hook, &plan.definition.path) {
        (Some(hook), _) => hook(scope),
        (None, Some(template)) => template.path(scope),
        // A name that an API gave must not lead elsewhere.
        (None, None) => segment(&plan.definition.name)
            .map_err(|why| Error::system(format!("the stream's name is its path, but {why}"))),
    }
}

fn add_params<C>(plan: &RequestPlan<C>, mut url: Url, scope: &Scope<'_, C>) -> Result<Url> {
    let Defaults { params: inherited, .. } = &plan.definition.inherited;
    let mut params = texts("param", inherited, scope)?;
    // Parameters already in the URL were said by the stream, and are not doubled.
    params.merge(params_of(&url));
    params.merge(texts("param", &plan.definition.own.params, scope)?);
    if let Some(hook) = plan.definition.nearest(|level| level.request_params.clone()) {
        params.merge(hook(scope)?);
    }
    set_window_params(plan, &mut params, scope);
    set_page_params(plan, &mut params, scope);
    set_params(&mut url, &params);
    Ok(url)
}

fn set_window_params<C>(plan: &RequestPlan<C>, params: &mut Params, scope: &Scope<'_, C>) {
    let Some(cursor) = &plan.definition.cursor else { return };
    let CursorRange { start, end } = &scope.slice.window;
    // A read from the first record on needs no end: nothing is requested twice.
    let end = end.as_ref().filter(|_| start.is_some() || cursor.param_start.is_none());
    for (name, edge) in [(&cursor.param_start, start.as_ref()), (&cursor.param_end, end)] {
        if let (Some(name), Some(edge)) = (name, edge) {
            params.set(name.clone(), vec![edge.text()]);
        }
    }
}

fn set_page_params<C>(plan: &RequestPlan<C>, params: &mut Params, scope: &Scope<'_, C>) {
    let at_body = plan.paginate.is_sent_in_body();
    if let Some((name, size)) = plan.paginate.size.as_ref().filter(|_| !at_body) {
        params.set(name.clone(), vec![size.to_string()]);
    }
    let name = match &plan.paginate.strategy {
        Strategy::Cursor { send: SendAt::Param(name), .. } => name,
        Strategy::Page { param, .. } | Strategy::Offset { param, .. } => param,
        _ => return,
    };
    if let Some(token) = scope.next_page_token {
        params.set(name.clone(), vec![plain(token)]);
    }
}

fn set_headers<C>(plan: &RequestPlan<C>, request: &mut Request, scope: &Scope<'_, C>) -> Result<()> {
    let mut headers = texts("header", &plan.definition.inherited.headers, scope)?;
    headers.merge(texts("header", &plan.definition.own.headers, scope)?);
    if let Some(hook) = plan.definition.nearest(|level| level.request_headers.clone()) {
        headers.merge(hook(scope)?);
    }
    if let Strategy::Cursor { send: SendAt::Header(name), .. } = &plan.paginate.strategy
        && let Some(token) = scope.next_page_token
    {
        headers.set(name.clone(), vec![plain(token)]);
    }
    for (name, values) in &headers.pairs {
        if !values.is_empty() {
            set_header(plan, request, name, &values.join(", "))?;
        }
    }
    Ok(())
}

/// # Errors
/// If a header cannot hold the value: a config error if a text of the config is the reason.
pub(crate) fn set_header<C>(plan: &RequestPlan<C>, request: &mut Request, name: &str, value: &str) -> Result<()> {
    plan.config_updates.pasted().judge_header(name, value)?;
    request.set_header(name, value)
}
