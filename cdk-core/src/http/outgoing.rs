//! Outgoing: one attempt of a request, and what a transport is.
//!
//! In: a request as it leaves, and on whose behalf. Out: its response, or why none came.
//! Not here: the network (see `transport`), a recording in its place (see `cassette`).

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use super::body_stream::BodyStream;
use super::identity::Identity;
use super::memory::Reservation;
use super::request::Request;
use super::response::Response;
use super::transport_error::TransportError;

pub(crate) type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + 'a>>;

/// On whose behalf a request is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Requester {
    /// `auth`: what it is told is credentials. Whoever does not say is taken for it, since of this the least is written.
    #[default]
    Auth,
    /// A stream, or the hook that finds streams: what it is told is records.
    Stream,
}

/// One attempt of a request, with what the one who sends it may want to know.
pub(crate) struct Outgoing<'a> {
    /// As it was made, without credentials.
    pub(crate) request: &'a Request,
    /// As it leaves.
    pub(crate) signed: &'a Request,
    /// Whose credentials were added; `None` for none.
    pub(crate) identity: Option<Identity>,
    /// Who asks: the stream's name, or what stands in for one. A stream may have any name, `auth` too.
    pub(crate) who: &'a str,
    pub(crate) requester: Requester,
    /// Whether a success is kept for those who ask the same later.
    pub(crate) is_kept: bool,
    /// What the answer may hold of the run's memory.
    pub(crate) reservation: Option<&'a Reservation>,
    /// Where the body of a success may be put that is read as it comes; the response has none then.
    pub(crate) body_stream: Option<&'a RefCell<Option<BodyStream>>>,
}

/// Sends a request once. The tests of `client` script one of their own.
pub(crate) trait Transport {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a>;

    /// Whether there is a server that another attempt must give time to.
    fn waits(&self) -> bool {
        true
    }
}
