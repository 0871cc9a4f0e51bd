//! Budget: decides when a request may leave.
//!
//! In: a request that is ready, and whose it is. Out: a permit that is held while it is in flight.
//! Default: a handful at a time, shared fairly between the streams that are read; how many finds itself ([`level`]), and so does a
//! pace where the API refuses requests ([`pace`]); no other rate, but for those that a connector
//! declares ([`Budget`]) or that the API's headers tell of. A circuit keeps from asking a host that only fails.
//! Not here: what happens after a failure (see `retry`), an answer from disk, which needs no permit (see `client`).

mod circuit;
mod gate;
mod lane;
mod learned;
mod level;
mod limit;
mod pace;
mod pattern;
mod permit;
mod rate;
mod report;
mod ticket;
mod traffic;
mod window;

#[cfg(test)]
mod tests;

pub(crate) use circuit::Circuits;
pub(crate) use gate::Gate;
pub(crate) use lane::{Lane, OnWait, Pass, WaitTooLong};
pub(crate) use limit::{Budget, WaitAt};
pub(crate) use pattern::RequestPattern;
pub(crate) use permit::Permit;
pub(crate) use rate::Rate;
pub(crate) use report::QuotaReport;
