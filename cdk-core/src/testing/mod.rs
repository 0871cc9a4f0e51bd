//! Testing: a local API to script, runs of a source in-process, and questions about what it wrote.
//!
//! In: routes and their replies, faults included ([`Api`], [`Reply`]), and a source. Out: the requests that came
//! ([`Received`]) and the messages that the source wrote ([`Output`]).
//! Only under feature `testing`: a connector names it in its dev-dependencies. Everything panics with a helpful text
//! instead of returning errors, since only tests call it.
//! Not here: mocks of the client. A source under test sends real requests over loopback and writes real lines.

mod api;
mod received;
mod reply;
mod route;
mod stop;

#[cfg(test)]
mod tests;

pub use api::{Api, RunningApi};
pub use received::Received;
pub use reply::Reply;
