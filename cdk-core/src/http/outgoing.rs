//! Outgoing: one attempt of a request, and the `Transport` trait.
//!
//! In: the request as it is sent, and its sender. Out: its response, or the transport error.
//! Not here: the network (see `transport`), a recording that replaces it (see `cassette`).

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use super::attempt::AttemptInfo;
use super::body_stream::BodyStream;
use super::identity::Identity;
use super::memory::Reservation;
use super::request::Request;
use super::response::Response;
use super::transport_error::TransportError;

pub(crate) type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + 'a>>;

/// The part of the run that sends a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Requester {
    /// `auth`: the response contains credentials. The default, because the least is recorded of it.
    #[default]
    Auth,
    /// A stream, or the hook that discovers streams: the response contains records.
    Stream,
}

/// One attempt of a request, with its context.
pub(crate) struct Outgoing<'a> {
    /// The request without credentials.
    pub(crate) request: &'a Request,
    /// The request as it is sent.
    pub(crate) signed: &'a Request,
    /// Account of the credentials that were added; `None` without credentials.
    pub(crate) identity: Option<Identity>,
    /// Name of the sender: the stream's name, or a name for other senders. A stream may have any name, also `auth`.
    pub(crate) who: &'a str,
    pub(crate) requester: Requester,
    /// For a recording.
    pub(crate) attempt: AttemptInfo<'a>,
    /// Whether a successful response is cached.
    pub(crate) is_kept: bool,
    /// Memory that the response may hold.
    pub(crate) reservation: Option<&'a Reservation>,
    /// Receives the body of a successful response that is streamed. The response then has an empty body.
    pub(crate) body_stream: Option<&'a RefCell<Option<BodyStream>>>,
}

/// Sends a request once. The tests of `client` have a scripted transport.
pub(crate) trait Transport {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a>;

    /// Whether there is a real server, so that retries must wait.
    fn waits(&self) -> bool {
        true
    }
}
