//! What all requests of a run share: the transport, and who keeps their credentials out of every log.

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

/// What is kept of the body of an answer that is no success.
const MOST_QUOTABLE_BYTES: usize = 256 << 10;

/// Sends requests. One a run, shared by all streams.
pub(crate) struct Client {
    pub(super) transport: Rc<dyn Transport>,
    pub(crate) gate: Rc<Gate>,
    pub(super) circuits: Circuits,
    /// What answers may hold of the run's memory.
    pub(super) memory: Rc<MemoryBudget>,
    /// What is kept of the run's responses.
    pub(super) store: Store,
    pub(super) redactor: Rc<Redactor>,
    /// Keeps the tokens that are to outlive the run.
    pub(super) config_updates: Option<Rc<dyn ConfigUpdates>>,
    /// Hears of what happens to requests for tokens.
    pub(super) auth_observer: Option<Rc<RequestObserver>>,
    /// Whether somebody waits for the command to end: a host that cannot be reached is not tried for long.
    is_brief: Cell<bool>,
    /// The run's clock, which stands still in a recording and its replay.
    clock: Box<dyn Fn() -> Timestamp>,
    /// The clock of signatures and tokens, which never stands still.
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

    /// With so much memory for answers.
    pub(crate) fn with_memory(mut self, memory: Rc<MemoryBudget>) -> Self {
        self.memory = memory;
        self
    }

    /// With someone who keeps new tokens, and someone who hears of what happens to the requests for them.
    pub(crate) fn with_config_updates(
        mut self,
        config_updates: Rc<dyn ConfigUpdates>,
        observer: RequestObserver,
    ) -> Self {
        (self.config_updates, self.auth_observer) = (Some(config_updates), Some(Rc::new(observer)));
        self
    }

    /// With the clock of the run, against which a server's dates are held where it tells no time of its own.
    pub(crate) fn with_clock(mut self, clock: impl Fn() -> Timestamp + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// From now on somebody waits for the command to end.
    pub(crate) fn be_brief(&self) {
        self.is_brief.set(true);
    }

    pub(super) fn is_brief(&self) -> bool {
        self.is_brief.get()
    }

    /// With the clock of what is signed.
    pub(crate) fn with_signing_clock(mut self, clock: impl Fn() -> Timestamp + 'static) -> Self {
        self.signing_clock = Box::new(clock);
        self
    }

    /// Logs what a function for `auth` says.
    pub(super) fn hook_log(&self, level: LogLevel, who: &str, message: &dyn Display) {
        if let Some(config_updates) = &self.config_updates {
            config_updates.log().hook_log(level, who, message);
        }
    }

    pub(super) fn signing_now(&self) -> Timestamp {
        (self.signing_clock)()
    }

    /// Whether there is a server that can be asked too much: not in a replay.
    pub(crate) fn has_server(&self) -> bool {
        self.transport.waits()
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Makes sure that no log can show what was computed for a request.
    pub(super) fn mask(&self, credentials: &Credentials) {
        for (_, value) in credentials.headers.iter().chain(&credentials.params) {
            self.redactor.add_computed(value);
            // `Bearer abc`: the token alone, too.
            if let Some((_, token)) = value.split_once(' ') {
                self.redactor.add_computed(token);
            }
        }
    }

    /// The failure as it may be quoted: its answer is masked as a whole, since half a secret would not be recognised.
    pub(super) fn quotable(&self, failure: Failure) -> Failure {
        let mut failure = failure.without_data();
        if let Failure::Status(response) | Failure::GraphQl(response, _) = &mut failure {
            response.body.truncate(MOST_QUOTABLE_BYTES);
            response.body = self.redactor.mask(&String::from_utf8_lossy(&response.body)).into_owned().into_bytes();
        }
        failure
    }
}

/// The moment after a wait that begins now.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}
