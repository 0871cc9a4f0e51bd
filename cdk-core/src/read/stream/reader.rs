//! Reader: one stream with its slices, several at a time, each page by page.
//!
//! In: the stream's definition, and the position of an earlier run. Out: RECORD lines, and STATEs after them.
//! As many slices are read at a time as the stream may have requests in flight. The order inside a slice is kept. A
//! failing slice ends alone, and the stream is then incomplete.
//! Memory: one page per slice that is read.
//! Not here: the list of slices (see `slice`), log lines about failures (see `failures`).

use std::rc::Rc;
use std::time::Instant;

use tokio::task::JoinSet;

use super::checkpoint::Checkpoints;
use super::failures::Failures;
use super::partitions::SlicePartitions;
use super::progress::resume_progress;
use super::record_source::open_records;
use super::report::{report_warnings, summary};
use super::sample::Sample;
use super::sync_mode::choose_definition;
use crate::error::Result;
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor, SyncMode};
use crate::read::base::outcome::EarlyEnd;
use crate::read::base::task::task_result;
use crate::read::page::look_ahead::Requests;
use crate::read::page::reader::PageReader;
use crate::read::plan::columns::Columns;
use crate::read::plan::open_stream::OpenStream;
use crate::read::plan::purpose::ReadPurpose;
use crate::read::plan::run_context::RunContext;
use crate::read::record::sink::{RecordBatch, Sink};
use crate::read::slice::prepared::PreparedSlices;
use crate::read::slice::slices::Slices;
use crate::state::Saved;
use crate::stream::Definition;
use crate::stream::scope::Slice;
use crate::writer::{ActiveStream, StreamSummary};

/// What the tasks of one stream share.
struct StreamReader<C> {
    descriptor: StreamDescriptor,
    stream: Rc<OpenStream<C>>,
    checkpoints: Checkpoints,
    started: Instant,
    sample: Sample,
}

/// The result of one slice, with its number from 1.
type SliceOutcome = (u64, Result<(), EarlyEnd>);

/// A stream of the catalog, and how it is read.
pub(crate) struct StreamToRead<C> {
    pub(crate) definition: Definition<C>,
    /// The position of an earlier run.
    pub(crate) saved: Saved,
    pub(crate) mode: SyncMode,
    /// The fields that are written. `None`: all.
    pub(crate) columns: Option<Columns>,
}

/// Reads a stream to its end.
///
/// # Errors
/// If a slice failed, or the output is closed.
pub(crate) async fn read_stream<C: 'static>(
    descriptor: &StreamDescriptor,
    stream: StreamToRead<C>,
    run: &Rc<RunContext<C>>,
) -> Result<(), EarlyEnd> {
    let reader = Rc::new(StreamReader::open(descriptor, stream, run)?);
    let active: Rc<dyn ActiveStream> = reader.clone();
    run.output.begin_stream(&active);
    let read = reader.clone().read_slices().await;
    drop(active);
    let checkpoints = &reader.checkpoints;
    report_warnings(&reader.stream);
    run.output.end_stream(reader.summary());
    match &read {
        Ok(()) => checkpoints.finish(),
        // The next run need not read finished slices again.
        Err(EarlyEnd::Failed(_)) => checkpoints.write(),
        Err(EarlyEnd::OutputClosed) => {}
    }
    read
}

