//! Progress: the position of an earlier run, for a stream and its incremental parents.
//!
//! In: the saved state. Out: the `state::StreamProgress` from which this sync continues.

use std::rc::Rc;

use super::sync_mode::{drop_future_state, warn_of_outlived_state};
use crate::error::Result;
use crate::protocol::SyncMode;
use crate::read::plan::cursor_rules::state_rules;
use crate::read::plan::open_stream::OpenStream;
use crate::state::{Saved, StreamProgress};

/// The position of the stream, and of the parents whose state is part of its state.
///
/// # Errors
/// If a state does not fit its stream.
pub(crate) fn resume_progress<C: 'static>(
    stream: &OpenStream<C>,
    mut saved: Saved,
    mode: SyncMode,
) -> Result<Rc<StreamProgress>> {
    let (run, is_full_refresh) = (&stream.run, mode == SyncMode::FullRefresh);
    let rules = state_rules(&stream.plan.definition, run, mode)?;
    if let Some(since) = saved.outlived(&rules, run.began).filter(|_| !is_full_refresh) {
        warn_of_outlived_state(stream.name(), since, &run.output);
        saved = Saved::default();
    }
    if !is_full_refresh {
        saved = drop_future_state(saved, stream.name(), &run.output);
    }
    // A resumed sync ends where the interrupted one was to end. The next sync requests what has changed since its
    // begin.
    stream.tally.resume_sync(saved.began);
    let mut parents = Vec::new();
    for (parent, slicer) in stream.parents.iter().zip(stream.plan.definition.parents()) {
        if !slicer.words.is_incremental {
            continue;
        }
        let name = parent.name();
        let rules = state_rules(&parent.plan.definition, run, mode)?;
        let mut own = match saved.parent_state(name) {
            Some(state) => {
                let at = format!("state of `{}`.parent_state.{name}", stream.name());
                Saved::parse(state, &rules, &at, run.began)?
            }
            None => Saved::default(),
        };
        own.began = saved.began;
        parents.push((name.to_owned(), resume_progress(parent, own, mode)?));
    }
    Ok(Rc::new(StreamProgress::new(rules, saved, run.began, parents)))
}
