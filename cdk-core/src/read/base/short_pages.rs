//! Short pages: whether a page with fewer records than requested is the end of its slice.
//!
//! In: what the first request after a short page brought (the probe). Out: one answer for all slices of the stream and
//! the run.
//! Default: not known yet. A server may cap the page size below the requested one, or hide records. One slice probes;
//! the others wait for its answer before they read on. A waiting slice holds no request and no memory.
//! Not here: what a short page is (`paginate`), what the probe's page brought (see `probe`).

use std::cell::Cell;

use tokio::sync::{Mutex, MutexGuard};

/// What is known of a stream's short pages.
#[derive(Default)]
pub(crate) struct ShortPages {
    are_last: Cell<Option<bool>>,
    probing: Mutex<()>,
}

/// What to do after a short page.
pub(crate) enum ProbeTurn<'a> {
    /// Send the probe; no other slice sends one meanwhile.
    Probe(#[expect(dead_code, reason = "held while the probe is read")] MutexGuard<'a, ()>),
    GoOn,
    End,
}

impl ShortPages {
    /// Whether a short page is the last of its slice; `None` until a probe has shown it.
    pub(crate) fn are_last(&self) -> Option<bool> {
        self.are_last.get()
    }

    pub(crate) fn may_probe(&self) -> bool {
        self.are_last.get().is_none()
    }

    /// Whether only the next page is worth requesting ahead: where it begins is known after the page before it.
    pub(crate) fn are_common(&self) -> bool {
        self.are_last.get() == Some(false)
    }

    /// Waits until no other slice probes.
    pub(crate) async fn turn(&self, is_probe: bool) -> ProbeTurn<'_> {
        if !is_probe {
            return ProbeTurn::GoOn;
        }
        let guard = self.probing.lock().await;
        match self.are_last.get() {
            None => ProbeTurn::Probe(guard),
            Some(true) => ProbeTurn::End,
            Some(false) => ProbeTurn::GoOn,
        }
    }

    /// The probe brought no new records.
    pub(crate) fn trust(&self) {
        self.are_last.set(Some(true));
    }

    /// It brought new ones; whether that was not known yet.
    pub(crate) fn distrust(&self) -> bool {
        self.are_last.replace(Some(false)).is_none()
    }
}
