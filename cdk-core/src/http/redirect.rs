//! Redirects: the request that follows a redirect response, or the error if the client does not follow it.
//!
//! In: a request, and the status and headers of its response. Out: the next request; `None` if the response is not a
//! redirect.
//! A redirect is followed within its origin only, up to 10 times: headers such as `x-api-key` would otherwise reach
//! another server.
//! The method follows RFC 9110 §15.4: 307 and 308 repeat the request, 303 leads to a GET without a body. After 301 and
//! 302, clients turn a POST into a GET and drop its body, so that is an error. All other methods are repeated.
//! Not here: next pages (see `url::Origins`).

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method};
use url::Url;

use super::request::Request;
use super::transport_error::TransportError;
use super::url::same_origin;

/// Maximum number of redirects per request.
const MOST_REDIRECTS: usize = 10;

/// The request after a redirect. `followed` is the number of earlier redirects of this request.
///
/// # Errors
/// If the client does not follow the redirect.
pub(super) fn redirected(
    request: &Request,
    status: u16,
    headers: &HeaderMap,
    followed: usize,
) -> Result<Option<Request>, TransportError> {
    if !(300..400).contains(&status) || status == 304 {
        return Ok(None);
    }
    let Some(target) = target(&request.url, headers) else {
        return Err(TransportError::lasting(format!(
            "the server redirects (HTTP {status}), but the response has no valid Location header"
        )));
    };
    if !same_origin(&target, &request.url) {
        return Err(TransportError::lasting(format!(
            "the server redirects to another origin, {}; the client does not send credentials there; if it is the new \
             address of the API, set it as url_base",
            target.origin().ascii_serialization()
        )));
    }
    let mut next = Request { url: target, ..request.clone() };
    match (status, &request.method) {
        (301 | 302, &Method::POST) => {
            return Err(TransportError::lasting(format!(
                "the server redirects a POST (HTTP {status}) to {}; the client does not follow it, because the POST \
                 would become a GET without its body; send the request to that address",
                shown(&next.url, &request.url)
            )));
        }
        (303, &Method::HEAD) | (301 | 302 | 307 | 308, _) => {}
        (303, _) => {
            next.method = Method::GET;
            next.body = None;
            for name in [CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING] {
                next.headers.remove(name);
            }
        }
        _ => {
            let target = shown(&next.url, &request.url);
            return Err(TransportError::lasting(format!(
                "the server redirects with HTTP {status} to {target}; the client does not follow this status"
            )));
        }
    }
    if followed >= MOST_REDIRECTS {
        return Err(TransportError::lasting(format!("too many redirects: more than {MOST_REDIRECTS}")));
    }
    Ok(Some(next))
}

/// The target of a redirect. A relative URL is resolved against the URL of the request.
fn target(url: &Url, headers: &HeaderMap) -> Option<Url> {
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    url.join(location).ok().filter(Url::has_host)
}

/// A target without its query and without long path segments: both may hold a token that is not masked yet.
fn shown(target: &Url, from: &Url) -> String {
    const LONGEST: usize = 20;
    let known: Vec<&str> = from.path().split('/').collect();
    let segment = |segment: &str| {
        let is_plain = segment.len() <= LONGEST || known.contains(&segment);
        if is_plain { segment.to_owned() } else { "…".to_owned() }
    };
    let path: Vec<String> = target.path().split('/').map(segment).collect();
    format!("{}{}", target.origin().ascii_serialization(), path.join("/"))
}
