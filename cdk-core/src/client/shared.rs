//! Client: what all requests of a run share, such as the transport and the masking of credentials.

use std::cell::Cell;
use std::fmt::Display;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;

use super::sending::RequestObserver;
use crate::auth::{ConfigUpdates, Credentials};
use crate::budget::{Circuits, Gate};
use crate::cache::Store;
use crate::hook_log::LogLevel;
use crate::http::{MAX_HELD_BYTES, MemoryBudget, Transport};
use crate::retry::Failure;
use crate::secret::Redactor;

/// Maximum size in bytes of the body that is kept of an error response.
const MOST_QUOTABLE_BYTES: usize = 256 << 10;

/// Sends requests. One per run, shared by all streams.
pub(crate) struct Client {
    pub(super) transport: Rc<dyn Transport>,
    pub(crate) gate: Rc<Gate>,
    pub(super) circuits: Circuits,
    /// Limits the memory of responses.
    pub(super) memory: Rc<MemoryBudget>,
    /// The cached responses of the run.
    pub(super) store: Store,
    pub(super) redactor: Rc<Redactor>,
    /// Stores new tokens beyond the run.
    pub(super) config_updates: Option<Rc<dyn ConfigUpdates>>,
    /// Receives the events of token requests.
    pub(super) auth_observer: Option<Rc<RequestObserver>>,
    /// Whether a user waits for the command: then an unreachable host is only tried for a short time.
    is_brief: Cell<bool>,
    /// The clock of the run. It is stopped in a recording and its replay.
    clock: Box<dyn Fn() -> Timestamp>,
    /// The clock of signatures and tokens. It is never stopped.
    signing_clock: Box<dyn Fn() -> Timestamp>,
}

impl Client {
    pub(crate) fn new(transport: Rc<dyn Transport>, gate: Rc<Gate>, store: Store, redactor: Rc<Redactor>) -> Self {
        let (memory, clock) = (MemoryBudget::new(MAX_HELD_BYTES), Box::new(Timestamp::now));
        Self {
            transport,
            gate,
            circuits: Circuits::default(),
            memory,
            store,
            redactor,
            config_updates: None,
            auth_observer: None,
            is_brief: Cell::new(false),
            clock,
            signing_clock: Box::new(Timestamp::now),
        }
    }

    /// Sets the memory budget for responses.
    pub(crate) fn with_memory(mut self, memory: Rc<MemoryBudget>) -> Self {
        self.memory = memory;
        self
    }

    /// Sets the storage for new tokens, and the observer of token requests.
    pub(crate) fn with_config_updates(
        mut self,
        config_updates: Rc<dyn ConfigUpdates>,
        observer: RequestObserver,
    ) -> Self {
        (self.config_updates, self.auth_observer) = (Some(config_updates), Some(Rc::new(observer)));
        self
    }

    /// Sets the clock of the run. Dates of a server without a `Date` header are compared with it.
    pub(crate) fn with_clock(mut self, clock: impl Fn() -> Timestamp + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// From now on a user waits for the command.
    pub(crate) fn be_brief(&self) {
        self.is_brief.set(true);
    }

    pub(super) fn is_brief(&self) -> bool {
        self.is_brief.get()
    }

    /// Sets the clock of signatures.
    pub(crate) fn with_signing_clock(mut self, clock: impl Fn() -> Timestamp + 'static) -> Self {
        self.signing_clock = Box::new(clock);
        self
    }

    /// Logs a message of a function for `auth`.
    pub(super) fn hook_log(&self, level: LogLevel, who: &str, message: &dyn Display) {
        if let Some(config_updates) = &self.config_updates {
            config_updates.log().hook_log(level, who, message);
        }
    }

    pub(super) fn signing_now(&self) -> Timestamp {
        (self.signing_clock)()
    }

    /// Whether requests go to a real server, which must not be overloaded: not in a replay.
    pub(crate) fn has_server(&self) -> bool {
        self.transport.waits()
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Masks the credentials of a request in all logs.
    pub(super) fn mask(&self, credentials: &Credentials) {
        for (_, value) in credentials.headers.iter().chain(&credentials.params) {
            self.redactor.add_computed(value);
            // In `Bearer abc`, the token is also masked alone.
            if let Some((_, token)) = value.split_once(' ') {
                self.redactor.add_computed(token);
            }
        }
    }

    /// The failure in a form that may be quoted. The response is masked as a whole, because half a secret is not
    /// recognised.
    pub(super) fn quotable(&self, failure: Failure) -> Failure {
        let mut failure = failure.without_data();
        if let Failure::Status(response) | Failure::GraphQl(response, _) = &mut failure {
            response.body.truncate(MOST_QUOTABLE_BYTES);
            response.body = self.redactor.mask(&String::from_utf8_lossy(&response.body)).into_owned().into_bytes();
        }
        failure
    }
}

/// The end of a wait that begins now.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}
