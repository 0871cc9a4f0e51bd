//! One stream: its slices, several at a time, each page by page.
//!
//! In: the stream's definition, and how far an earlier run was. Out: RECORD lines, and STATEs behind them.
//! As many slices are read at once as the stream may have requests in flight; order inside a slice is kept.
//! A slice that fails ends itself; the others go on, and the stream is incomplete.
//! Memory: a page for each slice that is read.
//! Not here: which slices there are (see `slices`), how a failure is told (see `failures`).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use tokio::task::JoinSet;

use crate::error::Result;
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor};
use crate::read::base::task::returned;
use crate::read::base::terminal_progress::Progress;
use crate::read::engine::Ended;
use crate::read::page::reader::Pages;
use crate::read::plan::cursor;
use crate::read::plan::stream_plan::{Plan, Run};
use crate::read::record::sink::{Batch, Sink};
use crate::read::slice::slices::Slices;
use crate::read::stream::checkpoint::Checkpoints;
use crate::read::stream::failures::Failures;
use crate::read::stream::partitions::Partitions;
use crate::read::stream::report;
use crate::read::stream::sync_mode::{self as way, way};
use crate::state::{self, Saved};
use crate::stream::Definition;
use crate::stream::scope::Slice;

/// What the tasks of one stream share.
struct Reading<C> {
    descriptor: StreamDescriptor,
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    progress: Rc<Progress>,
    checkpoints: Checkpoints,
    /// Whether it was told that there are records.
    is_running: Cell<bool>,
    /// Whether a slice of a stream whose state a function keeps failed.
    has_failed: Cell<bool>,
    slices: Cell<u64>,
}

/// How one slice went, by its number from 1.
type Outcome = (u64, Result<(), Ended>);

pub(crate) async fn stream<C: 'static>(
    descriptor: &StreamDescriptor,
    (definition, saved, is_full_refresh): (Definition<C>, Saved, bool),
    run: &Rc<Run<C>>,
    progress: &Rc<Progress>,
) -> Result<(), Ended> {
    let started = Instant::now();
    let output = &run.output;
    let (definition, saved) = way(definition, saved, run, is_full_refresh)?;
    let plan = Rc::new(Plan::new(definition, run)?);
    output.log(Level::Info, &format!("stream `{}`: reading", descriptor.name));
    if let Some(reason) = plan.typed_because.as_ref().filter(|_| output.debug) {
        output.log(Level::Debug, &format!("stream `{}`: records are written by serde: {reason}", descriptor.name));
    }

    let done = done(&plan, run, saved, is_full_refresh)?;
    if done.leaves_state() {
        output.log(
            Level::Info,
            &format!("stream `{}`: a full refresh, so its state is not gone on with", descriptor.name),
        );
    }
    let checkpoints = Checkpoints::new(descriptor.clone(), run.output.clone(), done);
    let (descriptor, plan, run, progress) = (descriptor.clone(), plan, run.clone(), progress.clone());
    let reading = Rc::new(Reading {
        descriptor,
        plan,
        run,
        progress,
        checkpoints,
        is_running: Cell::new(false),
        has_failed: Cell::new(false),
        slices: Cell::new(0),
    });
    let last_state: Rc<dyn Fn()> = {
        let reading = reading.clone();
        Rc::new(move || reading.checkpoints.write())
    };
    output.keep_last_state(&last_state);
    let read = reading.clone().slices().await;
    drop(last_state);
    let (plan, checkpoints) = (&reading.plan, &reading.checkpoints);
    reading.progress.ended(&plan.definition.name);
    report::undeclared(plan, output);
    report::nulled(plan, output);
    plan.tell_without_cursor(&reading.run);
    report::summary(plan, output, (checkpoints.records(), reading.slices.get()), started);
    match &read {
        Ok(()) => checkpoints.finish(),
        // What is finished need not be read by the next run.
        Err(Ended::Failed(_)) => checkpoints.write(),
        Err(Ended::Closed) => {}
    }
    read
}

