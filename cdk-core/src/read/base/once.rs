//! Once: work that a run does once for each text, such as a `before_slice` with `once`.
//!
//! Streams share it if they have the same parents. A second caller with the same text waits for the first one; the
//! result holds for the rest of the run, a failure too. Memory: about a hundred bytes for each text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tokio::sync::OnceCell;

use crate::error::{Error, Result};

/// The work that was done once in this run.
#[derive(Default)]
pub(crate) struct OncePerRun(RefCell<HashMap<WorkKey, Rc<OnceCell<Option<Error>>>>>);

/// The names of the parent streams and the text: the ids of two parents may be the same.
pub(crate) type WorkKey = (Vec<String>, String);

impl OncePerRun {
    /// Does the work unless it was done before.
    ///
    /// # Errors
    /// That of the work, for every caller.
    pub(crate) async fn run(&self, key: WorkKey, work: impl AsyncFnOnce() -> Result<()>) -> Result<()> {
        let cell = self.0.borrow_mut().entry(key).or_default().clone();
        match cell.get_or_init(|| async move { work().await.err() }).await {
            None => Ok(()),
            Some(error) => Err(error.again()),
        }
    }
}
