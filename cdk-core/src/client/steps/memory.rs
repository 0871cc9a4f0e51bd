//! Memory: room for the response, before it is requested.

use crate::client::call::Call;
use crate::http::Reservation;

/// Claims memory.
pub(in crate::client) struct MemoryClaim<'a> {
    pub(in crate::client) call: &'a Call,
}

impl MemoryClaim<'_> {
    /// A reservation, as large as the stream's responses were. None for a login: whoever holds memory waits for it.
    pub(in crate::client) async fn reserve(&self) -> Option<Reservation> {
        if !self.call.is_of_page() {
            return None;
        }
        Some(self.call.client.memory.reserve(self.call.sending.stats.expected()).await)
    }
}
