//! The selected streams, read at the same time.
//!
//! In: what the catalog selects. Out: statuses, records, STATEs and errors on the output; whether everything is
//! complete. Streams begin in the catalog's order, [`OPEN_STREAMS`] at a time; the gate of `budget` shares the requests
//! fairly between them. A failing stream does not stop the others.
//! Not here: one stream (see `stream::reader`).

use std::rc::Rc;

use tokio::task::JoinSet;

use crate::error::Result;
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor, SyncMode};
use crate::read::base::outcome::EarlyEnd;
use crate::read::base::task::task_result;
use crate::read::plan::run_context::RunContext;
use crate::read::stream::reader::read_stream;
use crate::state::Saved;
use crate::stream::Definition;

/// Streams that are read at the same time: each holds a compiled contract and the pages of its slices.
const OPEN_STREAMS: usize = 200;

/// A stream that the user selected.
pub(crate) struct StreamSelection<C> {
    pub(crate) descriptor: StreamDescriptor,
    /// Why there is none, where the source has no such stream.
    pub(crate) definition: Result<Definition<C>>,
    /// How far an earlier run was.
    pub(crate) saved: Saved,
    /// Whether the catalog selects an incremental read.
    pub(crate) wants_incremental: bool,
}

/// Reads the streams. True where every one of them completed.
pub(crate) async fn read<C: 'static>(streams: Vec<StreamSelection<C>>, run: &Rc<RunContext<C>>) -> bool {
    run.output.selected().set(streams.len());
    let mut waiting = streams.into_iter();
    let mut open = JoinSet::new();
    let mut complete = true;
    loop {
        while open.len() < OPEN_STREAMS
            && let Some(selection) = waiting.next()
        {
            open.spawn_local(read_selected(selection, run.clone()));
        }
        match open.join_next().await {
            None => break,
            Some(outcome) => complete &= task_result(outcome).unwrap_or(false),
        }
    }
    let gate = &run.client.gate;
    if gate.most() > 1 {
        let found = format!("requests in flight: {} at once in the end, of {} at most", gate.level(), gate.most());
        run.output.log(Level::Info, &found);
    }
    complete
}

/// One stream, from STARTED to its last status. True where it completed.
async fn read_selected<C: 'static>(selection: StreamSelection<C>, run: Rc<RunContext<C>>) -> bool {
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
            let is_resumed = wants_incremental && is_incremental;
            let mode = if is_resumed { SyncMode::Incremental } else { SyncMode::FullRefresh };
            read_stream(&descriptor, (definition, saved, mode), &run).await
        }
        Err(error) => Err(EarlyEnd::Failed(error)),
    };
    match ended {
        Ok(()) => {
            output.status(&descriptor, AirbyteStreamStatus::Complete);
            true
        }
        Err(EarlyEnd::OutputClosed) => false,
        Err(EarlyEnd::Failed(error)) => {
            let error = error.in_stream(&descriptor.name);
            output.log(Level::Error, &error.to_string());
            output.status(&descriptor, AirbyteStreamStatus::Incomplete);
            output.error(&error, Some(&descriptor));
            false
        }
    }
}
