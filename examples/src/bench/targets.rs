//! Targets: results compared with their targets.
//!
//! In: a result and its target. Out: one line for each on standard output, and a row of a table (see `figures`). At the
//! end, an error if a target was missed.

use std::error::Error;
use std::io::{Result, Write, stdout};

use super::figures::{Figures, rounded};

pub(crate) struct Targets<'a> {
    figures: &'a Figures,
    /// The table for the rows. `None`: results are only printed.
    table: Option<&'static str>,
    missed: usize,
}

impl<'a> Targets<'a> {
    /// Results with rows in this table.
    pub(crate) fn new(figures: &'a Figures, table: &'static str) -> Self {
        Self { figures, table: Some(table), missed: 0 }
    }

    /// Results without rows.
    pub(crate) fn printed(figures: &'a Figures) -> Self {
        Self { figures, table: None, missed: 0 }
    }

    pub(crate) fn at_most(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.report(what, figure, &format!("≤ {bound}"), figure <= bound)
    }

    pub(crate) fn at_least(&mut self, what: &str, figure: f64, bound: f64) -> Result<()> {
        self.report(what, figure, &format!("≥ {bound}"), figure >= bound)
    }

    /// A result without a target.
    pub(crate) fn note(&mut self, what: &str, figure: f64) -> Result<()> {
        self.report(what, figure, "–", true)
    }

    fn report(&mut self, what: &str, figure: f64, target: &str, is_reached: bool) -> Result<()> {
        let verdict = if is_reached { "" } else { "   MISSED" };
        self.missed += usize::from(!is_reached);
        writeln!(stdout(), "{what:<72}{figure:>9.3}  {target}{verdict}")?;
        let Some(table) = self.table else { return Ok(()) };
        self.figures.store(table, what, &[rounded(figure), target.to_owned()])
    }

    pub(crate) fn outcome(self) -> std::result::Result<(), Box<dyn Error>> {
        match self.missed {
            0 => Ok(()),
            missed => Err(format!("{missed} targets missed").into()),
        }
    }
}
