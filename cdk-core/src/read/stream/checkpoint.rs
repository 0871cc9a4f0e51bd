//! Checkpoint: when a STATE is written.
//!
//! In: written batches, and the ends of windows. Out: STATE messages after the records that they cover, each with the
//! number of records since the one before.
//! Default: after every slice, and inside a slice after [`RECORDS`] records or [`TIME`], whichever comes first; less
//! often for a large state. One more STATE follows a signal. A STATE is queued in the same turn in which it is
//! computed, so no record comes between.
//! Not here: the content of a state (see `state`).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::cassette::Recorder;
use crate::protocol::StreamDescriptor;
use crate::read::plan::purpose::ReadPurpose;
use crate::read::plan::run_context::RunContext;
use crate::state::{PageEnd, StreamProgress};
use crate::writer::RunOutput;

/// A STATE is due after this number of records of the stream.
const RECORDS: u64 = 1_000;
/// A STATE is due after this time if anything was read.
const TIME: Duration = Duration::from_secs(10);
/// Size in bytes up to which a state is written at the normal rate. A state twice as large is written half as often.
const SMALL: usize = 16 << 10;

pub(crate) struct Checkpoints {
    descriptor: StreamDescriptor,
    output: Rc<RunOutput>,
    pub(crate) progress: Rc<StreamProgress>,
    records: Cell<u64>,
    /// The number of records that the last STATE covers.
    reported: Cell<u64>,
    last: Cell<Instant>,
    /// The size of the last STATE, in units of [`SMALL`].
    size: Cell<u64>,
    purpose: ReadPurpose,
    recorder: Option<Rc<Recorder>>,
}

impl Checkpoints {
    pub(crate) fn new<C>(descriptor: StreamDescriptor, run: &RunContext<C>, progress: Rc<StreamProgress>) -> Self {
        let (output, purpose, recorder) = (run.output.clone(), run.purpose, run.recorder.clone());
        let (records, reported, last, size) = (Cell::new(0), Cell::new(0), Cell::new(Instant::now()), Cell::new(1));
        Self { descriptor, output, progress, records, reported, last, size, purpose, recorder }
    }

    /// Records of the stream so far.
    pub(crate) fn records(&self) -> u64 {
        self.records.get()
    }

    /// A batch of the stream is queued.
    pub(crate) fn count_records(&self, records: u64) {
        self.records.set(self.records.get() + records);
    }

    /// A page is queued as a whole. `is_last`: the window ends next.
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

    /// When the next STATE is due.
    pub(crate) fn next_due(&self) -> Instant {
        self.last.get() + self.interval()
    }

    fn interval(&self) -> Duration {
        TIME * u32::try_from(self.size.get()).unwrap_or(u32::MAX)
    }

    /// Writes a STATE if there is a change.
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

    /// Writes the last STATE of a complete stream.
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
        if let Some(recorder) = &self.recorder
            && let Ok(mut message) = serde_json::from_slice::<Value>(&line)
        {
            recorder.state(&message["state"].take());
        }
        self.output.writer.write_now(line);
    }

    /// Drops a token that contains a secret, so that the state does not contain it. The slice then begins with its
    /// first page.
    fn drop_secret_token(&self, page: PageEnd) -> PageEnd {
        let is_secret = page.token.as_ref().is_some_and(|token| {
            let text = token.to_string();
            self.output.redactor.mask(&text) != text
        });
        if is_secret { PageEnd { token: None, ..page } } else { page }
    }
}
