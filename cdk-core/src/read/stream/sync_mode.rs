//! Way: a stream that is read in one way until all of it was read, and in another one from then on.
//!
//! In: a definition, and how far an earlier run was. Out: the definition that this sync reads by, its parents' too where their
//! state is kept in the stream's.
//! Default: a full refresh is read as a first sync is; so is what an API has forgotten the changes of.
//! Not here: what a state says of it (see `state::first`).

use std::rc::Rc;

use crate::error::Result;
use crate::protocol::Level;
use crate::read::plan::cursor::rules;
use crate::read::plan::stream_plan::Run;
use crate::state::{CursorValue, Saved};
use crate::stream::{Build, Definition, ParentSlicer, Slicer};
use crate::writer::Output;

pub(crate) fn way<C: 'static>(
    mut definition: Definition<C>,
    mut saved: Saved,
    run: &Run<C>,
    is_full_refresh: bool,
) -> Result<(Definition<C>, Saved)> {
    if is_full_refresh {
        return Ok((definition, saved));
    }
    saved = without_future(saved, &definition.name, &run.output);
    if saved.is_behind_first {
        if let Some(since) = saved.outlived(&rules(&definition, run, false)?, run.began) {
            tell_outlived(&definition.name, since, &run.output);
            saved = Saved::default();
        } else {
            definition = later(definition);
        }
    }
    parents(&mut definition, &saved, run)?;
    Ok((definition, saved))
}

/// Takes the later way of parents whose own first sync is complete, and of theirs.
fn parents<C: 'static>(definition: &mut Definition<C>, saved: &Saved, run: &Run<C>) -> Result<()> {
    let child = definition.name.clone();
    for parent in incremental(definition) {
        let mut first = (parent.build)();
        let Some(state) = saved.parent_state(&first.name) else { continue };
        let rules = rules(&first, run, false)?;
        let at = format!("state of `{child}`.parent_state.{}", first.name);
        let own = Saved::parse(state, &rules, &at, run.began)?;
        let build = parent.build.clone();
        if own.is_behind_first && own.future.is_none() && own.outlived(&rules, run.began).is_none() {
            parent.build = Rc::new(move || later(build()));
            continue;
        }
        parents(&mut first, &own, run)?;
        let above: Vec<Build<C>> = incremental(&mut first).map(|parent| parent.build.clone()).collect();
        if !above.is_empty() {
            parent.build = Rc::new(move || {
                let mut definition = build();
                incremental(&mut definition).zip(&above).for_each(|(parent, build)| parent.build = build.clone());
                definition
            });
        }
    }
    Ok(())
}

/// The parents whose state is kept in their child's.
fn incremental<C>(definition: &mut Definition<C>) -> impl Iterator<Item = &mut ParentSlicer<C>> {
    definition.slicers.iter_mut().filter_map(|slicer| match slicer {
        Slicer::Parent(parent) if parent.words.is_incremental => Some(parent),
        Slicer::Parent(_) | Slicer::Given(_) => None,
    })
}

fn later<C>(definition: Definition<C>) -> Definition<C> {
    match definition.later {
        Some(later) => *later,
        None => definition,
    }
}

/// A value in the future does not show what changed since the first sync. So another first sync follows, which misses nothing.
pub(crate) fn without_future(saved: Saved, name: &str, output: &Output) -> Saved {
    let Some(future) = saved.future.as_ref().filter(|_| saved.is_behind_first) else { return saved };
    let value = &future.value;
    let message = format!(
        "stream `{name}`: the saved state {value} is in the future; the sync reads everything again, as a first sync does"
    );
    output.log(Level::Warn, &message);
    Saved::of_unusable()
}

pub(crate) fn tell_outlived(name: &str, since: &CursorValue, output: &Output) {
    let since = since.text();
    let message = format!(
        "stream `{name}`: its state, {since}, is older than what the API keeps of later changes, so all is read again from the start"
    );
    output.log(Level::Warn, &message);
}
