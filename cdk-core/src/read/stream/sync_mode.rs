//! Sync mode: a stream with `behind_first_sync` uses one definition for its first sync and another one afterwards.
//!
//! In: a definition, and the position of an earlier run. Out: the definition of this sync, and those of its incremental
//! parents.
//! Default: a full refresh uses the definition of the first sync. So does a sync whose state is too old for the API.
//! Not here: the mark of a first sync in a state (see `state::first`).

use std::rc::Rc;

use crate::error::Result;
use crate::protocol::{Level, SyncMode};
use crate::read::plan::cursor_rules::state_rules;
use crate::read::plan::run_context::RunContext;
use crate::state::{CursorValue, Saved};
use crate::stream::{Build, Definition, ParentSlicer, Slicer};
use crate::writer::RunOutput;

/// The definition of this sync, and the state from which it continues.
///
/// # Errors
/// If a state does not fit the stream.
pub(crate) fn choose_definition<C: 'static>(
    mut definition: Definition<C>,
    mut saved: Saved,
    run: &RunContext<C>,
    mode: SyncMode,
) -> Result<(Definition<C>, Saved)> {
    if mode == SyncMode::FullRefresh {
        return Ok((definition, saved));
    }
    saved = drop_future_state(saved, &definition.name, &run.output);
    if saved.is_behind_first {
        if let Some(since) = saved.outlived(&state_rules(&definition, run, SyncMode::Incremental)?, run.began) {
            warn_of_outlived_state(&definition.name, since, &run.output);
            saved = Saved::default();
        } else {
            definition = later_definition(definition);
        }
    }
    choose_parents(&mut definition, &saved, run)?;
    Ok((definition, saved))
}

/// Uses the later definition for parents whose first sync is complete, and for their parents.
fn choose_parents<C: 'static>(definition: &mut Definition<C>, saved: &Saved, run: &RunContext<C>) -> Result<()> {
    let child = definition.name.clone();
    for parent in incremental_parents(definition) {
        let mut first = (parent.build)();
        let Some(state) = saved.parent_state(&first.name) else { continue };
        let rules = state_rules(&first, run, SyncMode::Incremental)?;
        let at = format!("state of `{child}`.parent_state.{}", first.name);
        let own = Saved::parse(state, &rules, &at, run.began)?;
        let build = parent.build.clone();
        if own.is_behind_first && own.future.is_none() && own.outlived(&rules, run.began).is_none() {
            parent.build = Rc::new(move || later_definition(build()));
            continue;
        }
        choose_parents(&mut first, &own, run)?;
        let above: Vec<Build<C>> = incremental_parents(&mut first).map(|parent| parent.build.clone()).collect();
        if !above.is_empty() {
            parent.build = Rc::new(move || {
                let mut definition = build();
                incremental_parents(&mut definition)
                    .zip(&above)
                    .for_each(|(parent, build)| parent.build = build.clone());
                definition
            });
        }
    }
    Ok(())
}

/// The parents whose state is part of the child's state.
fn incremental_parents<C>(definition: &mut Definition<C>) -> impl Iterator<Item = &mut ParentSlicer<C>> {
    definition.slicers.iter_mut().filter_map(|slicer| match slicer {
        Slicer::Parent(parent) if parent.words.is_incremental => Some(parent),
        Slicer::Parent(_) | Slicer::Given(_) => None,
    })
}

fn later_definition<C>(definition: Definition<C>) -> Definition<C> {
    match definition.later {
        Some(later) => *later,
        None => definition,
    }
}

/// A value in the future does not show what has changed since the first sync, so a first sync follows again.
pub(crate) fn drop_future_state(saved: Saved, name: &str, output: &RunOutput) -> Saved {
    let Some(future) = saved.future.as_ref().filter(|_| saved.is_behind_first) else { return saved };
    let value = &future.value;
    let message = format!(
        "stream `{name}`: the saved state {value} is in the future; the sync reads everything again, as a first sync does"
    );
    output.log(Level::Warn, &message);
    Saved::of_unusable()
}

pub(crate) fn warn_of_outlived_state(name: &str, since: &CursorValue, output: &RunOutput) {
    let since = since.text();
    let message = format!(
        "stream `{name}`: its state, {since}, is older than what the API keeps of later changes, so all is read again from the start"
    );
    output.log(Level::Warn, &message);
}
