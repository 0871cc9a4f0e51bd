//! How a stream sends, and what a request comes to.

use std::rc::Rc;

use super::notice::Notice;
use super::stats::Stats;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::cache::Cache;
use crate::http::{Requester, Response};
use crate::retry::Retry;

/// How a stream sends: with which credentials, how often, and who hears of it.
#[derive(Default)]
pub(crate) struct Sending {
    /// The stream's name, or what stands in for one.
    pub(crate) who: String,
    /// Begins what is logged of it: "stream `users`".
    pub(crate) label: String,
    pub(crate) requester: Requester,
    pub(crate) signer: Option<Rc<dyn Signer>>,
    /// Shown at the gate; what is sent without one, such as a login, goes beside the request that waits for it.
    pub(crate) pass: Option<Pass>,
    pub(crate) retry: Retry,
    /// Which answers are kept for the run, where any are.
    pub(crate) cache: Option<Cache>,
    pub(crate) stats: Rc<Stats>,
    /// Failed requests of a host in a row before the rest is not sent.
    pub(crate) circuit: Option<u32>,
    pub(crate) observer: Option<RequestObserver>,
}

/// Hears of what happens to a request.
pub(crate) type RequestObserver = Box<dyn Fn(&Notice<'_>)>;

/// What a request came to.
#[derive(Debug)]
pub(crate) enum Answer {
    Success(Response),
    /// By the connector's word not worth an error, and no page: the slice ends. What it was, in words.
    Ignored(Response, String),
    /// By the connector's word the slice is to be read from its first page on. What it was, in words.
    Reset(String),
}
