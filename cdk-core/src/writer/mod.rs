//! Writer: batches and messages → standard output, in order, on a separate thread.
//!
//! In: batches of whole lines. Out: one write a batch. What was given first leaves first, so records leave before the
//! STATE that covers them.
//! Default: [`queue::MAX_QUEUED_BYTES`] may wait to be written, less where the run has little memory; who gives more
//! waits, so a slow reader slows the requests down. A closed pipe is not a crash: the rest is dropped, and
//! [`Writer::closed`] resolves.
//! Not here: what a line says (see `record`, `output`).

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
