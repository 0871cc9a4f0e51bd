//! Before a slice: what the stream's `before_slice` does, once a run for each text where it says `once`.
//!
//! In: a slice that is about to be read. Out: nothing, or the slice's error.
//! Streams share what they do once where they have the same parent.
//! Who says the same text at the same time waits for the one that is at it; how that ended holds for all of the run, its
//! failure too. Memory: about a hundred bytes for each text.
//! Not here: what the function sees (see `stream::before_slice`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tokio::sync::OnceCell;

use crate::error::{Error, Result};
use crate::read::plan::stream_plan::{Plan, Run};
use crate::read::request::function_api::Asking;
use crate::stream::SliceContext;
use crate::stream::scope::Slice;

/// What was done once in this run, by its text.
#[derive(Default)]
pub(crate) struct Done(RefCell<HashMap<Work, Rc<OnceCell<Option<Error>>>>>);

/// The parent streams and the text: the ids of two parents may be the same.
type Work = (Vec<String>, String);

impl<C: 'static> Plan<C> {
    /// Does what is to be done before the slice is read.
    pub(crate) async fn before(self: &Rc<Self>, run: &Rc<Run<C>>, slice: &Rc<Slice>) -> Result<()> {
        let Some(before) = &self.definition.before_slice else { return Ok(()) };
        let call = || {
            let asking = Asking::new(self.clone(), run.clone(), self.sending.clone()).of_slice(slice.clone());
            let asks = SliceContext::new(run.config.clone(), &self.definition.name, Rc::new(asking));
            before.function.call(asks, slice.clone())
        };
        let at = |error: Error| error.with_context("hook", "before_slice");
        let Some(once) = &before.once else { return call().await.map_err(at) };
        let text = once.text(&self.scope(run, slice, None, None)).map_err(at)?;
        let text = text.ok_or_else(|| at(Error::system("`once` comes to nothing: what it names is absent")))?;
        let parents = self.parents.iter().map(|parent| parent.definition.name.clone()).collect();
        let cell = run.done.0.borrow_mut().entry((parents, text)).or_default().clone();
        match cell.get_or_init(|| async { call().await.err() }).await {
            None => Ok(()),
            Some(error) => Err(at(error.again())),
        }
    }
}
