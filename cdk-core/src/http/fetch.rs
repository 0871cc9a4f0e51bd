//! Fetch: sends one request for a tool that is not a connector, such as `cdk infer`.
//!
//! In: a request with all of its headers. Out: its response, of any status.
//! Default: one attempt; redirects are followed within the origin only.
//! Not here: retries, rate limits and authentication (see `client`).

use super::attempt::AttemptInfo;
use super::limits::Limits;
use super::outgoing::{Outgoing, Requester, Transport};
use super::request::Request;
use super::response::Response;
use super::transport::HttpTransport;
use crate::error::{Error, Result};

/// Sends a request once and blocks until its response is complete. Must not be called in an async function.
///
/// # Errors
/// A transient or system error if no complete response arrives. It names the URL without secrets, and no header.
pub fn fetch(request: &Request, limits: Limits) -> Result<Response> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::system("the async runtime cannot start").with_source(error))?;
    let transport = HttpTransport::new(concat!("rust-cdk/", env!("CARGO_PKG_VERSION")), limits);
    let outgoing = Outgoing {
        request,
        signed: request,
        identity: None,
        who: "fetch",
        requester: Requester::Stream,
        attempt: AttemptInfo::default(),
        is_kept: false,
        reservation: None,
        body_stream: None,
    };
    runtime.block_on(transport.send(&outgoing)).map_err(|error| {
        let message = format!("{}: {}", request.summary(), error.message);
        if error.may_pass { Error::transient(message) } else { Error::system(message) }
    })
}
