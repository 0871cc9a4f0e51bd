//! Records: CPU time per record, compared with hand-written loops.
//!
//! `bench [RECORDS] [ROUNDS]`. It serves 300,000 records of 1.4 KB in pages of 100 from memory. Processes read them and
//! write to a pipe, in rotating order:
//!
//! - the connector, on compact and on pretty-printed pages, and with a `map` hook
//! - a typed loop, and a loop over raw slices (see `by_hand`)
//! - the Python CDK, if `CDK_BENCH_PYTHON` is the path of a Python with `airbyte-cdk`
//!
//! Before that, all except the Python CDK must write the same records, byte for byte.
//! Out, on standard output: CPU seconds, median ratios within a round, peak memory, start-up time, binary size.

use std::error::Error;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;

use super::figures::Figures;
use super::measure::{self, Program, least, median};
use super::pages;
use super::process::{build, in_directory};
use super::setup::Setup;
use super::targets::Targets;

pub(crate) const RECORDS: u64 = 300_000;
pub(crate) const ROUNDS: u64 = 20;
/// Number of runs of `spec`.
const STARTS: usize = 20;
/// Number of pages to compare: twice the number of different pages.
const COMPARED_PAGES: u64 = 40;

pub(crate) fn bench(figures: &Figures, records: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "charges")?;
    let stripe = build("source-stripe", "source-stripe")?;
    in_directory(|directory| report(figures, [&connector, &stripe], directory, records, rounds))
}

/// In the order of the report. The last one only with a Python.
fn programs(connector: &Path, directory: &Path, pages: u64) -> Result<Vec<Program>, Box<dyn Error>> {
    let bench = std::env::current_exe()?;
    let url = format!("http://{}", pages::serve(pages)?);
    let setup = Setup::new(directory, r#"{"api_key":"key"}"#)?;
    let page = format!("{url}/charges");
    let mut programs = vec![
        Program::new("the connector", connector, &setup.read(&["charge"], &url)?),
        Program::new("… pretty pages", connector, &setup.read(&["charge"], &format!("{url}/pretty"))?),
        Program::new("… with `map`", connector, &setup.read(&["charge_mapped"], &url)?),
        Program::new("by hand, typed", &bench, &["typed", &page]),
        Program::new("by hand, raw", &bench, &["raw", &page]),
    ];
    if let Some(python) = std::env::var_os("CDK_BENCH_PYTHON") {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bench/python_cdk.py").to_owned();
        let read = setup.files(&["charge"])?;
        programs.push(Program::new("Python CDK", Path::new(&python), &[&[script, url], &read[..]].concat()));
    }
    Ok(programs)
}

fn report(
    figures: &Figures,
    [connector, stripe]: [&Path; 2],
    directory: &Path,
    records: u64,
    rounds: u64,
) -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let mut first: Option<Vec<u8>> = None;
    for program in programs(connector, directory, COMPARED_PAGES)?.iter().filter(|program| program.name != "Python CDK")
    {
        let data = measure::data(program)?;
        if *first.get_or_insert_with(|| data.clone()) != data || data.is_empty() {
            return Err(format!("{}: other records than the connector's", program.name).into());
        }
    }
    writeln!(out, "{} records are the same to the byte in every program", COMPARED_PAGES * pages::PER_PAGE)?;

    let mut programs = programs(connector, directory, records.div_ceil(pages::PER_PAGE))?;
    for round in 0..rounds as usize {
        for turn in 0..programs.len() {
            let at = (round + turn) % programs.len();
            programs[at].run(records)?;
        }
        if stderr().is_terminal() {
            let _ = write!(stderr(), "\r\x1b[Kround {} of {rounds}\r", round + 1);
        }
    }

    let (bytes, pretty_bytes) = pages::record_bytes();
    writeln!(out, "{records} records of {bytes} B, {pretty_bytes} B pretty-printed, {rounds} rounds")?;
    writeln!(out, "{:<16}{:>12}{:>10}{:>22}{:>14}", "", "CPU s, median", "min", "connector / this", "peak RSS MB")?;
    for program in &programs {
        let (own, peak) = (program.cpu(), program.peak_mb());
        let (name, min, ratio) = (program.name, least(&own), ratio(&programs[0], program));
        writeln!(out, "{name:<16}{:>12.2}{min:>11.2}{ratio:>22.3}{peak:>14.1}", median(own))?;
    }
    let mut targets = Targets::new(figures, "records");
    let [own, pretty, mapped, typed, raw, ..] = &programs[..] else { return Err("no programs".into()) };
    targets.at_most("CPU, connector / raw slices by hand", ratio(own, raw), 1.1)?;
    targets.at_most("CPU, connector with `map` / typed loop by hand", ratio(mapped, typed), 1.15)?;
    targets.at_most("CPU, connector, pretty-printed / compact pages", ratio(pretty, own), 2.0)?;
    if let Some(python) = programs.get(5) {
        targets.at_least("CPU, Python CDK / connector", ratio(python, own), 40.0)?;
        targets.at_least("peak RSS, Python CDK / connector", python.peak_mb() / own.peak_mb(), 5.0)?;
    }
    for (name, binary) in [("the connector", connector), ("source-stripe", stripe)] {
        let starts = (0..STARTS).map(|_| measure::wall(binary, "spec")).collect::<Result<Vec<f64>, _>>()?;
        targets.at_most(&format!("`spec` of {name}, ms, median of {STARTS}"), median(starts) * 1e3, 5.0)?;
        targets.at_most(&format!("binary of {name}, MB"), std::fs::metadata(binary)?.len() as f64 / 1e6, 10.0)?;
    }
    targets.outcome()
}

/// The median of the ratios within a round.
fn ratio(this: &Program, that: &Program) -> f64 {
    median(this.cpu().into_iter().zip(that.cpu()).map(|(this, that)| this / that).collect())
}
