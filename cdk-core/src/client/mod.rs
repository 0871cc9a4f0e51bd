//! Client: sends a request and returns its response. The only module that defines the order of all policies.
//!
//! Steps of one request:
//! 1. Cache, if the stream has one: a cached response skips all other steps.
//! 2. Circuit breaker of the host.
//! 3. Wait for the budget (rate limits and requests in flight).
//! 4. `auth` adds the credentials. This is after every wait, because a token can expire during a wait.
//! 5. The transport sends the request.
//! 6. The budget learns from the response headers.
//! 7. The stream's rules and `retry` decide: success, wait and go to step 2, ignore, or error.
//! 8. The cache stores a success.
//!
//! The permit of the budget is held while the request is in flight, not during the wait for a retry or for an equal
//! request.
//! In: a request; the stream's signer, rules and policy; an observer. Out: a success with a body, an ignored response,
//! or an error with method, URL without secrets, status and the API's own message.
//! Not here: pages, tokens, records. If a body turns out to be incomplete later, [`Tries::body_failed`] reports it.

mod asked_by_auth;
mod attempt_hooks;
mod attempts;
mod call;
mod notice;
mod of_stream;
mod pasted_keys;
mod progress;
mod retrying;
mod sending;
mod shared;
mod stats;
mod steps;
mod token_turn;
mod tries;

pub(crate) use notice::Notice;
pub(crate) use sending::{Answer, RequestObserver, Sending};
pub(crate) use shared::Client;
pub(crate) use stats::Stats;
pub(crate) use tries::Tries;

#[cfg(test)]
mod tests;
