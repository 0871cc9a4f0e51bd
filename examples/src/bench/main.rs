//! Bench: what the framework costs beside loops written by hand.
//!
//! `cargo run --release -p examples --bin bench [RECORDS] [ROUNDS]` (Linux). It builds the connector `charges` in release,
//! serves 100,000 records of 1.4 KB in pages of 100 from memory, and lets three processes of the same kind read them into
//! a pipe that is drained, in rotated order: the connector, a typed loop, a loop over raw slices (see `by_hand`).
//! With `CDK_BENCH_PYTHON`, the path of a Python that has `airbyte-cdk`, the same stream on the Python CDK is measured too.
//! `bench stripe` compares source-stripe with Airbyte's own (see `stripe`).
//! `bench serve RECORDS` serves alone, so that a profiler can look at one of them.
//! Out, on standard output: CPU seconds, the median of the ratios within a round, peak memory, start-up, size.
//! The exit code is 1 where a promise is broken: less CPU than the typed loop, under 30 MB, `spec` in under 10 ms.
//! Only ratios within one run mean something on a busy machine; the server's CPU is not counted.

#![recursion_limit = "256"] // for the one `json!` of a whole charge

mod by_hand;
mod charge;
mod cost;
mod measure;
mod pages;
mod stripe;
mod stripe_charges;
mod watch;

use std::error::Error;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use measure::{Program, least, median};

const RECORDS: u64 = 100_000;
const ROUNDS: u64 = 12;
/// Runs of `spec`.
const STARTS: usize = 20;
/// What is promised: the most memory, and the longest `spec`.
const MOST_MB: f64 = 30.0;
const MOST_SPEC_MS: f64 = 10.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["typed", url] => by_hand::typed(url).inspect(|()| cost::tell()),
        ["raw", url] => by_hand::raw(url).inspect(|()| cost::tell()),
        ["stripe"] => stripe::bench(stripe::RECORDS, stripe::ROUNDS),
        ["stripe", records] => numbers(records, "1").and_then(|(records, rounds)| stripe::bench(records, rounds)),
        ["stripe", records, rounds] => {
            numbers(records, rounds).and_then(|(records, rounds)| stripe::bench(records, rounds))
        }
        ["serve", records] => numbers(records, "1").and_then(|(records, _)| serve(records)),
        [] => bench(RECORDS, ROUNDS),
        [records] => numbers(records, "1").and_then(|(records, _)| bench(records, ROUNDS)),
        [records, rounds] => numbers(records, rounds).and_then(|(records, rounds)| bench(records, rounds)),
        _ => Err("expected at most two numbers, records and rounds, alone or behind `stripe`".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell where this fails.
            let _ = writeln!(stderr(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn numbers(records: &str, rounds: &str) -> Result<(u64, u64), Box<dyn Error>> {
    Ok((records.parse()?, rounds.parse()?))
}

/// Serves until somebody ends it.
fn serve(records: u64) -> Result<(), Box<dyn Error>> {
    let address = pages::serve(records.div_ceil(pages::PER_PAGE))?;
    writeln!(stderr(), "{records} records at http://{address}/charges")?;
    loop {
        std::thread::park();
    }
}

fn bench(records: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "charges")?;
    let bench = std::env::current_exe()?;
    in_directory(|directory| report(&connector, &bench, directory, records, rounds))
}

/// With a temporary directory, removed afterwards.
fn in_directory(run: impl FnOnce(&Path) -> Result<(), Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let directory = std::env::temp_dir().join(format!("cdk-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let outcome = run(&directory);
    std::fs::remove_dir_all(&directory)?;
    outcome
}

/// Builds a connector as it would be shipped.
fn build(package: &str, binary: &str) -> Result<PathBuf, Box<dyn Error>> {
    let bench = std::env::current_exe()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--release", "--quiet", "--package", package, "--bin", binary];
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let status = Command::new(cargo).args(arguments).args(["--manifest-path", manifest]).status()?;
    // Beside this binary, so that both are built alike.
    let connector = bench.with_file_name(binary);
    match status.success() && connector.exists() {
        true => Ok(connector),
        false => Err("the connector cannot be built; run this with `--release`".into()),
    }
}

fn report(connector: &Path, bench: &Path, directory: &Path, records: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    let address = pages::serve(records.div_ceil(pages::PER_PAGE))?;
    let (config, catalog) = (directory.join("config.json"), directory.join("catalog.json"));
    std::fs::write(&config, r#"{"api_key":"key"}"#)?;
    std::fs::write(
        &catalog,
        r#"{"streams":[{"stream":{"name":"charge","json_schema":{},"supported_sync_modes":["full_refresh"]},
            "sync_mode":"full_refresh","destination_sync_mode":"append"}]}"#,
    )?;
    let url = format!("http://{address}");
    let path = |path: &Path| path.display().to_string();
    let (config, catalog) = (path(&config), path(&catalog));
    let read = ["read", "--config", &config, "--catalog", &catalog, "--url-base", &url];
    let page = format!("{url}/charges");
    let mut programs = vec![
        Program::new("the connector", connector, &read),
        Program::new("by hand, typed", bench, &["typed", &page]),
        Program::new("by hand, raw", bench, &["raw", &page]),
    ];
    if let Some(python) = std::env::var_os("CDK_BENCH_PYTHON") {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bench/python_cdk.py");
        let read = ["read", "--config", &config, "--catalog", &catalog];
        programs.push(Program::new("Python CDK", Path::new(&python), &[&[script, &url], &read[..]].concat()));
    }

    for round in 0..rounds as usize {
        for turn in 0..programs.len() {
            let at = (round + turn) % programs.len();
            programs[at].run(records)?;
        }
        if stderr().is_terminal() {
            let _ = write!(stderr(), "\r\x1b[Kround {} of {rounds}\r", round + 1);
        }
    }

    let mut out = stdout().lock();
    writeln!(out, "{records} records of {} B, {rounds} rounds", pages::record_bytes())?;
    writeln!(out, "{:<16}{:>12}{:>10}{:>22}{:>14}", "", "CPU s, median", "min", "connector / this", "peak RSS MB")?;
    let mut ratios = Vec::new();
    for program in &programs {
        let own = program.cpu();
        let ratio = median(programs[0].cpu().into_iter().zip(&own).map(|(connector, this)| connector / this).collect());
        let (name, min, cpu, peak) = (program.name, least(&own), median(own), program.peak_mb());
        writeln!(out, "{name:<16}{cpu:>12.2}{min:>11.2}{ratio:>22.3}{peak:>14.1}")?;
        ratios.push(ratio);
    }
    let starts = (0..STARTS).map(|_| measure::wall(connector, "spec")).collect::<Result<Vec<f64>, _>>()?;
    let (least_ms, spec_ms) = (least(&starts) * 1e3, median(starts) * 1e3);
    let size = std::fs::metadata(connector)?.len() as f64 / 1e6;
    writeln!(out, "spec: {spec_ms:.1} ms, median of {STARTS} (least: {least_ms:.1}); binary: {size:.1} MB")?;
    match programs[0].peak_mb() < MOST_MB && ratios[1] < 1.0 && spec_ms < MOST_SPEC_MS {
        true => Ok(()),
        false => Err("not what is promised: less CPU than the typed loop, 30 MB at most, `spec` in 10 ms".into()),
    }
}

/// A command whose output this process takes.
fn piped(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
