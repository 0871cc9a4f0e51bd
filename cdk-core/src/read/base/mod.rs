//! Base: what all folders of `read` use: outcomes, tasks, running totals, observers of requests, the source of records.
//!
//! Nothing here knows a plan. What changes while a stream is read is in its [`tally::Tally`].

pub(super) mod clock;
pub(super) mod fingerprint;
pub(super) mod nulled;
pub(super) mod once;
pub(super) mod outcome;
pub(super) mod quote;
pub(super) mod record_source;
pub(super) mod request_observer;
pub(super) mod shared_signers;
pub(super) mod short_pages;
pub(super) mod slice_progress;
pub(super) mod tally;
pub(super) mod task;
pub(super) mod without_cursor;
