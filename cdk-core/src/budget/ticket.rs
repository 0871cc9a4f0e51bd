//! Ticket: the position of a waiting request among all.

use std::cell::Cell;

use tokio::time::Instant;

/// The position of a waiting request among all.
pub(super) struct Ticket {
    pub(super) number: u64,
    /// Since when the request waits only for a rate limit.
    pub(super) held_since: Cell<Option<Instant>>,
    /// Whether the wait was logged.
    pub(super) is_told: Cell<bool>,
}

impl Ticket {
    pub(super) fn new(number: u64) -> Self {
        Self { number, held_since: Cell::new(None), is_told: Cell::new(false) }
    }
}
