//! Targets: what was measured beside what is promised.
//!
//! In: a figure and its bound. Out: a line for each on standard output, and an error where one does not hold, once all are told.

use std::error::Error;
use std::io::{Result, Write, stdout};

#[derive(Default)]
pub(crate) struct Targets {
    missed: usize,
}

impl Targets {
    pub(crate) fn at_most(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.told(what, figure, "≤", bound, figure <= bound)
    }

    pub(crate) fn at_least(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.told(what, figure, "≥", bound, figure >= bound)
    }

    fn told(&mut self, what: &str, figure: f64, sign: &str, bound: f64, holds: bool) -> Result<()> {
        let verdict = if holds { "" } else { "   MISSED" };
        self.missed += usize::from(!holds);
        writeln!(stdout(), "{what:<56}{figure:>9.3}  {sign} {bound}{verdict}")
    }

    pub(crate) fn outcome(self) -> std::result::Result<(), Box<dyn Error>> {
        match self.missed {
            0 => Ok(()),
            missed => Err(format!("{missed} of what is promised does not hold").into()),
        }
    }
}
