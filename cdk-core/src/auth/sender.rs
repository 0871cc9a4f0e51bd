//! What a way of signing may ask of the run: requests of its own, and what else a token needs.

use std::fmt::Display;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::LocalFuture;
use crate::error::Result;
use crate::hook_log::{HookLog, LogLevel};
use crate::http::{Request, Response};
use crate::secret::Pasted;

/// Sends requests with retries but without credentials; `client` is one.
pub(crate) trait Sender {
    /// The answer to a request, as any other is judged.
    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;

    /// The same, where a refusal is an answer too: what a token endpoint says in a 4XX is looked at.
    fn ask<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;

    /// For a task of its own.
    fn owned(&self) -> Rc<dyn Sender>;

    /// Masks a text from now on, wherever it would be printed.
    fn hide(&self, secret: &str);

    /// A text as it may be told.
    fn masked(&self, text: &str) -> String;

    /// What may be wrong with the keys of a request that was refused: blanks around them.
    fn blanks(&self, request: &Request) -> Option<String>;

    /// The time, which goes on also where the run's clock stands.
    fn now(&self) -> Timestamp;

    fn warn(&self, message: &str);

    /// Logs what a function of the connector says.
    fn log(&self, level: LogLevel, message: &dyn Display);

    /// Keeps the run from ending as long as what is given is held, within bounds.
    fn hold(&self) -> Option<Hold>;

    /// Keeps values of the config beyond the run. Resolves when whoever started the run has them.
    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>>;
}

/// The run does not end as long as there is one.
pub(crate) type Hold = Rc<()>;

/// Keeps a changed config; `source` gives one that tells the platform.
pub(crate) trait ConfigUpdates {
    /// The text, or number, that the config held at a path when the run began.
    fn text(&self, path: &[String]) -> Option<String>;

    /// The texts of the config as the run began, each with its place.
    fn pasted(&self) -> &Pasted;

    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>>;

    fn hold(&self) -> Hold;

    fn warn(&self, message: &str);

    /// Takes what a function of the connector logs.
    fn log(&self) -> &dyn HookLog;
}
