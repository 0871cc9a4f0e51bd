//! Signals: SIGTERM and SIGINT.
//!
//! In: nothing. Out: the received signal, or the end of the process by a signal.
//! Not here: what a run does after a signal (see `lifecycle`).

use std::process::ExitCode;

use signal_hook::consts::{SIGINT, SIGTERM};
use tokio::signal::unix::{SignalKind, signal};

/// Waits for the first SIGTERM or SIGINT and returns its number and name. Waits forever if the process cannot listen.
pub(super) async fn receive() -> (i32, &'static str) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => (SIGTERM, "SIGTERM"),
        _ = interrupt.recv() => (SIGINT, "SIGINT"),
    }
}

/// Ends the process as the signal would have ended it, so that its parent sees the reason.
pub(super) fn die_by(signal: i32) -> ExitCode {
    // Returns only if the signal cannot be raised.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    ExitCode::FAILURE
}
