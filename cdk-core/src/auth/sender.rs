//! Sender: what a signer can use of the run, such as requests without credentials.

use std::fmt::Display;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::LocalFuture;
use crate::error::Result;
use crate::hook_log::{HookLog, LogLevel};
use crate::http::{Request, Response};
use crate::secret::Pasted;

/// Sends requests with retries but without credentials. Implemented by `client`.
pub(crate) trait Sender {
    /// Sends a request and returns its response; error statuses are errors, as for any request.
    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;

    /// Like [`Self::send_unsigned`], but a 4XX response is returned, because token endpoints describe the error in its
    /// body.
    fn ask<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;

    /// A copy for a separate task.
    fn owned(&self) -> Rc<dyn Sender>;

    /// Masks a text in everything that is printed from now on.
    fn hide(&self, secret: &str);

    /// The text with all known secrets masked.
    fn masked(&self, text: &str) -> String;

    /// A hint about spaces around the keys of a rejected request, if any.
    fn blanks(&self, request: &Request) -> Option<String>;

    /// The current time. It advances also if the clock of the run is stopped.
    fn now(&self) -> Timestamp;

    fn warn(&self, message: &str);

    /// Logs a message of a connector's function.
    fn log(&self, level: LogLevel, message: &dyn Display);

    /// Keeps the run from ending while the returned value exists, up to a limit.
    fn hold(&self) -> Option<Hold>;

    /// Stores values in the config beyond the run. Resolves when the platform has received them.
    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>>;
}

/// Keeps the run from ending while it exists.
pub(crate) type Hold = Rc<()>;

/// Stores a changed config. `source` has the implementation that sends it to the platform.
pub(crate) trait ConfigUpdates {
    /// The text or number that the config had at a path when the run began.
    fn text(&self, path: &[String]) -> Option<String>;

    /// The texts of the config when the run began, each with its path.
    fn pasted(&self) -> &Pasted;

    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>>;

    fn hold(&self) -> Hold;

    fn warn(&self, message: &str);

    /// The receiver of what a connector's function logs.
    fn log(&self) -> &dyn HookLog;
}
