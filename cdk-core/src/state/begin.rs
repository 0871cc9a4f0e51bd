//! Begin: where a partition begins, by the state and by the stream's definition.
//!
//! In: a partition, and the range to read. Out: its track with the windows that are left.
//! Default: the partition's own value, else the value for all partitions, each minus `lookback`; else `start`.
//! Not here: values in the future (see `future`), windows (see `track`).

use serde_json::Value;

use super::progress::StreamProgress;
use super::range::CursorRange;
use super::saved::Future;
use super::shape::State;
use super::value::CursorValue;
use super::watermark::key;

/// A partition that is to be read.
#[derive(Debug, Default)]
pub(crate) struct Begun {
    /// The key of the partition in the progress.
    pub(crate) key: String,
    /// Where it begins.
    pub(crate) from: Option<CursorValue>,
    /// The state's value in the future, if it is not logged yet.
    pub(crate) future: Option<Future>,
}

impl StreamProgress {
    /// Begins a partition of which `all` is to be read. `None` if an earlier run has read it. A start in the future is
    /// ignored.
    pub(crate) fn begin(&self, partition: &State, mut all: CursorRange) -> Option<Begun> {
        let mut inner = self.inner.borrow_mut();
        let inner = &mut *inner;
        let key = key(partition);
        let number = inner.watermark.found(&key);
        let is_skipped = inner.skip.is_some_and(|skip| number < skip.count);
        if is_skipped && !inner.partitions.knows(&key) {
            inner.watermark.settle(number);
            return None;
        }
        inner.make_room(self.rules.is_sliced);
        let name = legacy_key(partition);
        let legacy = inner.legacy.remove(&name);
        let starts_late = all.start.take_if(|start| start.is_after(inner.now)).is_some();
        let latest = inner.latest(&all);
        let entry = inner.partitions.activate(&key);
        entry.order = Some(number);
        let track = &mut entry.track;
        track.since = track.since.take().or(legacy);
        let edge = track.drop_future(latest);
        let is_late = inner.late.contains(&key) || inner.late.contains(&name) || edge.is_some();
        let is_own = track.since.is_some() && !inner.is_global;
        if !is_own && !is_late && track.is_new() {
            track.since.clone_from(&inner.global);
        }
        let mut seconds = if is_own || !self.rules.is_sliced { 0 } else { inner.lookback };
        let cursor = self.rules.cursor.as_ref();
        let is_unknown = track.is_new() && track.since.is_none() && all.start.is_none();
        if is_unknown && (is_late || starts_late || inner.is_global_late) {
            track.since = cursor.and_then(|cursor| cursor.cut.kind.moment(inner.began));
            seconds = 0;
        }
        track.begin(cursor.map(|cursor| &cursor.cut), all, |value| match cursor {
            Some(cursor) => cursor.behind(value, seconds),
            None => value.clone(),
        });
        let from = track.from.clone();
        let is_finished = track.finished.is_some();
        if let Some(edge) = edge {
            inner.future.get_or_insert_with(|| Future { value: edge.told(edge.raw()), count: 1 });
        }
        if is_finished {
            inner.settled(&key, self.rules.is_sliced);
        }
        Some(Begun { key, from, future: inner.future.take() })
    }
}

/// The key of a partition in old states: its one value.
fn legacy_key(partition: &State) -> String {
    let value = partition.iter().find(|(name, _)| *name != "parent_slice").map(|(_, value)| value);
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
