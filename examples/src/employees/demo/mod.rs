//! Demo: runs the connector against a local API, like the platform.
//!
//! In: nothing. Out: the messages of `read` on standard output (on a terminal the first records of each stream), the
//! progress and a table on standard error, and the exit code.
//! The connector is this binary in a new process: `check`, `discover`, then `read` of both streams.
//! Not here: the API (see `server`), the connector (see `main`).

mod connector;
mod outcome;
mod reading;
mod show;

use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Value, json};

use super::api::{EMPLOYEES, TOKEN};
use super::server::Server;
use super::terminal::{fail, print_line};
use connector::Connector;
use outcome::{Outcome, text};
use reading::Reading;

/// The mode `demo`.
pub(crate) fn run() -> ExitCode {
    match steps() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => fail(&format!("the demo failed: {problem}")),
    }
}

fn steps() -> Outcome<()> {
    let started = Instant::now();
    let server = Server::start(0).map_err(|error| format!("no loopback port for the API: {error}"))?;
    print_line(&format!("An API with {EMPLOYEES} employees runs at {}/v1. Some of its requests fail.", server.url()));
    let config = json!({ "subdomain": "acme", "api_token": TOKEN });
    let connector = Connector::new(&server.url(), &config)?;

    let status = connector.only("check", "CONNECTION_STATUS")?;
    let status = &status["connectionStatus"];
    match status["status"].as_str() {
        Some("SUCCEEDED") => print_line("check: the config works"),
        _ => return Err(format!("check: {}", text(&status["message"]))),
    }

    let catalog = connector.only("discover", "CATALOG")?;
    let streams = catalog["catalog"]["streams"].as_array().cloned().unwrap_or_default();
    let names: Vec<String> = streams.iter().map(|stream| text(&stream["name"])).collect();
    print_line(&format!("discover: {} streams, {}", names.len(), names.join(" and ")));

    server.api().take_seen();
    print_line("read:");
    let reading = connector.read(&configured(&streams), Reading::new(&streams))?;
    for name in &names {
        reading.judge(name, EMPLOYEES)?;
    }
    print_line(&show::table(&reading.summaries));
    let retries: u64 = reading.summaries.iter().map(|summary| summary.retries).sum();
    let seconds = started.elapsed().as_secs_f64();
    let (seen, cached) =
        (server.api().take_seen(), reading.summaries.iter().map(|summary| summary.cached).sum::<u64>());
    if seen.requests != seen.addresses() + retries {
        let (requests, addresses) = (seen.requests, seen.addresses());
        return Err(format!(
            "read: {requests} requests for {addresses} URLs with {retries} retries: some URLs were requested twice"
        ));
    }
    print_line(&format!(
        "{cached} pages came from the cache: both streams need the list of employees, and the API sent it once.\n\
         {} streams, each record exactly once, although {retries} requests failed, in {seconds:.1} s.\n\
         Next: your own connector in ten minutes, docs/getting-started.md. This one is examples/src/employees/main.rs.",
        names.len()
    ));
    Ok(())
}

/// The configured catalog with all streams.
fn configured(streams: &[Value]) -> Value {
    let select =
        |stream: &Value| json!({ "stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite" });
    json!({ "streams": streams.iter().map(select).collect::<Value>() })
}
