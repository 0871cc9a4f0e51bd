//! Targets: results compared with their targets.
//!
//! In: a result and its target. Out: one line for each on standard output, and a row in a table of figures if one is
//! wanted (see `figures`); at the end an error if a target was missed.

use std::error::Error;
use std::io::{Result, Write, stdout};

use super::figures::store;

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
        writeln!(stdout(), "{what:<56}{figure:>9.3}  {sign} {bound}{verdict}")?;
        store(what, figure, &format!("{sign} {bound}"))
    }

    pub(crate) fn outcome(self) -> std::result::Result<(), Box<dyn Error>> {
        match self.missed {
            0 => Ok(()),
            missed => Err(format!("{missed} targets missed").into()),
        }
    }
}
