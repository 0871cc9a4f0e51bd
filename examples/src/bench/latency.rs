//! Latency: how much work is done while the connector waits for responses.
//!
//! `bench latency` (about three minutes). The connector `waits` reads from servers with a latency of 20, 50 or 100 ms.
//! First 200 pages by cursor, without work and with work of half the latency per page. Then pages by number, slices, and
//! streams, with 1, 4, 8, 16 and 32 requests in flight. Out: time / (latency × pages), and gain / requests in flight.
//! The gain is that over a program that waits for each response. The time includes the start.

use std::error::Error;
use std::io::{Write, stdout};
use std::path::Path;
use std::time::Duration;

use super::figures::{Figures, rounded};
use super::measure::Program;
use super::process::{build, in_directory};
use super::setup::Setup;
use super::slow::Slow;
use super::targets::Targets;

const CURSOR_WAIT: Duration = Duration::from_millis(50);
const CURSOR_PAGES: u64 = 200;
const CURSOR_RECORDS: u64 = 10;
const WAITS: [Duration; 2] = [Duration::from_millis(20), Duration::from_millis(100)];
const AT_ONCE: [u64; 5] = [1, 4, 8, 16, 32];
/// Sequential responses for each of the requests in flight.
const DEEP: u64 = 60;
/// Number of slices of the run with a latency of 50 ms.
const SLICES: u64 = 200;
/// The target for gain / requests in flight.
const LEAST_GAIN: f64 = 0.85;

pub(crate) fn bench(figures: &Figures) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "waits")?;
    in_directory(|directory| report(figures, &connector, directory))
}

fn report(figures: &Figures, connector: &Path, directory: &Path) -> Result<(), Box<dyn Error>> {
    let mut targets = Targets::new(figures, "flight");
    let (url, _) = Slow { latency: CURSOR_WAIT, pages: CURSOR_PAGES, records: CURSOR_RECORDS }.serve()?;
    let whole = CURSOR_WAIT.as_secs_f64() * CURSOR_PAGES as f64;
    for work in [Duration::ZERO, CURSOR_WAIT / 2] {
        let work_micros = work.as_micros() as u64 / CURSOR_RECORDS;
        let setup = Setup::new(directory, &config(0, 0, work_micros))?;
        let mut program = Program::new("by cursor", connector, &setup.read(&["by_cursor"], &url)?);
        let took = program.run(CURSOR_PAGES * CURSOR_RECORDS)?;
        let (latency, work) = (CURSOR_WAIT.as_millis(), work.as_millis());
        let what = format!("pages by cursor, latency {latency} ms, work {work} ms: time / (latency × pages)");
        targets.at_most(&what, took / whole, 1.1)?;
    }

    let mut gains = Targets::printed(figures);
    let mut row = Vec::new();
    for at_once in [1, 4, 8, 16] {
        let (url, _) = Slow { latency: CURSOR_WAIT, pages: 1, records: 1 }.serve()?;
        let took = Reading { kind: Kind::Slices, at_once, requests: SLICES }.run(connector, directory, &url)?;
        let gain = CURSOR_WAIT.as_secs_f64() * SLICES as f64 / took / at_once as f64;
        gains.at_least(&format!("{SLICES} slices, 50 ms, {at_once} in flight: gain / {at_once}"), gain, LEAST_GAIN)?;
        row.push(rounded(gain));
    }
    row.push("–".to_owned());
    figures.store("latency", &format!("50 ms, {SLICES} slices"), &row)?;

    for latency in WAITS {
        for kind in [Kind::Pages, Kind::Slices, Kind::Streams] {
            let name = format!("{} ms, {}", latency.as_millis(), kind.name());
            let mut row = Vec::new();
            for at_once in AT_ONCE {
                let requests = DEEP * at_once;
                let pages = if kind == Kind::Streams { DEEP } else { requests };
                let (url, _) = Slow { latency, pages, records: 1 }.serve()?;
                let took = Reading { kind, at_once, requests }.run(connector, directory, &url)?;
                let gain = latency.as_secs_f64() * requests as f64 / took / at_once as f64;
                gains.at_least(&format!("{name}, {at_once} in flight: gain / {at_once}"), gain, LEAST_GAIN)?;
                row.push(rounded(gain));
            }
            figures.store("latency", &name, &row)?;
        }
    }
    writeln!(stdout(), "gain: waits × requests / time; one request at a time has at most 1")?;
    targets.outcome().and(gains.outcome())
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Pages,
    Slices,
    Streams,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages by number",
            Self::Slices => "slices",
            Self::Streams => "streams",
        }
    }
}

/// The requests of one run, and how many of them are in flight.
struct Reading {
    kind: Kind,
    at_once: u64,
    requests: u64,
}

impl Reading {
    /// The duration of a run in seconds.
    fn run(&self, connector: &Path, directory: &Path, url: &str) -> Result<f64, Box<dyn Error>> {
        let Self { kind, at_once, requests } = *self;
        let setup = Setup::new(directory, &config(requests, at_once, 0))?;
        let many: Vec<String> = (0..at_once).map(|number| format!("many-{number}")).collect();
        let streams = match kind {
            Kind::Pages => vec!["numbered"],
            Kind::Slices => vec!["sliced"],
            Kind::Streams => many.iter().map(String::as_str).collect(),
        };
        let arguments = setup.read_at_once(&streams, url, usize::try_from(at_once)?)?;
        Program::new("waits", connector, &arguments).run(requests)
    }
}

pub(crate) fn config(slices: u64, streams: u64, work_micros: u64) -> String {
    format!(r#"{{"slices":{slices},"streams":{streams},"work_micros":{work_micros}}}"#)
}
