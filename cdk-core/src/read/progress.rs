//! A sign of life on standard error, where that is a terminal.

use std::cell::Cell;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// How often the line is drawn anew.
const INTERVAL: Duration = Duration::from_millis(200);

pub(crate) struct Progress {
    is_terminal: bool,
    drawn: Cell<Option<Instant>>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), drawn: Cell::new(None) }
    }

    pub(crate) fn show(&self, stream: &str, records: u64, requests: u64) {
        let is_due = self.drawn.get().is_none_or(|drawn| drawn.elapsed() >= INTERVAL);
        if !self.is_terminal || !is_due {
            return;
        }
        self.drawn.set(Some(Instant::now()));
        // A terminal that went away is no reason to stop.
        let _ = write!(stderr(), "\r\x1b[K{stream}: {} records, {} requests", grouped(records), grouped(requests));
    }

    pub(crate) fn end(&self) {
        if self.drawn.get().is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// `1,234,567`
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
