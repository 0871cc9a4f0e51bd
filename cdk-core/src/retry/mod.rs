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

mod attempt;
mod backoff;
mod failure;
mod graphql;
mod json_at;
mod mapping;
mod policy;
mod server_hint;
mod verdict;

pub use attempt::Attempt;
pub(crate) use attempt::{Ask, Hooks};
pub(crate) use backoff::Schedule;
pub(crate) use failure::{Failure, api_message, in_seconds, in_words};
pub(crate) use graphql::{GraphQlErrors, is_graphql};
pub(crate) use json_at::reports_failure;
pub(crate) use mapping::{Action, Conditions, Judge, Ruling};
pub use policy::{IntoTime, Retry};
pub(crate) use verdict::Failed;

pub(crate) use crate::json::JsonLookup as Lookup;
