//! The client as the [`Sender`] of one stream. Its log messages name the stream.

use std::fmt::Display;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::shared::Client;
use crate::auth::{Hold, LocalFuture, Sender};
use crate::error::Result;
use crate::hook_log::LogLevel;
use crate::http::{Request, Response};

/// The client on behalf of a stream.
pub(super) struct OfStream<'a> {
    pub(super) client: &'a Rc<Client>,
    /// Prefix of each log message.
    pub(super) label: &'a str,
}

impl Sender for OfStream<'_> {
    fn log(&self, level: LogLevel, message: &dyn Display) {
        let message = format_args!("auth: {message}");
        self.client.hook_log(level, self.label, &message);
    }

    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>> {
        self.client.send_unsigned(request)
    }

    fn ask<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>> {
        self.client.ask(request)
    }

    fn owned(&self) -> Rc<dyn Sender> {
        self.client.owned()
    }

    fn hide(&self, secret: &str) {
        self.client.hide(secret);
    }

    fn masked(&self, text: &str) -> String {
        self.client.masked(text)
    }

    fn blanks(&self, request: &Request) -> Option<String> {
        self.client.blanks(request)
    }

    fn now(&self) -> Timestamp {
        self.client.now()
    }

    fn warn(&self, message: &str) {
        self.client.warn(message);
    }

    fn hold(&self) -> Option<Hold> {
        self.client.hold()
    }

    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>> {
        self.client.keep(changes)
    }
}
