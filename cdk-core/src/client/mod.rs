//! Client: request → response, the only place that knows the order of the policies.
//!
//! For one request: loop { wait for the *budget* → *auth* gives the credentials (after every wait: a token can expire in
//! it) → transport → *retry* decides: success, wait and send again, or the error }. The permit of the budget is held while
//! the request is in flight, not while it waits to be sent again.
//! In: a request, the stream's signer and policy, someone who hears of retries. Out: a success with a body, or an error
//! with method, URL without secrets, status and the API's own message.
//! Not here: pages, tokens, records. A body that turns out broken later is reported back by [`Tries::body_failed`].

mod shared;
mod tries;

pub(crate) use shared::Client;
pub(crate) use tries::{OnRetry, RetryNotice, Sending, Stats, Tries};

#[cfg(test)]
mod tests;
