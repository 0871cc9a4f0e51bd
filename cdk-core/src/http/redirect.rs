//! Redirects: an answer that names another address → the request that follows it, or why it is not followed.
//!
//! In: a request and the head of its answer. Out: the next request; nothing if the answer is not a redirect.
//! A redirect is followed within its origin only, up to 10 times: `x-api-key` and its like would travel with it.
//! The method decides as in RFC 9110 §15.4: 307 and 308 repeat the request, 303 is followed by a GET without a body. After 301
//! and 302 clients turn a POST into a GET and drop its body, so that is an error; all other methods are repeated.
//! Not here: next pages (see `url::Origins`).

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method};
use url::Url;

use super::request::Request;
use super::transport_error::TransportError;
use super::url::same_origin;

/// Redirects of one request that are followed.
const MOST_REDIRECTS: usize = 10;

/// The request after the redirect, if the answer is one; `followed`: how many came before.
///
/// # Errors
/// If the redirect is not followed.
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
            "the server redirects to another origin, {}, which is not followed with credentials; if that is the API's \
             right address, use it as url_base",
            target.origin().ascii_serialization()
        )));
    }
    let mut next = Request { url: target, ..request.clone() };
    match (status, &request.method) {
        (301 | 302, &Method::POST) => {
            return Err(TransportError::lasting(format!(
                "the server redirects a POST (HTTP {status}) to {}, which is not followed: the POST would become a GET without \
                 its body; send the request to that address",
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
        return Err(TransportError::lasting(format!("more than {MOST_REDIRECTS} redirects")));
    }
    Ok(Some(next))
}

/// Where a redirect leads. A relative address begins at the request's own one.
fn target(url: &Url, headers: &HeaderMap) -> Option<Url> {
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    url.join(location).ok().filter(Url::has_host)
}

/// The query of a redirect may hold a token that nobody masks, and so may a long segment of its path.
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
