//! Sending: the settings of a stream for its requests, and the result of a request.

use std::rc::Rc;

use super::notice::Notice;
use super::stats::Stats;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::cache::Cache;
use crate::http::{Requester, Response};
use crate::retry::Retry;

/// The settings of a stream for its requests: credentials, retry policy, budgets and observer.
#[derive(Default)]
pub(crate) struct Sending {
    /// The stream's name, or a name for other senders.
    pub(crate) who: String,
    /// Prefix of its log messages: "stream `users`".
    pub(crate) label: String,
    pub(crate) requester: Requester,
    pub(crate) signer: Option<Rc<dyn Signer>>,
    /// The pass for the gate. A request without one, such as a login, does not wait at the gate: another request waits
    /// for it.
    pub(crate) pass: Option<Pass>,
    pub(crate) retry: Retry,
    /// Which responses are cached during the run, if any.
    pub(crate) cache: Option<Cache>,
    pub(crate) stats: Rc<Stats>,
    /// Failed requests of a host in a row after which the circuit breaker opens.
    pub(crate) circuit: Option<u32>,
    pub(crate) observer: Option<RequestObserver>,
}

/// Receives the events of a request.
pub(crate) type RequestObserver = Box<dyn Fn(&Notice<'_>)>;

/// The result of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    Success(Response),
    /// The connector's rules ignore the response: it is not a page, and the slice ends. Contains a description.
    Ignored(Response, String),
    /// The connector's rules restart the slice from its first page. Contains a description.
    Reset(String),
}
