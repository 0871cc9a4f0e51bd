//! Writer: batches and messages → a sink such as standard output, in order, on a separate thread.
//!
//! In: batches of whole lines. Out: one write per batch. Batches keep their order, so records come before the STATE
//! that covers them.
//! Default: at most [`queue::MAX_QUEUED_BYTES`] are queued, less if the run has little memory. When the queue is full,
//! the engine waits, so a slow reader slows the requests down. After a closed pipe, further lines are dropped and
//! [`Writer::closed`] resolves.
//! Not here: the content of a line (see `record`, `output`).

mod output;
mod queue;
mod sink;
mod summary;

pub(crate) use output::{ActiveStream, RunOutput};
pub(crate) use queue::{MAX_QUEUED_BYTES, Outlet, OutputClosed, Writer};
pub(crate) use sink::{LineSink, PlainSink};
pub(crate) use summary::{StreamSummary, group_digits};

#[cfg(test)]
mod tests;
