//! One stream: its slices, several at a time, each page by page.
//!
//! In: the stream's definition. Out: RECORD lines, and a STATE behind the last one.
//! As many slices are read at once as the stream may have requests in flight; order inside a slice is kept.
//! A slice that fails ends itself; the others go on, and the stream is incomplete.
//! Memory: a page for each slice that is read.
//! Not here: which slices there are (see `slices`), how a failure is told (see `failures`).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use serde_json::{Map, Value};
use tokio::task::JoinSet;

use super::engine::Ended;
use super::failures::Failures;
use super::pages::Pages;
use super::partitions::Partitions;
use super::plan::{Plan, Run};
use super::progress::Progress;
use super::report;
use super::sink::{Batch, Sink};
use super::slices::Slices;
use super::task::returned;
use crate::error::Result;
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor};
use crate::stream::Definition;
use crate::stream::scope::Slice;
use crate::writer::Output;

/// What the tasks of one stream share.
struct Reading<C> {
    descriptor: StreamDescriptor,
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    progress: Rc<Progress>,
    records: Cell<u64>,
    slices: Cell<u64>,
}

/// How one slice went, by its number from 1.
type Outcome = (u64, Result<(), Ended>);

pub(super) async fn stream<C: 'static>(
    descriptor: &StreamDescriptor,
    definition: Definition<C>,
    run: &Rc<Run<C>>,
    progress: &Rc<Progress>,
) -> Result<(), Ended> {
    let started = Instant::now();
    let output = &run.output;
    let plan = Rc::new(Plan::new(definition, run)?);
    output.log(Level::Info, &format!("stream `{}`: reading", descriptor.name));
    if let Some(reason) = plan.typed_because.as_ref().filter(|_| output.debug) {
        output.log(Level::Debug, &format!("stream `{}`: records are written by serde: {reason}", descriptor.name));
    }

    let (descriptor, plan, run, progress) = (descriptor.clone(), plan, run.clone(), progress.clone());
    let reading = Rc::new(Reading { descriptor, plan, run, progress, records: Cell::new(0), slices: Cell::new(0) });
    let read = reading.clone().slices().await;
    let (plan, records) = (&reading.plan, reading.records.get());
    reading.progress.ended(&plan.definition.name);
    report::undeclared(plan, output);
    report::nulled(plan, output);
    report::summary(plan, output, (records, reading.slices.get()), started);
    read?;

    let finished = Map::from_iter([("__ab_no_cursor_state_message".to_owned(), Value::Bool(true))]);
    output.write(Output::state_line(&reading.descriptor, finished, records)).await?;
    Ok(())
}

impl<C: 'static> Reading<C> {
    async fn slices(self: Rc<Self>) -> Result<(), Ended> {
        let mut slices = Slices::new(&self.plan, &self.run).watched().ahead();
        let most = self.plan.most_at_once(&self.run);
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

    async fn slice(self: Rc<Self>, number: u64, slice: Slice) -> Outcome {
        (number, self.pages(slice).await)
    }

    async fn pages(&self, slice: Slice) -> Result<(), Ended> {
        let Self { descriptor, plan, run, progress, records, .. } = self;
        let mut pages = Pages::new(plan.clone(), run.clone(), slice);
        loop {
            let mut sink = Sink::Lines(Batch { lines: run.output.writer.buffer(), ..Batch::default() });
            let more = pages.next(&mut sink).await?;
            let Sink::Lines(batch) = sink else { break };
            if !more {
                break;
            }
            plan.count_nulled(&batch.nulled);
            if batch.records > 0 {
                if records.get() == 0 {
                    run.output.status(descriptor, AirbyteStreamStatus::Running);
                }
                records.set(records.get() + batch.records);
                run.output.write(batch.lines).await?;
            }
            progress.show(&descriptor.name, records.get(), plan.requests());
        }
        Ok(())
    }
}
