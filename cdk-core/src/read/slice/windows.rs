//! Windows: a partition's cursors, in windows that are slices of their own.
//!
//! In: each partition, once its slicers found it. Out: a slice for each window that is to be read, what an earlier run left first.
//! Default: a stream without a cursor has one window for each partition, without ends.
//! Not here: which windows are left (see `state`), finding partitions (see `slices`).

use std::rc::Rc;

use serde_json::Value;

use crate::error::Result;
use crate::protocol::Level;
use crate::read::plan::cursor::rules;
use crate::read::slice::late::Late;
use crate::read::slice::slices::Slices;
use crate::state::{Begun, Progress, Saved};
use crate::stream::scope::{Resume, Slice};

/// A partition whose windows are being given.
pub(crate) struct Windows {
    slice: Slice,
    /// How progress names it.
    key: String,
    progress: Rc<Progress>,
    /// Whether anybody tells how far its slices are read.
    is_tracked: bool,
}

impl<C: 'static> Slices<C> {
    /// Begins with a partition; gives it back where it is the slice itself.
    ///
    /// # Errors
    /// Where its bounds cannot be told.
    pub(crate) fn begin(&mut self, slice: Slice) -> Result<Option<Slice>> {
        let (progress, is_tracked) = match &self.progress {
            Some(progress) => (progress.clone(), true),
            None if self.plan.cursor.is_none() => return Ok(Some(slice)),
            // Nobody tells how far it is read: all of it is, and nothing is remembered.
            None => {
                let rules = rules(&self.plan.definition, &self.run, true)?;
                let progress = Progress::new(rules, Saved::default(), self.run.began, Vec::new());
                (Rc::new(progress), false)
            }
        };
        if is_tracked && !progress.is_as_before() {
            self.begin_anew();
            return Ok(None);
        }
        let (bounds, start) = self.plan.bounds(&self.run, &slice)?;
        if let Some(Begun { key, from, future: state }) = progress.begin(&slice.partition, bounds) {
            Late { state, start }.warn(&self.plan.definition.name, from.as_ref(), &self.run.output);
            self.windows = Some(Windows { slice, key, progress, is_tracked });
        }
        Ok(None)
    }

    /// The next window of the partition at hand.
    pub(crate) fn window(&mut self) -> Option<Slice> {
        let windows = self.windows.as_mut()?;
        let Some(taken) = windows.progress.take(&windows.key) else {
            self.windows = None;
            return None;
        };
        let mut slice = windows.slice.again();
        if windows.is_tracked {
            slice.state = taken.state;
        }
        // What the parent's record holds are the first records of its first window.
        if let Some(embedded) = windows.slice.embedded.take().filter(|_| taken.left.token.is_none()) {
            slice.embedded = Some(embedded);
        }
        slice.window = taken.left.window;
        let (number, token, recent) = (taken.number, taken.left.token, taken.left.recent);
        slice.resume = windows.is_tracked.then_some(Resume { number, token, recent });
        self.tell_window(&slice);
        Some(slice)
    }

    /// With `--debug`: which window begins.
    fn tell_window(&self, slice: &Slice) {
        let window = &slice.window;
        if self.run.output.debug && (window.start.is_some() || window.end.is_some()) {
            let edge = |which: &str| window.edge(which).map_or_else(|| "…".to_owned(), |edge| edge.to_string());
            let (name, partition) = (&self.plan.definition.name, Value::Object(slice.partition.clone()));
            let told = format!("stream `{name}`: slice {partition}: {} to {} begins", edge("start"), edge("end"));
            self.run.output.log(Level::Debug, &told);
        }
    }

    /// The partitions are not those that an earlier run has read in part: they are gone through from the first one on.
    pub(crate) fn begin_anew(&mut self) {
        let name = &self.plan.definition.name;
        let message = format!(
            "stream `{name}`: its slices are not those of the run before, so all of them are read from the first on"
        );
        self.run.output.log(Level::Warn, &message);
        self.rewind();
    }
}
