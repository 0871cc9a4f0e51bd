//! SIGTERM and SIGINT.

use std::process::ExitCode;

use signal_hook::consts::{SIGINT, SIGTERM};
use tokio::signal::unix::{SignalKind, signal};

/// The first of the two that comes, with its name. Never, where they cannot be listened for.
pub(super) async fn received() -> (i32, &'static str) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => (SIGTERM, "SIGTERM"),
        _ = interrupt.recv() => (SIGINT, "SIGINT"),
    }
}

/// Ends the process as the signal would have ended it, so that who waits for it sees why.
pub(super) fn die_by(signal: i32) -> ExitCode {
    // It returns only where the signal cannot be raised.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    ExitCode::FAILURE
}
