//! HTTP: request and response as plain values, URLs, and the transport.
//!
//! In: a [`Request`]. Out: a [`Response`], its body read whole and inflated (or `Coming`, piece by piece), or a `TransportError`.
//! Defaults: the time-outs and caps of [`Limits`], always on; gzip is asked for; a redirect is followed within its origin
//! only, since credentials travel in headers of any name.
//! Not here: retrying (see `retry`), signing (see `auth`), what a page means (see `decode`). `transport`, `coming` and
//! `connection_error` are the only files that name the HTTP client.

mod certificates;
pub(crate) mod charset;
mod coming;
mod connection_error;
mod identity;
mod inflate;
mod proxy;
pub(crate) mod quota;
mod redirect;
mod request;
mod response;
pub(crate) mod room;
pub(crate) mod transport;
pub(crate) mod url;
pub(crate) mod wait;

pub(crate) use coming::Coming;
pub(crate) use identity::Identity;
pub(crate) use quota::Quota;
pub use request::Request;
pub use response::Response;
pub use transport::Limits;
pub(crate) use transport::{Asker, HttpTransport, Outgoing, Transport, TransportError};
pub(crate) use wait::wait_in;

#[cfg(test)]
mod tests;
