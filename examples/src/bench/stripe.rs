//! Stripe: source-stripe compared with Airbyte's connector, on the same charges.
//!
//! `cargo run --release -p examples --bin bench stripe [RECORDS] [ROUNDS]` (Linux). It builds source-stripe in release,
//! serves 35,000 realistic charges in pages of 100 in Stripe's format, and runs source-stripe with full refresh.
//! Airbyte's connector reads them too, if `CDK_BENCH_STRIPE_PYTHON` is the path of a Python with
//! `airbyte-source-stripe`. It runs from a temporary copy of its package, in whose manifest this server's address
//! replaces Stripe's. A round then takes about four minutes.
//! Out, on standard output: CPU seconds, peak memory, and the ratios. The exit code is 1 if a target is missed.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use cdk_core::prelude::Timestamp;

use super::figures::Figures;
use super::measure::{Program, least, median};
use super::process::{build, in_directory};
use super::stripe_charges;
use super::targets::Targets;

pub(crate) const RECORDS: u64 = 35_000;
pub(crate) const ROUNDS: u64 = 1;
/// Targets: CPU time and memory of Airbyte's connector, relative to source-stripe's.
const LEAST_CPU: f64 = 100.0;
const LEAST_MEMORY: f64 = 5.0;
/// Maximum age of the objects: one window of Airbyte's connector, so that it sends each request once.
const OLDEST_SECS: u64 = 200 * 24 * 3600;

pub(crate) fn bench(figures: &Figures, records: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    let connector = build("source-stripe", "source-stripe")?;
    in_directory(|directory| report(figures, &connector, directory, records, rounds))
}

fn report(
    figures: &Figures,
    connector: &Path,
    directory: &Path,
    records: u64,
    rounds: u64,
) -> Result<(), Box<dyn Error>> {
    let oldest = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() - OLDEST_SECS;
    let pages = stripe_charges::pages(records, oldest);
    let bytes: usize = pages.iter().map(String::len).sum();
    let url = format!("http://{}", stripe_charges::serve(pages)?);

    let (config, catalog) = (directory.join("config.json"), directory.join("catalog.json"));
    let start = Timestamp::from_second(i64::try_from(oldest)?)?;
    std::fs::write(
        &config,
        format!(r#"{{"account_id":"acct_1Bench","client_secret":"sk_test_bench123","start_date":"{start}"}}"#),
    )?;
    std::fs::write(
        &catalog,
        r#"{"streams":[{"stream":{"name":"charges","json_schema":{},"supported_sync_modes":["full_refresh","incremental"]},
            "sync_mode":"full_refresh","destination_sync_mode":"overwrite"}]}"#,
    )?;
    let (config, catalog) = (config.display().to_string(), catalog.display().to_string());
    let read = ["read", "--config", &config, "--catalog", &catalog];

    let mut programs =
        vec![Program::new("source-stripe", connector, &[&read[..], &["--url-base", &url]].concat()).watched()];
    if let Some(python) = std::env::var_os("CDK_BENCH_STRIPE_PYTHON") {
        let python = PathBuf::from(python);
        copy_of_theirs(&python, directory, &url)?;
        let run = ["-c", "from source_stripe.run import run; run()"];
        let theirs = Program::new("Airbyte's", &python, &[&run[..], &read[..]].concat());
        programs.push(theirs.watched().within(directory));
    }
    for _ in 0..rounds {
        for program in &mut programs {
            program.run(records)?;
        }
    }

    let mut out = std::io::stdout().lock();
    writeln!(out, "{records} charges of {} B, {rounds} rounds", bytes as u64 / records.max(1))?;
    writeln!(out, "{:<16}{:>12}{:>10}{:>14}", "", "CPU s, median", "min", "peak RSS MB")?;
    for program in &programs {
        let (name, cpu, peak) = (program.name, program.cpu(), program.peak_mb());
        writeln!(out, "{name:<16}{:>12.2}{:>11.2}{peak:>14.1}", median(cpu.clone()), least(&cpu))?;
    }
    let mut targets = Targets::new(figures, "stripe");
    for program in &programs {
        targets.note(&format!("{}: CPU, s", program.name), median(program.cpu()))?;
        targets.note(&format!("{}: peak RSS, MB", program.name), program.peak_mb())?;
    }
    if let [ours, theirs] = &programs[..] {
        targets.at_least("CPU, Airbyte's / source-stripe", median(theirs.cpu()) / median(ours.cpu()), LEAST_CPU)?;
        targets.at_least("peak RSS, Airbyte's / source-stripe", theirs.peak_mb() / ours.peak_mb(), LEAST_MEMORY)?;
    }
    targets.outcome()
}

/// Copies the installed package of Airbyte's connector, with this server's address.
fn copy_of_theirs(python: &Path, directory: &Path, url: &str) -> Result<(), Box<dyn Error>> {
    let script = "import os, source_stripe; print(os.path.dirname(source_stripe.__file__))";
    let package = Command::new(python).args(["-c", script]).output()?;
    let package = PathBuf::from(String::from_utf8(package.stdout)?.trim());
    let copy = directory.join("source_stripe");
    copy_tree(&package, &copy)?;
    let manifest = copy.join("manifest.yaml");
    let text = std::fs::read_to_string(&manifest)?;
    let moved = text.replace("https://api.stripe.com", url);
    if moved == text {
        return Err("the manifest does not contain https://api.stripe.com".into());
    }
    Ok(std::fs::write(&manifest, moved)?)
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_tree(&entry.path(), &to)?,
            false => std::fs::copy(entry.path(), to).map(drop)?,
        }
    }
    Ok(())
}
