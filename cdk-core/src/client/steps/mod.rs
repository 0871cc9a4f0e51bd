//! Steps: the parts of one attempt, each with one method, in the order in which `Tries` calls them.
//!
//! | step | input → output |
//! |---|---|
//! | [`CacheCheck`] | the request → a cached response, or the turn to send |
//! | [`CircuitBreaker`] | the host → an error if the circuit breaker is open |
//! | [`TokenWait`] | several rate-limited tokens → a usable one |
//! | [`GateEntry`] | the request → a permit of the budget |
//! | [`MemoryClaim`] | the expected size → a reservation of the run's memory |
//! | [`Signing`] | the request → the request with credentials |
//! | [`Transmission`] | the signed request → a response, or the transport error |
//! | [`Reporting`] | the response → updates of gate, budgets and tokens |
//! | [`Judging`] | the response → success or failure, by the connector's rules and hooks or by default |
//!
//! Not here: the loop over attempts (see `tries`), the wait before the next one (see `retrying`).

mod cache;
mod circuit;
mod gate;
mod judging;
mod memory;
mod reporting;
mod signing;
mod token;
mod transmission;

pub(super) use cache::{CacheCheck, Cached};
pub(super) use circuit::CircuitBreaker;
pub(super) use gate::GateEntry;
pub(super) use judging::{Judged, Judging};
pub(super) use memory::MemoryClaim;
pub(super) use reporting::Reporting;
pub(super) use signing::Signing;
pub(super) use token::TokenWait;
pub(super) use transmission::Transmission;
