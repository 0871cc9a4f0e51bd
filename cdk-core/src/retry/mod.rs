//! Retry: decides whether the client retries a failed attempt, and after which wait.
//!
//! In: the outcome of an attempt ([`Failure`]), the number of attempts and their duration. Out: a wait, or the error
//! that ends the request.
//! Default: HTTP 408, 429, any 5XX and transport errors are retried: 5 attempts within 10 min. The waits are 1, 2, 4
//! and 8 s, each multiplied by 0.5 to 1.5 (jitter).
//! A wait that the server requests replaces the schedule, up to one hour. It is not a step of the schedule and does not
//! count toward the 10 min.
//! Errors in the response to a GraphQL request are a failure; codes for too many requests are a rate limit.
//! The rules of a stream (`on`) define the meaning of a response first. Its hooks `should_retry` and `backoff_time`
//! have precedence over the defaults.
//! Not here: sleeping and sending (see `client`), the meaning of a body (see `decode`).

mod api_message;
mod attempt;
mod backoff;
mod failure;
mod graphql;
mod in_words;
mod json_at;
mod mapping;
mod policy;
mod request_error;
mod server_hint;
mod verdict;

pub(crate) use api_message::api_message;
pub use attempt::Attempt;
pub(crate) use attempt::{AttemptHook, Hooks};
pub(crate) use backoff::Schedule;
pub(crate) use failure::Failure;
pub(crate) use graphql::{GraphQlErrors, is_graphql};
pub(crate) use in_words::{in_seconds, in_words};
pub(crate) use json_at::reports_failure;
pub(crate) use mapping::{Action, Conditions, ResponseRules, Ruling};
pub use policy::{IntoTime, Retry};
pub(crate) use request_error::{LastAttempt, request_error};
pub(crate) use verdict::{FailedAttempt, RetryEnd, Wait};
