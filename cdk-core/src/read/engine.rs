//! Engine: reads the selected streams at the same time.
//!
//! In: the selected streams. Out: statuses, records, STATEs and errors; whether all streams are complete. Streams begin
//! in the catalog's order, [`OPEN_STREAMS`] at a time. A failing stream does not stop the others.
//! Not here: one stream (see `stream::reader`).

use std::rc::Rc;

use tokio::task::JoinSet;

use crate::error::Result;
use crate::protocol::{AirbyteStreamStatus, Level, StreamDescriptor, SyncMode};
use crate::read::base::outcome::EarlyEnd;
use crate::read::base::task::task_result;
use crate::read::plan::columns::Columns;
use crate::read::plan::run_context::RunContext;
use crate::read::stream::reader::{StreamToRead, read_stream};
use crate::state::Saved;
use crate::stream::Definition;

/// Maximum of streams read at a time. Each needs memory for its contract and its pages.
const OPEN_STREAMS: usize = 200;

/// A stream that the user selected.
pub(crate) struct StreamSelection<C> {
    pub(crate) descriptor: StreamDescriptor,
    /// The stream's definition, or the error if the source does not have the stream.
    pub(crate) definition: Result<Definition<C>>,
    /// The position of an earlier run.
    pub(crate) saved: Saved,
    /// Whether the catalog selects an incremental read.
    pub(crate) wants_incremental: bool,
    /// The fields that the catalog selects. `None`: all.
    pub(crate) columns: Option<Columns>,
}

/// Reads the streams. Returns whether all of them are complete.
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

/// Reads one stream, from STARTED to its last status. Returns whether it is complete.
async fn read_selected<C: 'static>(selection: StreamSelection<C>, run: Rc<RunContext<C>>) -> bool {
    let StreamSelection { descriptor, definition, saved, wants_incremental, columns } = selection;
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
            read_stream(&descriptor, StreamToRead { definition, saved, mode, columns }, &run).await
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