/// How far the stream is read, and those of its parents whose state is kept in its own.
fn done<C: 'static>(
    plan: &Plan<C>,
    run: &Run<C>,
    mut saved: Saved,
    is_full_refresh: bool,
) -> Result<Rc<state::Progress>> {
    let rules = cursor::rules(&plan.definition, run, is_full_refresh)?;
    if let Some(since) = saved.outlived(&rules, run.began).filter(|_| !is_full_refresh) {
        way::tell_outlived(&plan.definition.name, since, &run.output);
        saved = Saved::default();
    }
    if !is_full_refresh {
        saved = way::without_future(saved, &plan.definition.name, &run.output);
    }
    // A sync that is taken up ends where it was to end: the next one asks for what has changed since it began.
    plan.began.set(saved.began);
    let mut parents = Vec::new();
    for (parent, slicer) in plan.parents.iter().zip(plan.definition.parents()) {
        if !slicer.words.is_incremental {
            continue;
        }
        let name = &parent.definition.name;
        let rules = cursor::rules(&parent.definition, run, is_full_refresh)?;
        let mut own = match saved.parent_state(name) {
            Some(state) => {
                let at = format!("state of `{}`.parent_state.{name}", plan.definition.name);
                Saved::parse(state, &rules, &at, run.began)?
            }
            None => Saved::default(),
        };
        own.began = saved.began;
        parents.push((name.clone(), done(parent, run, own, is_full_refresh)?));
    }
    Ok(Rc::new(state::Progress::new(rules, saved, run.began, parents)))
}

impl<C: 'static> Reading<C> {
    async fn slices(self: Rc<Self>) -> Result<(), Ended> {
        let done = self.checkpoints.progress.clone();
        let mut slices = Slices::new(&self.plan, &self.run).with_progress(Some(done)).watched().ahead();
        // A state that the connector keeps itself knows one slice behind the other.
        let keeps_state = self.plan.definition.updated.is_some();
        let most = if keeps_state { 1 } else { self.plan.most_at_once(&self.run) };
        let mut failures =
            Failures::new(&self.descriptor.name, self.run.output.clone(), self.plan.definition.circuit());
        let mut tasks = JoinSet::new();
        let mut partitions = Partitions::new(&self.descriptor.name, self.run.output.clone());
        let mut at_end = false;
        loop {
            tokio::select! {
                biased;
                Some(done) = tasks.join_next(), if !tasks.is_empty() => {
                    let (number, outcome): Outcome = returned(done)?;
                    partitions.end(number, outcome.is_ok());
                    failures.note(number, outcome)?;
                    if !at_end && failures.are_hopeless() {
                        // What is under way is read to its end.
                        at_end = true;
                        failures.give_up(slices.may_go_on().await);
                    }
                }
                () = tokio::time::sleep_until(self.checkpoints.due()), if !at_end || !tasks.is_empty() => {
                    self.checkpoints.write();
                }
                slice = slices.next(), if !at_end && tasks.len() < most => match slice {
                    None => at_end = true,
                    Some(Ok(slice)) => {
                        let number = partitions.begin(slice.partition.clone());
                        tasks.spawn_local(self.clone().slice(number, slice));
                    }
                    Some(Err(error)) => {
                        failures.note_parent(error);
                        if failures.are_hopeless() {
                            at_end = true;
                            failures.give_up(slices.may_go_on().await);
                        }
                    }
                },
                else => break,
            }
        }
        self.slices.set(partitions.begun());
        failures.into_result().map_err(Ended::Failed)
    }

    async fn slice(self: Rc<Self>, number: u64, mut slice: Slice) -> Outcome {
        if self.plan.definition.updated.is_some() {
            // It was found while the slice before was read, which has changed the state since.
            slice.state = Some(Rc::new(self.checkpoints.progress.custom()));
        }
        let (read, mut pages) = (&self.checkpoints, Pages::new(self.plan.clone(), self.run.clone(), slice));
        let ended = self.pages(&mut pages).await;
        if let Some(custom) = pages.read_so_far.custom.take() {
            // What a function keeps tells slices not apart: behind one that failed it stays.
            self.has_failed.set(self.has_failed.get() || ended.is_err());
            if !self.has_failed.get() {
                read.progress.set_custom(custom);
            }
        }
        if let Some(window) = pages.number_in_progress().filter(|_| !matches!(ended, Err(Ended::Closed))) {
            read.ended(window, ended.is_ok());
        }
        (number, ended)
    }

    async fn pages(&self, pages: &mut Pages<C>) -> Result<(), Ended> {
        let Self { descriptor, plan, run, progress, checkpoints, .. } = self;
        loop {
            let mut sink = Sink::Lines(Batch { lines: run.output.writer.buffer(), ..Batch::default() });
            let more = pages.next(&mut sink).await?;
            let Sink::Lines(batch) = sink else { break };
            if !more {
                break;
            }
            plan.nulled.borrow_mut().merge(&batch.nulled);
            if batch.records > 0 {
                if !self.is_running.replace(true) {
                    run.output.status(descriptor, AirbyteStreamStatus::Running);
                }
                let bytes = batch.lines.len();
                run.output.write(batch.lines).await?;
                pages.queued(bytes);
                checkpoints.wrote(batch.records);
            }
            if let Some(window) = pages.number_in_progress() {
                checkpoints.page(window, pages.page_end(), pages.at_end);
            }
            progress.show(&descriptor.name, checkpoints.records(), plan.requests());
        }
        Ok(())
    }
}
