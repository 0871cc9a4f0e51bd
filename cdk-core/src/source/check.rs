//! `check`: whether one page of the check stream can be read.

use std::rc::Rc;

use super::Session;
use crate::error::Result;
use crate::read::{Batch, Pages, Plan, Sink, Slices};
use crate::stream::Source;

/// Reads one page: authentication, address, and the shape of the records are judged by it.
pub(crate) async fn check<S: Source>(mut session: Session<S>) -> Result<()> {
    let definition = session.take_check_stream()?;
    let name = definition.name.clone();
    let plan = Rc::new(Plan::new(definition, &session.run)?);
    let mut slices = Slices::new(&plan, &session.run);
    let read = async {
        // A sub-stream whose parent is empty has no slice: its parent was read, and that is all there is to check.
        let Some(slice) = slices.next().await? else { return Ok(()) };
        let mut pages = Pages::new(plan.clone(), session.run.clone(), slice).one_by_one();
        pages.next(&mut Sink::Lines(Batch::default())).await.map(drop)
    };
    read.await.map_err(|error: crate::Error| error.with_context("stream", name))
}
