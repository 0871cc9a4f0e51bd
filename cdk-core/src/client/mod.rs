//! Client: request → response, the only place that knows the order of the policies.
//!
//! For one request: *cache*, where the stream has one: a success that is kept costs nothing of what follows → loop { wait
//! for the *budget* → *auth* gives the credentials (after every wait: a token can expire in it) → transport → *retry*
//! decides: success, wait and send again, or the error } → *cache* keeps the success. The permit of the budget is held
//! while the request is in flight, not while it waits to be sent again, nor for an equal one.
//! In: a request, the stream's signer and policy, someone who hears of retries. Out: a success with a body, or an error
//! with method, URL without secrets, status and the API's own message.
//! Not here: pages, tokens, records. A body that turns out broken later is reported back by [`Tries::body_failed`].

mod cached;
mod shared;
mod tries;

pub(crate) use shared::Client;
pub(crate) use tries::{OnRetry, RetryNotice, Sending, Stats, Tries};

#[cfg(test)]
mod tests;
