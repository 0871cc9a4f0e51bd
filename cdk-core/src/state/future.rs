//! Future: saved states and starts that are later than the run's clock.
//!
//! In: a saved state, and the time. Out: the state without values in the future, and a note for one warning.
//! Default: a value in the future is ignored. The sync reads from `start`. If `start` is also in the future or missing,
//! it reads from its own begin minus `lookback`.
//! Source: the Python CDK continues from such a value, requests nothing, and keeps the value forever.
//! Not here: the warning (see `read::future`), records with a cursor in the future (see
//! [`StreamProgress::page`](super::Progress::page)).

use jiff::Timestamp;

use super::saved::{Future, Saved, SavedTrack};
use super::track::Track;
use super::value::CursorValue;
use super::watermark::key;

impl Saved {
    /// Drops values later than `now`. `first`: the first such value, as it was written.
    pub(super) fn drop_future(&mut self, now: Timestamp, first: Option<String>) {
        let Some(value) = first else { return };
        let mut count = 0;
        for (partition, track) in &mut self.tracks {
            if track.is_after(now) {
                self.late.insert(key(partition));
                let since = track.since.take().filter(|since| !since.is_after(now));
                *track = SavedTrack { since, ..SavedTrack::default() };
                count += 1;
            }
        }
        self.legacy.retain(|name, value| {
            let is_late = value.is_after(now);
            if is_late {
                self.late.insert(name.clone());
                count += 1;
            }
            !is_late
        });
        self.recent = self.recent.take().filter(|recent| !recent.is_after(now));
        self.is_global_late = self.global.as_ref().is_some_and(|global| global.is_after(now));
        if self.is_global_late {
            self.global = None;
            count += 1;
        }
        self.began = self.began.map(|began| began.min(now));
        self.future = Some(Future { value, count: count.max(1) });
    }
}

impl SavedTrack {
    /// Whether any of its cursors is later than `now`. Ends of windows may be: a stream can read up to a declared
    /// `end`.
    fn is_after(&self, now: Timestamp) -> bool {
        let done = self.done.iter().map(|done| &done.recent);
        let left = self.left.iter().map(|left| &left.recent);
        [&self.since, &self.from].into_iter().chain(done).chain(left).flatten().any(|value| value.is_after(now))
    }
}

impl Track {
    /// Forgets the windows of an earlier run if one of them is later than `latest`, the end of this sync. Returns that
    /// edge.
    pub(super) fn drop_future(&mut self, latest: Timestamp) -> Option<CursorValue> {
        let windows = self.done.iter().map(|done| &done.window).chain(self.left.iter().map(|left| &left.window));
        let edges = windows.flat_map(|window| [&window.start, &window.end]).flatten();
        let late = edges.chain(self.finished.iter().flatten()).find(|edge| edge.is_after(latest)).cloned()?;
        self.done.clear();
        self.left.clear();
        (self.from, self.finished) = (None, None);
        Some(late)
    }

    /// Whether this sync has read nothing of the partition.
    pub(super) fn is_new(&self) -> bool {
        self.done.is_empty() && self.left.is_empty() && self.finished.is_none()
    }
}
