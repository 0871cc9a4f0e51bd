//! Task: background work that is cancelled when its owner is dropped.
//!
//! In: a future. Out: what it gave. A panic in it goes on where it is waited for, so that a defect of a hook is never
//! an end that looks like a good one. Dropped, it is stopped.

use std::panic::resume_unwind;

use tokio::task::{JoinError, JoinHandle};

use crate::error::{Error, Result};

pub(crate) struct Task<T>(JoinHandle<T>);

impl<T: 'static> Task<T> {
    pub(crate) fn spawn(work: impl Future<Output = T> + 'static) -> Self {
        Self(tokio::task::spawn_local(work))
    }

    /// What it gave, once it has ended.
    ///
    /// # Errors
    /// Where the run itself is at its end.
    pub(crate) async fn join(&mut self) -> Result<T> {
        task_result((&mut self.0).await)
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What a task gave; its panic goes on here.
pub(crate) fn task_result<T>(outcome: Result<T, JoinError>) -> Result<T> {
    outcome.map_err(|lost| match lost.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => Error::system("the run is at its end"),
    })
}
