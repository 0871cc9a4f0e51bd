//! Failures: the errors of one stream's slices, and which of them are logged.
//!
//! In: how each slice went. Out: a log line for each failure, up to [`MOST_LOGGED`]; one error for the stream, that of
//! the foremost slice, with how many there were.
//! Default: the other slices go on. Not where the credentials are refused, which they all share, and not after
//! [`HOPELESS`] failed slices in a row: a stream with 100,000 slices must not be tried to its end.
//! Not here: trying a request again (see `retry`).

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::read::base::outcome::EarlyEnd;
use crate::writer::RunOutput;

/// Limit of failed slices that are logged one by one.
const MOST_LOGGED: u64 = 20;

pub(crate) struct Failures {
    stream: String,
    output: Rc<RunOutput>,
    /// Failed slices in a row after which the rest is not read.
    hopeless: Option<u32>,
    slices: u64,
    failed: u64,
    in_a_row: u64,
    is_refused: bool,
    /// Whether slices were left when the stream was given up.
    left: Option<bool>,
    /// The error of the foremost slice that failed.
    first: Option<(u64, Error)>,
}

impl Failures {
    pub(crate) fn new(stream: &str, output: Rc<RunOutput>, hopeless: Option<u32>) -> Self {
        let stream = stream.to_owned();
        Self { stream, output, hopeless, slices: 0, failed: 0, in_a_row: 0, is_refused: false, left: None, first: None }
    }

    /// Takes how slice `number` went.
    ///
    /// # Errors
    /// Where nobody reads any more.
    pub(crate) fn record_outcome(&mut self, number: u64, outcome: Result<(), EarlyEnd>) -> Result<(), EarlyEnd> {
        self.slices += 1;
        match outcome {
            Ok(()) => self.in_a_row = 0,
            Err(EarlyEnd::OutputClosed) => return Err(EarlyEnd::OutputClosed),
            Err(EarlyEnd::Failed(error)) => self.record_failure(number, error),
        }
        Ok(())
    }

    /// Takes why a parent, and so the slices below it, could not be read.
    pub(crate) fn record_parent_failure(&mut self, error: Error) {
        self.slices += 1;
        self.record_failure(u64::MAX, error);
    }

    fn record_failure(&mut self, number: u64, error: Error) {
        self.failed += 1;
        self.in_a_row += 1;
        self.is_refused |= error.is_refused();
        match self.failed {
            // A single failure is reported when the stream ends.
            1 => {}
            // This was logged when the circuit breaker opened.
            _ if error.is_cut_off() => {}
            2..=MOST_LOGGED => self.log_error(&error),
            _ if self.failed == MOST_LOGGED + 1 => self.log("further failures are counted only"),
            _ => {}
        }
        if self.first.as_ref().is_none_or(|(first, _)| number < *first) {
            self.first = Some((number, error));
        }
    }

    fn log_error(&self, error: &Error) {
        self.log(&error.to_string());
    }

    fn log(&self, what: &str) {
        self.output.log(Level::Error, &format!("stream `{}`: {what}", self.stream));
    }

    /// Whether the slices that are left need not be tried.
    pub(crate) fn are_hopeless(&self) -> bool {
        self.is_refused || self.hopeless.is_some_and(|hopeless| self.in_a_row >= u64::from(hopeless))
    }

    /// The rest is not tried; `left`: whether there is one.
    pub(crate) fn give_up(&mut self, left: bool) {
        self.left = Some(left);
    }

    /// # Errors
    /// Where a slice failed.
    pub(crate) fn into_result(self) -> Result<()> {
        let Some((_, error)) = self.first else { return Ok(()) };
        let is_rest_left = self.left == Some(true);
        if self.failed == 1 && !(is_rest_left && self.slices > 1) {
            return Err(error);
        }
        let (failed, slices) = (self.failed, self.slices);
        let rest = if is_rest_left { ", the rest was not tried" } else { "" };
        Err(error.with_note(format!("{failed} of {slices} slices failed{rest}; the first")))
    }
}
