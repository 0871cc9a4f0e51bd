//! Targets: results compared with their targets.
//!
//! In: a result and its target. Out: one line for each on standard output; at the end an error if one was missed.

use std::error::Error;
use std::io::{Result, Write, stdout};

#[derive(Default)]
pub(crate) struct Targets {
    missed: usize,
}

impl Targets {
    pub(crate) fn at_most(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.report(what, figure, "≤", bound, figure <= bound)
    }

    pub(crate) fn at_least(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.report(what, figure, "≥", bound, figure >= bound)
    }

    fn report(&mut self, what: &str, figure: f64, sign: &str, bound: f64, holds: bool) -> Result<()> {
        let verdict = if holds { "" } else { "   MISSED" };
        self.missed += usize::from(!holds);
        writeln!(stdout(), "{what:<56}{figure:>9.3}  {sign} {bound}{verdict}")
    }

    pub(crate) fn outcome(self) -> std::result::Result<(), Box<dyn Error>> {
        match self.missed {
            0 => Ok(()),
            missed => Err(format!("{missed} targets missed").into()),
        }
    }
}
