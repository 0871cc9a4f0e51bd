//! What is read at the same time: how much of it, how fairly, and that nothing of it changes what comes out.

mod ahead;
mod cached;
mod failing;
mod fair;
mod levels;
mod same;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How many requests a server handles at a moment, and the most that it ever did.
#[derive(Clone, Default)]
struct InFlight(Arc<[AtomicUsize; 2]>);

impl InFlight {
    /// Handles a request for that long.
    fn handle<T>(&self, time: Duration, answer: impl FnOnce() -> T) -> T {
        let [now, most] = &*self.0;
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(time);
        let answer = answer();
        now.fetch_sub(1, Ordering::SeqCst);
        answer
    }

    fn most(&self) -> usize {
        self.0[1].load(Ordering::SeqCst)
    }
}
