//! Memory: reserves memory for the response before the request is sent.

use crate::client::call::Call;
use crate::http::Reservation;

/// Reserves memory.
pub(in crate::client) struct MemoryClaim<'a> {
    pub(in crate::client) call: &'a Call,
}

impl MemoryClaim<'_> {
    /// A reservation of the expected size. `None` for a login, because a request that holds memory may wait for it.
    pub(in crate::client) async fn reserve(&self) -> Option<Reservation> {
        if !self.call.is_of_page() {
            return None;
        }
        Some(self.call.client.memory.reserve(self.call.sending.stats.expected()).await)
    }
}