impl<C: 'static> StreamReader<C> {
    fn open(descriptor: &StreamDescriptor, stream: StreamToRead<C>, run: &Rc<RunContext<C>>) -> Result<Self> {
        let StreamToRead { definition, saved, mode, columns } = stream;
        let (name, output) = (&descriptor.name, &run.output);
        let (definition, saved) = choose_definition(definition, saved, run, mode)?;
        let not_selected = columns.as_ref().map(Columns::sentence);
        let stream = OpenStream::open_selected(definition, columns, run, open_records)?;
        output.log(Level::Info, &format!("stream `{name}`: reading"));
        if let Some(sentence) = not_selected {
            output.log(Level::Info, &format!("stream `{name}`: {sentence}"));
        }
        if let Some(reason) = stream.plan.record.typed_because.as_ref().filter(|_| output.debug) {
            output.log(Level::Debug, &format!("stream `{name}`: records are written by serde: {reason}"));
        }
        let progress = resume_progress(&stream, saved, mode)?;
        if progress.leaves_state() {
            output.log(Level::Info, &format!("stream `{name}`: a full refresh, so its state is not gone on with"));
        }
        let checkpoints = Checkpoints::new(descriptor.clone(), run, progress);
        let (started, sample) = (Instant::now(), Sample::new(run.purpose));
        Ok(Self { descriptor: descriptor.clone(), stream, checkpoints, started, sample })
    }

    async fn read_slices(self: Rc<Self>) -> Result<(), EarlyEnd> {
        let definition = &self.stream.plan.definition;
        let (name, output) = (&self.descriptor.name, &self.stream.run.output);
        let slices = Slices::new(&self.stream, Some(self.checkpoints.progress.clone()));
        let mut slices = PreparedSlices::new(slices.warn_of_repeats());
        // A state that the connector computes depends on the order of the slices.
        let keeps_state = definition.updated.is_some();
        // With `--out`, a slice that cannot be resumed at a page delays the state of all slices that are read with it.
        let is_exact = self.stream.run.purpose == ReadPurpose::ExactSync;
        let is_one_by_one = keeps_state || (is_exact && !self.checkpoints.progress.resumes_pages());
        let most = if is_one_by_one { 1 } else { self.stream.most_at_once() };
        let mut failures = Failures::new(name, output.clone(), definition.circuit());
        let mut partitions = SlicePartitions::new(name, output.clone());
        let mut tasks = JoinSet::new();
        let mut at_end = false;
        loop {
            tokio::select! {
                biased;
                Some(done) = tasks.join_next(), if !tasks.is_empty() => {
                    let (number, outcome): SliceOutcome = task_result(done)?;
                    partitions.end(number, outcome.is_ok());
                    if self.sample.is_written(self.checkpoints.records()) {
                        // The other slices have nothing to add, and their failures do not matter.
                        self.stream.tally.set_slices(partitions.begun());
                        return Ok(());
                    }
                    failures.record_outcome(number, outcome)?;
                    if !at_end && failures.are_hopeless() {
                        // Slices in progress are read to their ends.
                        at_end = true;
                        failures.give_up(slices.wait_for_more().await);
                    }
                }
                () = tokio::time::sleep_until(self.checkpoints.next_due()), if !at_end || !tasks.is_empty() => {
                    self.checkpoints.write();
                }
                slice = slices.next(), if !at_end && tasks.len() < most => match slice {
                    None => at_end = true,
                    Some(Ok(slice)) => {
                        let number = partitions.begin(slice.partition.clone());
                        tasks.spawn_local(self.clone().read_slice(number, slice));
                    }
                    Some(Err(error)) => {
                        failures.record_parent_failure(error);
                        if failures.are_hopeless() {
                            at_end = true;
                            failures.give_up(slices.wait_for_more().await);
                        }
                    }
                },
                else => break,
            }
        }
        self.stream.tally.set_slices(partitions.begun());
        failures.into_result().map_err(EarlyEnd::Failed)
    }

    async fn read_slice(self: Rc<Self>, number: u64, mut slice: Slice) -> SliceOutcome {
        let checkpoints = &self.checkpoints;
        if self.stream.plan.definition.updated.is_some() {
            // The slice was found before the last one ended, which has changed the state.
            slice.state = Some(Rc::new(checkpoints.progress.custom()));
        }
        let requests = if self.sample.is_limited() { Requests::OneByOne } else { Requests::Ahead };
        let mut pages = PageReader::new(self.stream.clone(), slice, requests);
        let ended = self.read_pages(&mut pages).await;
        if let Some(custom) = pages.take_custom_state() {
            // Custom state is not split by slice, so it does not advance after a failed slice.
            let has_failed = self.stream.tally.record_slice_end(ended.is_ok());
            if !has_failed {
                checkpoints.progress.set_custom(custom);
            }
        }
        if let Some(window) = pages.number_in_progress().filter(|_| !matches!(ended, Err(EarlyEnd::OutputClosed))) {
            checkpoints.record_end(window, ended.is_ok());
        }
        (number, ended)
    }

    async fn read_pages(&self, pages: &mut PageReader<C>) -> Result<(), EarlyEnd> {
        let Self { descriptor, stream, checkpoints, .. } = self;
        let output = &stream.run.output;
        loop {
            let mut sink = Sink::Lines(RecordBatch { lines: output.writer.buffer(), ..RecordBatch::default() });
            let has_page = pages.next(&mut sink).await?;
            let Sink::Lines(mut batch) = sink else { break };
            if !has_page || self.sample.is_full() {
                break;
            }
            self.sample.take(&mut batch);
            stream.tally.nulled.borrow_mut().merge(&batch.nulled);
            if batch.records > 0 {
                if stream.tally.begin_records() {
                    output.status(descriptor, AirbyteStreamStatus::Running);
                }
                let bytes = batch.lines.len();
                output.write(batch.lines).await?;
                pages.hold_until_written(bytes);
                checkpoints.count_records(batch.records);
            }
            if let Some(window) = pages.number_in_progress() {
                checkpoints.record_page(window, pages.page_end(), pages.is_at_end());
            }
            if self.sample.is_full() {
                break;
            }
        }
        Ok(())
    }
}

impl<C: 'static> ActiveStream for StreamReader<C> {
    fn write_last_state(&self) {
        self.checkpoints.write();
    }

    fn summary(&self) -> StreamSummary {
        summary(&self.stream, self.checkpoints.records(), self.started)
    }
}
