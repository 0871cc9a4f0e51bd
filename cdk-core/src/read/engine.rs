//! The selected streams, one after the other.

use std::rc::Rc;
use std::time::Instant;

use serde_json::{Map, Value};

use super::pages::Pages;
use super::plan::{Plan, Run};
use super::progress::{Progress, grouped};
use super::sink::{Batch, Sink};
use super::slices::Slices;
use crate::decode::Undeclared;
use crate::error::{Error, Result};
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor};
use crate::stream::Definition;
use crate::writer::{Closed, Output};

/// Undeclared fields that one warning names.
const NAMED_FIELDS: usize = 50;

/// A stream that the user selected.
pub(crate) struct StreamSelection<C> {
    pub(crate) descriptor: StreamDescriptor,
    /// Why there is none, where the source has no such stream.
    pub(crate) definition: Result<Definition<C>>,
    /// Whether the catalog asks for an incremental read.
    pub(crate) wants_incremental: bool,
}

/// What ends a stream early.
enum Ended {
    /// The stream failed; the others go on.
    Failed(Error),
    /// Nobody reads any more.
    Closed,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Closed> for Ended {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

/// Reads the streams. True where every one of them completed.
pub(crate) async fn read<C: 'static>(streams: Vec<StreamSelection<C>>, run: &Rc<Run<C>>) -> bool {
    let progress = Progress::new();
    let mut complete = true;
    for selection in streams {
        let StreamSelection { descriptor, definition, wants_incremental } = selection;
        let output = &run.output;
        output.status(&descriptor, AirbyteStreamStatus::Started);
        let ended = match definition {
            Ok(definition) => {
                if wants_incremental {
                    let message = format!("stream `{}` has no cursor: read as full refresh", descriptor.name);
                    output.log(Level::Warn, &message);
                }
                stream(&descriptor, definition, run, &progress).await
            }
            Err(error) => Err(Ended::Failed(error)),
        };
        match ended {
            Ok(()) => output.status(&descriptor, AirbyteStreamStatus::Complete),
            Err(Ended::Closed) => return false,
            Err(Ended::Failed(error)) => {
                let error = error.with_context("stream", &descriptor.name);
                output.log(Level::Error, &error.to_string());
                output.status(&descriptor, AirbyteStreamStatus::Incomplete);
                output.error(&error, Some(&descriptor));
                complete = false;
            }
        }
    }
    progress.end();
    complete
}

async fn stream<C: 'static>(
    descriptor: &StreamDescriptor,
    definition: Definition<C>,
    run: &Rc<Run<C>>,
    progress: &Progress,
) -> Result<(), Ended> {
    let started = Instant::now();
    let output = &run.output;
    let plan = Rc::new(Plan::new(definition, run)?);
    output.log(Level::Info, &format!("stream `{}`: reading", descriptor.name));
    if let Some(reason) = plan.typed_because.as_ref().filter(|_| output.debug) {
        output.log(Level::Debug, &format!("stream `{}`: records are written by serde: {reason}", descriptor.name));
    }

    let mut records = 0;
    let read = slices(descriptor, &plan, run, progress, &mut records).await;
    undeclared(&plan, output);
    nulled(&plan, output);
    summary(&plan, output, records, started);
    read?;

    let finished = Map::from_iter([("__ab_no_cursor_state_message".to_owned(), Value::Bool(true))]);
    output.write(Output::state_line(descriptor, finished, records)).await?;
    Ok(())
}

async fn slices<C: 'static>(
    descriptor: &StreamDescriptor,
    plan: &Rc<Plan<C>>,
    run: &Rc<Run<C>>,
    progress: &Progress,
    records: &mut u64,
) -> Result<(), Ended> {
    let mut slices = Slices::new(plan, run);
    while let Some(slice) = slices.next().await? {
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
                if *records == 0 {
                    run.output.status(descriptor, AirbyteStreamStatus::Running);
                }
                *records += batch.records;
                run.output.write(batch.lines).await?;
            }
            progress.show(&descriptor.name, *records, plan.traffic().0);
        }
    }
    Ok(())
}

/// One warning about the fields that the struct does not declare.
fn undeclared<C: 'static>(plan: &Plan<C>, output: &Output) {
    let scanner = plan.scanner.borrow();
    let fields = scanner.undeclared();
    let more = scanner.undeclared_beyond();
    if fields.is_empty() && more == 0 {
        return;
    }
    let what = match plan.definition.undeclared() {
        Undeclared::Drop => "cut",
        Undeclared::Keep => "passed on",
        Undeclared::Fail => "an error",
    };
    let what = if plan.typed_because.is_some() { "not written by serde" } else { what };
    let (count, name) = (fields.len(), &plan.definition.name);
    let names: Vec<&str> = fields.iter().take(NAMED_FIELDS).map(|(pointer, _)| pointer.as_str()).collect();
    let rest = if count > NAMED_FIELDS || more > 0 { ", and more" } else { "" };
    let fields = if count == 1 { "field" } else { "fields" };
    output.log(
        Level::Warn,
        &format!("stream `{name}`: {count} undeclared {fields}: {}{rest} ({what})", names.join(", ")),
    );
}

/// One warning about values that did not fit.
fn nulled<C: 'static>(plan: &Plan<C>, output: &Output) {
    let nulled = plan.nulled.borrow();
    if nulled.is_empty() {
        return;
    }
    let fields: Vec<String> = nulled.iter().map(|(field, count)| format!("{field} ({count})")).collect();
    let (name, fields) = (&plan.definition.name, fields.join(", "));
    output.log(Level::Warn, &format!("stream `{name}`: values that did not fit their field became null: {fields}"));
}

fn summary<C: 'static>(plan: &Plan<C>, output: &Output, records: u64, started: Instant) {
    let (requests, retries, bytes) = plan.traffic();
    let hits = plan.cache_hits();
    let hits = if hits > 0 { format!(", {} from the cache", grouped(hits)) } else { String::new() };
    output.log(
        Level::Info,
        &format!(
            "stream `{}`: {} records, {} requests{hits}, {} retries, {} bytes, {:.1} s",
            plan.definition.name,
            grouped(records),
            grouped(requests),
            grouped(retries),
            grouped(bytes),
            started.elapsed().as_secs_f64()
        ),
    );
}
