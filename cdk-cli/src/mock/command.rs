//! Command: serves until the process ends.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use cdk_core::testing::Api;

use super::arguments::MockArguments;
use super::recorded::RecordedApi;
use crate::failure::Failure;

/// Serves the cassette. Prints the URL and the number of requests.
///
/// # Errors
/// If the cassette cannot be read, has no exchanges, or the port cannot be used.
pub(crate) fn run(arguments: &MockArguments) -> Result<(), Failure> {
    let recorded = RecordedApi::open(&arguments.cassette)?;
    let (shown, count) = (arguments.cassette.display(), recorded.len());
    if count == 0 {
        return Err(Failure::new(format!("the cassette `{shown}` has no requests; record a run that sends some")));
    }
    let (url, port) = (Arc::new(OnceLock::<String>::new()), arguments.port);
    let own_url = url.clone();
    let api = Api::new().otherwise(move |request| recorded.answer(request, own_url.get().map_or("", String::as_str)));
    let running = api.start_at(port).map_err(|error| {
        Failure::new(format!("cannot serve on port {port}: {error}; use another --port, or 0 for a free one"))
    })?;
    let url = url.get_or_init(|| running.url());
    // The server is of use without this line, so a closed stdout does not stop it.
    let _ = writeln!(std::io::stdout(), "{shown} as a mock, {count} requests; stop it with Ctrl-C:\n{url}");
    loop {
        std::thread::park();
    }
}
