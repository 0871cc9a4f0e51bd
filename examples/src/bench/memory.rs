//! Memory: the peak resident memory does not depend on the number of records.
//!
//! `bench memory` (two minutes; `bench memory SECONDS` pauses longer). The connector `charges` reads 10⁵ and 10⁶
//! records of 1.4 KB with one request in flight. Then it reads 10⁵ records, and its output is blocked for a time after
//! the first 20 MB: the writer's queue fills up, and memory must not grow further. Then it reads numbered pages with 16
//! requests in flight. Out: the highest peaks, the ratios of the median peaks, and the targets.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use super::figures::Figures;
use super::measure::{Program, median};
use super::pages;
use super::process::{build, in_directory};
use super::setup::Setup;
use super::targets::Targets;

const FEW: u64 = 100_000;
const MANY: u64 = 1_000_000;
/// Runs of each kind, since the fill level of the queue is random.
const RUNS: usize = 5;
const AT_ONCE: usize = 16;
pub(crate) const STALL_SECS: u64 = 5;
const STALL_AFTER_BYTES: u64 = 20_000_000;
const SHORT_STALL: Duration = Duration::from_secs(1);
/// The limit of the writer's queue (`docs/architecture.md`) plus ten percent.
const QUEUE_MB: f64 = 1.2;
/// The target for one request in flight, and for each additional page, in pages.
const MOST_MB: f64 = 20.0;
const PAGES_EACH: f64 = 3.0;

pub(crate) fn bench(figures: &Figures, stall_secs: u64) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "charges")?;
    in_directory(|directory| report(figures, &connector, directory, Duration::from_secs(stall_secs)))
}

fn report(figures: &Figures, connector: &Path, directory: &Path, stall: Duration) -> Result<(), Box<dyn Error>> {
    let mut targets = Targets::new(figures, "memory");
    let setup = Setup::new(directory, r#"{"api_key":"key"}"#)?;
    let peak =
        |stream: &str, records: u64, at_once: usize, stall: Option<Duration>| -> Result<(f64, f64), Box<dyn Error>> {
            let url = format!("http://{}", pages::serve(records.div_ceil(pages::PER_PAGE))?);
            let mut program = Program::new("charges", connector, &setup.read_at_once(&[stream], &url, at_once)?);
            if let Some(stall) = stall {
                program = program.stalled(STALL_AFTER_BYTES, stall);
            }
            for _ in 0..RUNS {
                program.run(records)?;
            }
            Ok((median(program.peaks()), program.peak_mb()))
        };

    let (few, _) = peak("charge", FEW, 1, None)?;
    let (many, most_many) = peak("charge", MANY, 1, None)?;
    targets.at_most("one request in flight, 10⁶ records: peak RSS, MB", most_many, MOST_MB)?;
    targets.at_most("one request in flight, 10⁶ / 10⁵ records: peak RSS", many / few, 1.1)?;
    let (soon, _) = peak("charge", FEW, 1, Some(SHORT_STALL))?;
    let (late, most_late) = peak("charge", FEW, 1, Some(stall))?;
    targets.at_most("one request in flight, output blocked: peak RSS, MB", most_late, MOST_MB)?;
    targets.at_most("one request in flight, output blocked / blocked for 1 s: peak RSS", late / soon, 1.1)?;
    targets.at_most("one request in flight, output blocked − not blocked: peak RSS, MB", late - few, QUEUE_MB)?;

    let page_mb = (pages::record_bytes().0 * pages::PER_PAGE) as f64 / 1e6;
    let most = (MOST_MB + PAGES_EACH * page_mb * AT_ONCE as f64).round();
    let (_, read) = peak("charge_numbered", FEW, AT_ONCE, None)?;
    targets.at_most(&format!("{AT_ONCE} pages in flight: peak RSS, MB"), read, most)?;
    let (_, stalled) = peak("charge_numbered", FEW, AT_ONCE, Some(stall))?;
    targets.at_most(&format!("{AT_ONCE} pages in flight, output blocked: peak RSS, MB"), stalled, most)?;
    targets.outcome()
}
