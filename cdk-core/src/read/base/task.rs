//! Task: background work that is cancelled when its owner is dropped.
//!
//! In: a future. Out: its result. A panic continues in the task that waits for it, so a bug of a hook never looks like
//! a normal end.

use std::panic::resume_unwind;

use tokio::task::{JoinError, JoinHandle};

use crate::error::{Error, Result};

pub(crate) struct Task<T>(JoinHandle<T>);

impl<T: 'static> Task<T> {
    pub(crate) fn spawn(work: impl Future<Output = T> + 'static) -> Self {
        Self(tokio::task::spawn_local(work))
    }

    /// The result of the task.
    ///
    /// # Errors
    /// If the run has ended.
    pub(crate) async fn join(&mut self) -> Result<T> {
        task_result((&mut self.0).await)
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The result of a task. A panic of the task continues here.
pub(crate) fn task_result<T>(outcome: Result<T, JoinError>) -> Result<T> {
    outcome.map_err(|lost| match lost.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => Error::system("the run is at its end"),
    })
}
