//! The demo, run as its command runs it, with standard output going elsewhere than to a terminal.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

use std::collections::BTreeMap;
use std::process::{Command, Output};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::Value;

/// Far more than the demo takes.
const MOST_TIME: Duration = Duration::from_secs(120);

fn employees(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_employees"));
    command.args(arguments);
    // On a thread of its own: a demo that hangs must not hang the tests.
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(command.output()));
    receiver.recv_timeout(MOST_TIME).expect("the demo ends in time").unwrap()
}

#[test]
fn the_demo_reads_everything_through_five_failures() {
    let Output { status, stdout, stderr } = employees(&["demo"]);

    let told = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{told}");

    let messages: Vec<Value> =
        String::from_utf8(stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut records: BTreeMap<&str, u64> = BTreeMap::new();
    for record in messages.iter().filter(|message| message["type"] == "RECORD").map(|message| &message["record"]) {
        *records.entry(record["stream"].as_str().unwrap()).or_default() += 1;
    }
    assert_eq!(records, BTreeMap::from([("employee", 2_000), ("employee_details", 2_000)]));
    let completes = messages.iter().filter(|message| message["trace"]["stream_status"]["status"] == "COMPLETE");
    assert_eq!(completes.count(), 2);

    let rows: Vec<Vec<&str>> = told.lines().map(|line| line.split_whitespace().collect()).collect();
    let head = rows.iter().position(|row| row.as_slice() == HEADINGS).expect(&told);
    let of = |stream: &str| rows[head + 1..].iter().find(|row| row.first() == Some(&stream)).expect(&told);
    let number = |row: &[&str], column: usize| row[column].replace(',', "").parse::<u64>().unwrap_or(0);
    let (employee, details) = (of("employee"), of("employee_details"));
    assert_eq!((employee[1], details[1], details[2]), ("2,000", "2,000", "2,000"), "{told}");
    let sum = |column| number(employee, column) + number(details, column);
    // Each page of the list is asked for by one of them, kept, and read by the other; whichever comes first.
    assert_eq!((sum(REQUESTS), sum(CACHED), sum(RETRIES)), (20 + 2_000 + 5, 20, 5), "{told}");
    assert_eq!(
        told.lines().filter(|line| line.contains("; retry in ") && line.ends_with("(attempt 2 of 5)")).count(),
        5,
        "{told}"
    );
}

const HEADINGS: [&str; 8] = ["stream", "records", "slices", "requests", "cached", "retries", "bytes", "seconds"];
const REQUESTS: usize = 3;
const CACHED: usize = 4;
const RETRIES: usize = 5;

#[test]
fn beside_its_modes_the_demo_is_a_connector() {
    let Output { status, stdout, .. } = employees(&["spec"]);

    let spec: Value = serde_json::from_slice(&stdout).unwrap();
    assert!(status.success());
    assert_eq!(spec["spec"]["connectionSpecification"]["properties"]["api_token"]["airbyte_secret"], true);
}

#[test]
fn a_port_that_is_none_is_a_sentence() {
    let Output { status, stderr, .. } = employees(&["serve", "--port", "many"]);

    assert_eq!(status.code(), Some(1));
    assert_eq!(String::from_utf8(stderr).unwrap(), "--port: expected a number up to 65535, got 'many'\n");
}
