//! A sign of life on standard error, where that is a terminal.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// How often the line is drawn anew.
const INTERVAL: Duration = Duration::from_millis(200);

pub(crate) struct TerminalProgress {
    is_terminal: bool,
    drawn: Cell<Option<Instant>>,
    /// Records and requests of each stream that is being read.
    open: RefCell<BTreeMap<String, (u64, u64)>>,
}

impl TerminalProgress {
    pub(crate) fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), drawn: Cell::new(None), open: RefCell::default() }
    }

    pub(crate) fn show(&self, stream: &str, records: u64, requests: u64) {
        if !self.is_terminal {
            return;
        }
        let mut open = self.open.borrow_mut();
        match open.get_mut(stream) {
            Some(counts) => *counts = (records, requests),
            None => drop(open.insert(stream.to_owned(), (records, requests))),
        }
        if self.drawn.get().is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        self.drawn.set(Some(Instant::now()));
        // A closed terminal does not stop the run.
        let _ = write!(stderr(), "\r\x1b[K{}", line(&open));
    }

    /// The stream is read.
    pub(crate) fn remove(&self, stream: &str) {
        self.open.borrow_mut().remove(stream);
    }

    pub(crate) fn end(&self) {
        if self.drawn.get().is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// `charges: 1,200 records, 12 requests`, or the sum of several streams.
fn line(open: &BTreeMap<String, (u64, u64)>) -> String {
    let who = match open.keys().next() {
        Some(stream) if open.len() == 1 => stream.clone(),
        _ => format!("{} streams", open.len()),
    };
    let (records, requests) = open.values().fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1));
    format!("{who}: {} records, {} requests", group_digits(records), group_digits(requests))
}

/// `1,234,567`
pub(crate) fn group_digits(number: u64) -> String {
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
