//! Nested: parents and children in one run, with cached parents.
//!
//! `bench nested`. The connector `waits` reads 1,000 parents in pages of 50, and the children of each, from a server
//! with a latency of 20 ms, with 1 and with 8 requests in flight. Out: the number of requests per URL, time / (waits ×
//! requests / requests in flight), and the CPU time per request. Each URL is requested once, although two streams read
//! the parents.

use std::error::Error;
use std::io::{Write, stdout};
use std::path::Path;
use std::time::Duration;

use super::figures::Figures;
use super::latency::config;
use super::measure::{Program, median};
use super::process::{build, in_directory};
use super::setup::Setup;
use super::slow::Slow;
use super::targets::Targets;

const WAIT: Duration = Duration::from_millis(20);
const PAGES: u64 = 20;
const PER_PAGE: u64 = 50;
/// The target, relative to the shortest possible time.
const LONGEST: f64 = 1.18;

pub(crate) fn bench(figures: &Figures) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "waits")?;
    in_directory(|directory| report(figures, &connector, directory))
}

fn report(figures: &Figures, connector: &Path, directory: &Path) -> Result<(), Box<dyn Error>> {
    let mut targets = Targets::new(figures, "flight");
    let parents = PAGES * PER_PAGE;
    for at_once in [1, 8] {
        let (url, asked) = Slow { latency: WAIT, pages: PAGES, records: PER_PAGE }.serve()?;
        let setup = Setup::new(directory, &config(0, 0, 0))?;
        let arguments = setup.read_at_once(&["parent", "child"], &url, at_once)?;
        let mut program = Program::new("nested", connector, &arguments);
        let took = program.run(parents + parents * PER_PAGE)?;
        let (requests, most) = asked.counts();
        let (cpu, ideal) = (median(program.cpu()), WAIT.as_secs_f64() * requests as f64 / at_once as f64);
        writeln!(
            stdout(),
            "{at_once} in flight: {requests} requests in {took:.2} s, {:.0} µs of CPU each, {:.1} MB",
            cpu * 1e6 / requests as f64,
            program.peak_mb()
        )?;
        let row = |what: &str| format!("parents and children, {at_once} in flight: {what}");
        targets.at_most(&row("requests for parents"), (requests - parents) as f64, PAGES as f64)?;
        targets.at_most(&row("most requests for one URL"), most as f64, 1.0)?;
        targets.at_most(&row("time / shortest possible time"), took / ideal, LONGEST)?;
    }
    targets.outcome()
}
