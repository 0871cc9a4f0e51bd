//! Position: where the pagination of one slice is.
//!
//! In: the token that an earlier run left, if there is one. Out: the next page's token, and what is known of the page
//! before.
//! Not here: how the position changes (see `advance`, `answer`, `probe`).

use serde_json::Value;

use crate::error::Error;
use crate::paginate::Guard;
use crate::read::base::fingerprint::Fingerprint;
use crate::read::plan::open_stream::OpenStream;
use crate::stream::scope::PageScope;

/// Where the pagination of a slice is.
pub(crate) struct Position {
    /// Leads to the next page; the page before it is `page`.
    pub(crate) token: Option<Value>,
    pub(crate) page: Option<PageScope>,
    /// The number of the page that is read, from 1.
    pub(crate) number: u64,
    pub(crate) guard: Guard,
    /// The records of the page before.
    pub(crate) before: Fingerprint,
    /// Whether the next page shows if a short page is the last one.
    pub(crate) is_probe: bool,
    /// Whether the page before was short.
    pub(crate) is_after_short: bool,
    /// Whether the next page is the first of this run, and not of the slice.
    pub(crate) is_resuming: bool,
    pub(crate) at_end: bool,
    /// Why no page can follow the one that was read last.
    pub(crate) problem: Option<Error>,
    /// How often the slice was read from its first page on again.
    pub(crate) resets: u32,
}

impl Position {
    /// `left`: the token of the page at which an earlier run stopped.
    pub(crate) fn new<C>(stream: &OpenStream<C>, left: Option<Value>) -> Self {
        let is_resuming = left.is_some();
        let token = left.or_else(|| stream.plan.paging.paginate.first());
        Self {
            guard: guard(stream, token.as_ref()),
            token,
            page: None,
            number: 0,
            before: Fingerprint::default(),
            is_probe: false,
            is_after_short: false,
            is_resuming,
            at_end: false,
            problem: None,
            resets: 0,
        }
    }

    /// Goes back to the first page of the slice.
    pub(crate) fn rewind<C>(&mut self, stream: &OpenStream<C>) {
        self.token = stream.plan.paging.paginate.first();
        self.guard = guard(stream, self.token.as_ref());
        (self.page, self.number) = (None, 0);
        (self.before, self.is_probe, self.is_after_short) = (Fingerprint::default(), false, false);
    }
}

fn guard<C>(stream: &OpenStream<C>, token: Option<&Value>) -> Guard {
    Guard::new(stream.tally.token_place_seen.clone(), &stream.plan.request.origins, token)
}
