//! Retry: decides whether a failed attempt is tried again, and after which wait.
//!
//! In: what an attempt came to ([`Failure`]) and how many there were. Out: a wait, or the error that ends it.
//! Default: 429, any 5XX and transport failures, 5 tries in all, waits of 1, 2, 4 and 8 s, each drawn between half and one
//! and a half of that; a `Retry-After` in seconds wins over the schedule, up to an hour.
//! Not here: sleeping and sending (see `client`), what a body means (see `decode`).

mod backoff;
mod failure;
mod policy;
mod server_hint;

pub(crate) use backoff::Schedule;
pub(crate) use failure::Failure;
pub(crate) use policy::{Policy, Verdict};
