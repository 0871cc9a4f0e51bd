//! The selected streams, read at the same time.
//!
//! In: what the catalog selects. Out: statuses, records, STATEs and errors on the output; whether everything is complete.
//! Streams begin in the catalog's order, [`OPEN_STREAMS`] at a time; the gate of `budget` shares the requests fairly between
//! them. A failing stream does not stop the others.
//! Not here: one stream (see `stream_reader`).

use std::rc::Rc;

use tokio::task::JoinSet;

use crate::error::{Error, Result};
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor};
use crate::read::base::task::returned;
use crate::read::base::terminal_progress::Progress;
use crate::read::plan::stream_plan::Run;
use crate::read::stream::reader::stream;
use crate::state::Saved;
use crate::stream::Definition;
use crate::writer::Closed;

/// Streams that are read at the same time: each holds a compiled contract and the pages of its slices.
const OPEN_STREAMS: usize = 200;

/// A stream that the user selected.
pub(crate) struct StreamSelection<C> {
    pub(crate) descriptor: StreamDescriptor,
    /// Why there is none, where the source has no such stream.
    pub(crate) definition: Result<Definition<C>>,
    /// How far an earlier run was.
    pub(crate) saved: Saved,
    /// Whether the catalog asks for an incremental read.
    pub(crate) wants_incremental: bool,
}

/// What ends a stream, or a slice of one, early.
pub(crate) enum Ended {
    /// It failed; the others go on.
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
    let progress = Rc::new(Progress::new());
    let mut waiting = streams.into_iter();
    let mut open = JoinSet::new();
    let mut complete = true;
    loop {
        while open.len() < OPEN_STREAMS
            && let Some(selection) = waiting.next()
        {
            open.spawn_local(one(selection, run.clone(), progress.clone()));
        }
        match open.join_next().await {
            None => break,
            Some(outcome) => complete &= returned(outcome).unwrap_or(false),
        }
    }
    progress.end();
    let gate = &run.client.gate;
    if gate.most() > 1 {
        let found = format!("requests in flight: {} at once in the end, of {} at most", gate.level(), gate.most());
        run.output.log(Level::Info, &found);
    }
    complete
}

/// One stream, from STARTED to its last status. True where it completed.
async fn one<C: 'static>(selection: StreamSelection<C>, run: Rc<Run<C>>, progress: Rc<Progress>) -> bool {
    let StreamSelection { descriptor, definition, saved, wants_incremental } = selection;
    let output = &run.output;
    output.status(&descriptor, AirbyteStreamStatus::Started);
    let ended = match definition {
        Ok(definition) => {
            let is_incremental = definition.is_incremental();
            if wants_incremental && !is_incremental {
                let message = format!("stream `{}` has no cursor: read as full refresh", descriptor.name);
                output.log(Level::Warn, &message);
            }
            let is_full_refresh = !(wants_incremental && is_incremental);
            stream(&descriptor, (definition, saved, is_full_refresh), &run, &progress).await
        }
        Err(error) => Err(Ended::Failed(error)),
    };
    match ended {
        Ok(()) => {
            output.status(&descriptor, AirbyteStreamStatus::Complete);
            true
        }
        Err(Ended::Closed) => false,
        Err(Ended::Failed(error)) => {
            let error = error.with_context("stream", &descriptor.name);
            output.log(Level::Error, &error.to_string());
            output.status(&descriptor, AirbyteStreamStatus::Incomplete);
            output.error(&error, Some(&descriptor));
            false
        }
    }
}
