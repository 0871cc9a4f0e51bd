//! Client: request → response, the only place that knows the order of the policies.
//!
//! For one request: *cache*, where the stream has one: a success that is kept costs nothing of what follows → loop { the
//! host's *circuit* → wait for the *budget* → *auth* gives the credentials (after every wait: a token can expire in it) →
//! transport → the budget learns from the headers → the stream's rules and *retry* decide: success, wait and send again,
//! ignore, or the error } → *cache* keeps the success. The permit of the budget is held while the request is in flight, not
//! while it waits to be sent again, nor for an equal one.
//! In: a request, the stream's signer, rules and policy, someone who hears of what happens. Out: a success with a body, what
//! the stream ignores, or an error with method, URL without secrets, status and the API's own message.
//! Not here: pages, tokens, records. A body that turns out broken later is reported back by [`Tries::body_failed`].

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
