//! Bench: measures the targets for speed, memory and latency (Linux).
//!
//! `cargo run --release -p examples --bin bench [figures] [WHAT]`; `docs/performance.md` explains the results.
//!
//! - no WHAT, or `[RECORDS] [ROUNDS]`: CPU time per record, compared with hand-written loops (see `records`)
//! - `latency`, `nested`, `level`, `memory`, `micro`: the file with this name
//! - `stripe [RECORDS] [ROUNDS]`: source-stripe, compared with Airbyte's connector
//! - `serve RECORDS`: only the server, for a profiler
//!
//! Out, on standard output: results and targets. The exit code is 1 if a target is missed. `figures` before WHAT also
//! writes the results to the tables of the page; `figures` alone runs all benchmarks that have a table.
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

use self::figures::Figures;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (figures, what) = match &arguments[..] {
        ["figures", what @ ..] => (Figures::written(), what),
        what => (Figures::default(), what),
    };
    let outcome = match *what {
        ["typed", url] => by_hand::typed(url).inspect(|()| cost::print()),
        ["raw", url] => by_hand::raw(url).inspect(|()| cost::print()),
        ["serve", records] => number(records).and_then(serve),
        ["latency"] => latency::bench(&figures),
        ["nested"] => nested::bench(&figures),
        ["level"] => level::bench(&figures, 0),
        ["level", server] => number(server).and_then(|server| level::bench(&figures, server)),
        ["memory"] => memory::bench(&figures, memory::STALL_SECS),
        ["memory", stall_secs] => number(stall_secs).and_then(|stall_secs| memory::bench(&figures, stall_secs)),
        ["micro"] => micro::bench(),
        ["stripe"] => stripe::bench(&figures, stripe::RECORDS, stripe::ROUNDS),
        ["stripe", many] => number(many).and_then(|many| stripe::bench(&figures, many, stripe::ROUNDS)),
        ["stripe", many, rounds] => number(many).and_then(|many| stripe::bench(&figures, many, number(rounds)?)),
        [] if arguments == ["figures"] => every_table(&figures),
        [] => records::bench(&figures, records::RECORDS, records::ROUNDS),
        [many] => number(many).and_then(|many| records::bench(&figures, many, records::ROUNDS)),
        [many, rounds] => number(many).and_then(|many| records::bench(&figures, many, number(rounds)?)),
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

/// Runs each benchmark that has a table, also after a missed target.
fn every_table(figures: &Figures) -> Result<(), Box<dyn Error>> {
    let outcomes = [
        records::bench(figures, records::RECORDS, records::ROUNDS),
        stripe::bench(figures, stripe::RECORDS, stripe::ROUNDS),
        latency::bench(figures),
        nested::bench(figures),
        level::bench(figures, 0),
        memory::bench(figures, memory::STALL_SECS),
    ];
    let errors: Vec<String> = outcomes.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("; ").into()) }
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
