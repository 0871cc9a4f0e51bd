//! Store: the cached responses of a run, and the warnings if they cannot be written.
//!
//! In: a key, and its success. Out: the success for the next equal request, or the turn to send it.
//! Reading, writing and compressing block, so they run on other threads than the engine.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use tokio::task::spawn_blocking;

use super::entry::{decoded, encoded};
use super::key::CacheKey;
use super::location::CacheLocation;
use super::segments::{Refused, SEGMENT_BYTES, SegmentRange, Segments};
use super::single_flight::{Flights, SendTurn};
use crate::error::Result;
use crate::http::Response;

/// Receives each kind of warning once.
pub(crate) type Warn = Box<dyn Fn(&str)>;

/// The responses of a run. Removes them when it is dropped.
pub(crate) struct Store {
    segments: Arc<Segments>,
    index: RefCell<HashMap<CacheKey, SegmentRange>>,
    flights: Flights,
    /// Whether further responses are cached.
    accepts: Cell<bool>,
    has_told_of_damage: Cell<bool>,
    warn: Warn,
}

/// The result of a look-up.
pub(crate) enum CacheLookup {
    /// The response, and its place.
    Kept(Response, SegmentRange),
    /// The request must be sent. The turn goes back to [`Store::keep`]. `None` if nothing is cached any more.
    Missing(Option<SendTurn>),
}

impl Store {
    pub(crate) fn new(place: CacheLocation, warn: Warn) -> Self {
        Self::with_segments(place, SEGMENT_BYTES, warn)
    }

    pub(super) fn with_segments(place: CacheLocation, segment_bytes: u64, warn: Warn) -> Self {
        Self {
            segments: Arc::new(Segments::new(place, segment_bytes)),
            index: RefCell::default(),
            flights: Flights::default(),
            accepts: Cell::new(true),
            has_told_of_damage: Cell::new(false),
            warn,
        }
    }

    /// The response to the request of this key. Waits while an equal one is in flight.
    pub(crate) async fn look_up(&self, key: CacheKey) -> CacheLookup {
        if let Some(kept) = self.kept(key).await {
            return kept;
        }
        // If nothing is cached, there is nothing to wait for.
        if !self.accepts.get() {
            return CacheLookup::Missing(None);
        }
        let turn = self.flights.turn(key).await;
        match self.kept(key).await {
            Some(kept) => kept,
            None => CacheLookup::Missing(self.accepts.get().then_some(turn)),
        }
    }

    /// Caches a response. Returns it with its place, if it was cached.
    ///
    /// # Errors
    /// If the thread that writes has ended.
    pub(crate) async fn keep(
        &self,
        key: CacheKey,
        turn: Option<SendTurn>,
        response: Response,
    ) -> Result<(Response, Option<SegmentRange>)> {
        if turn.is_none() || !self.accepts.get() {
            return Ok((response, None));
        }
        let segments = self.segments.clone();
        let write = move || {
            let kept = encoded(&response).map_or(Err(Refused::Full), |bytes| segments.append(&bytes));
            (response, kept)
        };
        let (response, kept) = spawn_blocking(write).await?;
        match kept {
            Ok(at) => {
                self.index.borrow_mut().insert(key, at);
                Ok((response, Some(at)))
            }
            Err(refused) => {
                self.stop(&refused);
                Ok((response, None))
            }
        }
    }

    /// Forgets the entry at this place. A newer one stays.
    pub(crate) fn forget(&self, key: CacheKey, at: SegmentRange) {
        if let Entry::Occupied(entry) = self.index.borrow_mut().entry(key)
            && *entry.get() == at
        {
            entry.remove();
        }
    }

    async fn kept(&self, key: CacheKey) -> Option<CacheLookup> {
        let at = self.index.borrow().get(&key).copied()?;
        let segments = self.segments.clone();
        let read = spawn_blocking(move || match segments.read(at) {
            Ok(bytes) => decoded(&bytes).ok_or_else(|| "checksum mismatch".to_owned()),
            Err(error) => Err(error.to_string()),
        });
        let why = match read.await {
            Ok(Ok(response)) => return Some(CacheLookup::Kept(response, at)),
            Ok(Err(why)) => why,
            Err(error) => error.to_string(),
        };
        self.forget(key, at);
        if !self.has_told_of_damage.replace(true) {
            (self.warn)(&format!("a cached response cannot be read ({why}); its request is sent again"));
        }
        None
    }

    /// Stops caching, with one warning.
    fn stop(&self, refused: &Refused) {
        let was_on = self.accepts.replace(false);
        let place = self.segments.place();
        let (directory, megabytes) = (place.directory.display(), place.max_bytes >> 20);
        let what = match refused {
            Refused::Closed => return,
            Refused::NoDirectory(error) => format!(
                "the response cache is off: cannot create a directory in `{directory}`: {error}; set CDK_CACHE_DIR to \
                 another directory"
            ),
            Refused::Broken(error) => format!(
                "the response cache stores no more responses: cannot write to `{directory}`: {error}; set \
                 CDK_CACHE_DIR to another directory"
            ),
            Refused::Full => format!(
                "the response cache is full ({megabytes} MB) and stores no more responses; CDK_CACHE_MAX_MB raises \
                 the limit"
            ),
        };
        if was_on {
            (self.warn)(&what);
        }
    }

    #[cfg(test)]
    pub(super) fn segments(&self) -> &Segments {
        &self.segments
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.segments.close();
    }
}
