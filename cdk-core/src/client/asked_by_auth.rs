//! Implements [`Sender`] for the client: what `auth` can use of a run.

use std::fmt::Display;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::pasted_keys;
use super::sending::{RequestObserver, Sending};
use super::shared::Client;
use super::tries::Tries;
use crate::auth::{Hold, LocalFuture, Sender};
use crate::error::{Error, Result};
use crate::hook_log::LogLevel;
use crate::http::{Request, Response};
use crate::retry::{Action, Failure, Hooks, Ruling};

impl Client {
    fn beside(self: &Rc<Self>, request: Request) -> Tries {
        let observer = self.auth_observer.clone();
        let observer = observer.map(|observer| -> RequestObserver { Box::new(move |notice| observer(notice)) });
        let sending = Sending { who: "auth".to_owned(), observer, ..Sending::default() };
        Tries::new(self.clone(), Rc::new(sending), request)
    }
}

impl Sender for Rc<Client> {
    fn log(&self, level: LogLevel, message: &dyn Display) {
        self.hook_log(level, "auth", message);
    }

    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>> {
        Box::pin(async move { self.beside(request).send_beside().await })
    }

    fn ask<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>> {
        let is_answer = |response: &Response| {
            let is_refusal = (400..500).contains(&response.status) && !Failure::Status(response.clone()).may_pass();
            Ok(is_refusal.then_some(Ruling { action: Action::Ignore, message: None }))
        };
        let hooks = Hooks { judge: Some(Box::new(is_answer)), ..Hooks::default() };
        Box::pin(async move { self.beside(request).with_hooks(hooks).send_beside().await })
    }

    fn owned(&self) -> Rc<dyn Sender> {
        Rc::new(self.clone())
    }

    fn hide(&self, secret: &str) {
        self.redactor.add_learnt(secret);
    }

    fn masked(&self, text: &str) -> String {
        self.redactor.mask(text).into_owned()
    }

    fn blanks(&self, request: &Request) -> Option<String> {
        pasted_keys::blanks(self, request, None)
    }

    fn now(&self) -> Timestamp {
        self.signing_now()
    }

    fn warn(&self, message: &str) {
        if let Some(config_updates) = &self.config_updates {
            config_updates.warn(message);
        }
    }

    fn hold(&self) -> Option<Hold> {
        self.config_updates.as_ref().map(|config_updates| config_updates.hold())
    }

    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>> {
        match &self.config_updates {
            Some(config_updates) => config_updates.keep(changes),
            None => Box::pin(std::future::ready(Err(Error::system(
                "internal error (a bug in the connector): the run cannot store the new tokens",
            )))),
        }
    }
}
