//! Budget: decides when a request may leave.
//!
//! In: a request that is ready, and whose it is. Out: a permit that is held while it is in flight.
//! Default: a handful at a time, shared fairly between the streams that are read.
//! Not here: what happens after a failure (see `retry`), an answer from disk, which needs no permit (see `client`).

mod gate;

#[cfg(test)]
mod tests;

pub(crate) use gate::{Gate, Lane, Pass};
