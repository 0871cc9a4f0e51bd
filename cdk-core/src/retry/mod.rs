//! Retry: decides whether a failed attempt is tried again, and after which wait.
//!
//! In: what an attempt came to ([`Failure`]), how many there were and how long they took. Out: a wait, or why there is none
//! and the error that says so.
//! Default: 408, 429, any 5XX and transport failures, 5 tries in all within 10 min, waits of 1, 2, 4 and 8 s, each drawn
//! between half and one and a half of that. The wait that a server names wins over the schedule, up to an hour; it is no
//! step of the schedule and does not count toward the 10 min. Errors in the response to a GraphQL request are a failure; codes
//! for too many requests are a rate limit. A stream's functions win over both; its rules (`on`) say what
//! an answer means before that.
//! Not here: sleeping and sending (see `client`), what a body means (see `decode`).

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
