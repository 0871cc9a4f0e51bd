//! Base: what every part of a read uses: outcomes, tasks, running totals, observers of requests.

pub(super) mod fingerprint;
pub(super) mod nulled;
pub(super) mod short_pages;
pub(super) mod task;
pub(super) mod terminal_progress;
pub(super) mod without_cursor;
