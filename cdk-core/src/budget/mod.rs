//! Budget: decides when a request may be sent.
//!
//! In: a request with its stream. Out: a permit, which is held while the request is in flight.
//! Default: a few requests at a time, shared fairly between the streams. Their number adapts to the throughput
//! ([`level`]), and their rate to refusals of the API ([`pace`]). Rate limits that a connector declares ([`Budget`]) or
//! the API reports in headers also apply. A circuit breaker stops requests to a host that only fails.
//! Not here: the steps after a failure (see `retry`), cached responses, which need no permit (see `client`).

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
