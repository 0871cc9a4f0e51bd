//! Checkpoint: when a STATE is written.
//!
//! In: batches that are written, windows that end. Out: STATE messages after the records that they cover, in the
//! writer's one order, each with the number of records since the one before.
//! Default: after every slice, and inside a slice after [`RECORDS`] records or [`TIME`], whichever comes first; a large
//! state that much less often; and once more when a signal ends the run. A STATE is put in the queue in the same turn
//! as it is made, so that no record comes between.
//! Not here: what a state says (see `state`).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use crate::protocol::StreamDescriptor;
use crate::read::plan::purpose::ReadPurpose;
use crate::state::{PageEnd, StreamProgress};
use crate::writer::RunOutput;

/// Records of the stream after which a STATE is due.
const RECORDS: u64 = 1_000;
/// Time after which one is due where anything was read.
const TIME: Duration = Duration::from_secs(10);
/// A state up to this size, in bytes, is written at the normal rate; one twice as large half as often.
const SMALL: usize = 16 << 10;

pub(crate) struct Checkpoints {
    descriptor: StreamDescriptor,
    output: Rc<RunOutput>,
    pub(crate) progress: Rc<StreamProgress>,
    records: Cell<u64>,
    /// Of these, those that a STATE covers.
    reported: Cell<u64>,
    last: Cell<Instant>,
    /// How long the last STATE was, in units of [`SMALL`].
    size: Cell<u64>,
    purpose: ReadPurpose,
}

impl Checkpoints {
    pub(crate) fn new(
        descriptor: StreamDescriptor,
        output: Rc<RunOutput>,
        progress: Rc<StreamProgress>,
        purpose: ReadPurpose,
    ) -> Self {
        let (records, reported, last, size) = (Cell::new(0), Cell::new(0), Cell::new(Instant::now()), Cell::new(1));
        Self { descriptor, output, progress, records, reported, last, size, purpose }
    }

    /// Records of the stream so far.
    pub(crate) fn records(&self) -> u64 {
        self.records.get()
    }

    /// A batch of the stream is written.
    pub(crate) fn count_records(&self, records: u64) {
        self.records.set(self.records.get() + records);
    }

    /// What is written of a page is all of it; `is_last`: its window ends next.
    pub(crate) fn record_page(&self, number: u64, page: PageEnd, is_last: bool) {
        self.progress.page(number, self.drop_secret_token(page));
        if !is_last && self.is_due() {
            self.write();
        }
    }

    fn is_due(&self) -> bool {
        let since = self.records.get() - self.reported.get();
        since >= RECORDS * self.size.get() || self.last.get().elapsed() >= self.interval()
    }

    /// A window has ended.
    pub(crate) fn record_end(&self, number: u64, is_complete: bool) {
        self.progress.ended(number, is_complete);
        if self.progress.is_whole() {
            // The last STATE comes next.
            return;
        }
        if self.size.get() == 1 || self.is_due() {
            self.write();
        }
    }

    /// When the next STATE is due, whatever is read until then.
    pub(crate) fn next_due(&self) -> Instant {
        self.last.get() + self.interval()
    }

    fn interval(&self) -> Duration {
        TIME * u32::try_from(self.size.get()).unwrap_or(u32::MAX)
    }

    /// Writes a STATE where there is anything new to say.
    pub(crate) fn write(&self) {
        self.last.set(Instant::now());
        let is_wanted = match self.purpose {
            ReadPurpose::Sync => true,
            ReadPurpose::ExactSync => self.progress.covers_all_written(),
            ReadPurpose::Sample(_) => false,
        };
        if is_wanted
            && self.progress.takes_change()
            && let Some(state) = self.progress.state()
        {
            self.send(&state);
        }
    }

    /// The last STATE of a stream that is complete.
    pub(crate) fn finish(&self) {
        if matches!(self.purpose, ReadPurpose::Sample(_)) {
            return;
        }
        self.send(&self.progress.finished(self.output.now()));
    }

    fn send(&self, state: &str) {
        let since = self.records.get() - self.reported.get();
        let line = RunOutput::state_line(&self.descriptor, state, since);
        self.size.set((line.len() as u64 / SMALL as u64).max(1));
        self.reported.set(self.records.get());
        self.output.writer.write_now(line);
    }

    /// A token that holds a secret would carry it into the state: the slice begins anew then.
    fn drop_secret_token(&self, page: PageEnd) -> PageEnd {
        let is_secret = page.token.as_ref().is_some_and(|token| {
            let text = token.to_string();
            self.output.redactor.mask(&text) != text
        });
        if is_secret { PageEnd { token: None, ..page } } else { page }
    }
}
