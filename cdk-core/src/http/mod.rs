//! HTTP: requests and responses as plain values, URLs, and the transport.
//!
//! In: a [`Request`]. Out: a [`Response`] with its decompressed body (whole, or as a body stream), or a
//! `TransportError`.
//! Defaults: the timeouts and sizes of [`Limits`], which are always on. The client requests gzip. A redirect is
//! followed within its origin only, because credentials can be in any header.
//! Not here: retries (see `retry`), signing (see `auth`), the meaning of a page (see `decode`). Only `transport`,
//! `body_stream` and `connection_error` use the HTTP client library.

mod attempt;
mod body_stream;
mod certificates;
pub(crate) mod charset;
mod connection_error;
mod fetch;
mod header_names;
mod identity;
mod inflate;
mod limits;
mod memory;
mod outgoing;
mod proxy;
pub(crate) mod quota;
mod redirect;
mod request;
mod response;
mod server_clock;
mod transport;
mod transport_error;
pub(crate) mod url;
pub(crate) mod wait;

pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use ::url::Url;

pub(crate) use attempt::{AttemptInfo, WaitReason, Waited};
pub(crate) use body_stream::BodyStream;
pub use fetch::fetch;
pub(crate) use identity::Identity;
pub use limits::Limits;
pub(crate) use memory::{MAX_HELD_BYTES, MemoryBudget, Reservation};
pub(crate) use outgoing::{Outgoing, Requester, Transport, TransportFuture};
pub(crate) use quota::Quota;
pub use request::Request;
pub use response::Response;
pub(crate) use server_clock::server_now;
pub(crate) use transport::HttpTransport;
pub(crate) use transport_error::{TransportError, TransportErrorKind};
pub(crate) use wait::wait_in;

#[cfg(test)]
mod tests;
