//! Plan: a definition and the config, made ready to read.
//!
//! In: a stream's definition and the run. Out: [`stream_plan::StreamPlan`], data that does not change while the stream
//! is read, and [`open_stream::OpenStream`], a plan with the totals and the counted requests of one read.
//! Not here: what is done by a plan; those are functions over the part of it that they need, in the folders above.

pub(super) mod build;
pub(super) mod captures;
pub(super) mod columns;
pub(super) mod cursor;
pub(super) mod cursor_rules;
pub(super) mod gate_passes;
pub(super) mod judge;
pub(super) mod open_stream;
pub(super) mod purpose;
pub(super) mod run_context;
pub(super) mod signer;
pub(super) mod stream_plan;
