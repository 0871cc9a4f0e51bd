//! Panics in the connector's code become an error of the run, since standard error does not mask secrets.
//!
//! In: the work of a command. Out: its outcome, or the message and the place of the panic.
//! Not here: a panic in a task (it is an error of the page that waits for it), and the writer's thread.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs `work` with a quiet panic hook.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let message = Arc::new(Mutex::new(String::new()));
    let hook = message.clone();
    std::panic::set_hook(Box::new(move |panic| {
        *hook.lock().unwrap_or_else(PoisonError::into_inner) = describe(panic);
    }));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    drop(std::panic::take_hook());
    outcome.map_err(|_| message.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

fn describe(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let place = panic.location().map(|place| format!(" ({place})")).unwrap_or_default();
    format!("{}{place}", text.unwrap_or("it panicked"))
}
