//! Bench: measures the targets for speed, memory and latency (Linux).
//!
//! `cargo run --release -p examples --bin bench [WHAT]`; `docs/performance.md` explains the results.
//!
//! - no WHAT, or `[RECORDS] [ROUNDS]`: CPU time per record, compared with hand-written loops (see `records`)
//! - `latency`, `nested`, `level`, `memory`, `micro`: the file with this name
//! - `stripe [RECORDS] [ROUNDS]`: source-stripe, compared with Airbyte's connector
//! - `serve RECORDS`: only the server, for a profiler
//!
//! Out, on standard output: results and targets; with `CDK_FIGURES`, also a table of a page (see `figures`). The exit
//! code is 1 if a target is missed.
//! On a busy machine only ratios within one run are meaningful. The server's CPU time is not included.

#![recursion_limit = "256"] // for the one `json!` of a whole charge

mod by_hand;
mod charge;
mod cost;
mod figures;
mod latency;
mod level;
mod measure;
mod memory;
mod micro;
mod nested;
mod pages;
mod process;
mod records;
mod server;
mod setup;
mod slow;
mod stripe;
mod stripe_charges;
mod targets;
mod watch;

use std::error::Error;
use std::io::{Write, stderr};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["typed", url] => by_hand::typed(url).inspect(|()| cost::print()),
        ["raw", url] => by_hand::raw(url).inspect(|()| cost::print()),
        ["serve", records] => number(records).and_then(serve),
        ["latency"] => latency::bench(),
        ["nested"] => nested::bench(),
        ["level"] => level::bench(0),
        ["level", server] => number(server).and_then(level::bench),
        ["memory"] => memory::bench(memory::STALL_SECS),
        ["memory", stall_secs] => number(stall_secs).and_then(memory::bench),
        ["micro"] => micro::bench(),
        ["stripe"] => stripe::bench(stripe::RECORDS, stripe::ROUNDS),
        ["stripe", records] => number(records).and_then(|records| stripe::bench(records, stripe::ROUNDS)),
        ["stripe", records, rounds] => number(records).and_then(|records| stripe::bench(records, number(rounds)?)),
        [] => records::bench(records::RECORDS, records::ROUNDS),
        [records] => number(records).and_then(|many| records::bench(many, records::ROUNDS)),
        [records, rounds] => number(records).and_then(|many| records::bench(many, number(rounds)?)),
        _ => Err("expected the name of a benchmark, or at most two numbers: records and rounds".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If this fails, the exit code is the only report.
            let _ = writeln!(stderr(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn number(text: &str) -> Result<u64, Box<dyn Error>> {
    text.parse().map_err(|_| format!("`{text}` is neither a benchmark nor a number").into())
}

/// Serves until the process is killed.
fn serve(records: u64) -> Result<(), Box<dyn Error>> {
    let address = pages::serve(records.div_ceil(pages::PER_PAGE))?;
    writeln!(stderr(), "{records} records at http://{address}/charges")?;
    loop {
        std::thread::park();
    }
}
