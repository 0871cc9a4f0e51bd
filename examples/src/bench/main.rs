//! Bench: what is promised of speed, memory and waiting, measured (Linux).
//!
//! `cargo run --release -p examples --bin bench [WHAT]`; `docs/performance.md` says how to read it.
//! WHAT is nothing, or `[RECORDS] [ROUNDS]`: the CPU of a record beside loops written by hand (see `records`);
//! `latency`, `nested`, `level`, `memory`, `micro`: the file of that name; `stripe [RECORDS] [ROUNDS]`: source-stripe beside
//! Airbyte's own. `serve RECORDS` serves alone, so that a profiler can look at what reads it.
//! Out, on standard output: figures beside what is promised. The exit code is 1 where a promise is broken.
//! Only ratios within one run mean something on a busy machine; the server's CPU is not counted.

#![recursion_limit = "256"] // for the one `json!` of a whole charge

mod by_hand;
mod charge;
mod cost;
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
        ["typed", url] => by_hand::typed(url).inspect(|()| cost::tell()),
        ["raw", url] => by_hand::raw(url).inspect(|()| cost::tell()),
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
        _ => Err("expected what to measure, or at most two numbers, records and rounds".into()),
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

fn number(text: &str) -> Result<u64, Box<dyn Error>> {
    text.parse().map_err(|_| format!("`{text}` is nothing that is measured, and no number").into())
}

/// Serves until somebody ends it.
fn serve(records: u64) -> Result<(), Box<dyn Error>> {
    let address = pages::serve(records.div_ceil(pages::PER_PAGE))?;
    writeln!(stderr(), "{records} records at http://{address}/charges")?;
    loop {
        std::thread::park();
    }
}
