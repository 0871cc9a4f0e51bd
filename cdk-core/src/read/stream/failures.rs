//! Failures: the errors of one stream's slices.
//!
//! In: the result of each slice. Out: a log line per failure, up to [`MOST_LOGGED`]; one error for the stream with the
//! number of failed slices and the error of the first of them.
//! Default: the other slices are read. Exceptions: rejected credentials, which all slices share, and [`HOPELESS`]
//! failed slices in a row.
//! Not here: retries of a request (see `retry`).

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
    /// Whether slices were not read because the stream was given up.
    left: Option<bool>,
    /// The error of the first failed slice, in the order of the slices.
    first: Option<(u64, Error)>,
}

impl Failures {
    pub(crate) fn new(stream: &str, output: Rc<RunOutput>, hopeless: Option<u32>) -> Self {
        let stream = stream.to_owned();
        Self { stream, output, hopeless, slices: 0, failed: 0, in_a_row: 0, is_refused: false, left: None, first: None }
    }

    /// Takes the result of slice `number`.
    ///
    /// # Errors
    /// If the output is closed.
    pub(crate) fn record_outcome(&mut self, number: u64, outcome: Result<(), EarlyEnd>) -> Result<(), EarlyEnd> {
        self.slices += 1;
        match outcome {
            Ok(()) => self.in_a_row = 0,
            Err(EarlyEnd::OutputClosed) => return Err(EarlyEnd::OutputClosed),
            Err(EarlyEnd::Failed(error)) => self.record_failure(number, error),
        }
        Ok(())
    }

    /// Takes the error of a parent whose slices cannot be read.
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

    /// Whether the remaining slices are not worth trying.
    pub(crate) fn are_hopeless(&self) -> bool {
        self.is_refused || self.hopeless.is_some_and(|hopeless| self.in_a_row >= u64::from(hopeless))
    }

    /// The remaining slices are not read. `left`: whether there are any.
    pub(crate) fn give_up(&mut self, left: bool) {
        self.left = Some(left);
    }

    /// # Errors
    /// If a slice failed.
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
