//! Budget: decides when a request may be sent.
//!
//! In: a request that is ready, and its stream. Out: a permit, which is held while the request is in flight.
//! Default: a few requests in flight, distributed fairly between the streams. Their number adapts to the throughput
//! ([`level`]). After a rate limit error the rate adapts too ([`pace`]). Other rates apply only if the connector
//! declares them ([`Budget`]) or the API's headers report a quota. A circuit breaker stops requests to a failing host.
//! Not here: retries (see `retry`), cached responses, which do not need a permit (see `client`).

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
