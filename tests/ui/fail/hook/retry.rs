//! What decides about attempts gives a bool or a wait, over the context of its struct.

use std::time::Duration;

use cdk_core::{Cx, HttpStream, Result, Source, SourceCx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee), should_retry = of_a_stream, backoff_time = seconds)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, should_retry = of_a_status, backoff_time = always)]
struct Employee {
    id: u64,
}

fn of_a_stream(_: &Cx<'_, Employee>) -> Result<bool> {
    Ok(true)
}

fn seconds(_: &SourceCx<'_, Config>) -> Result<Option<u64>> {
    Ok(Some(5))
}

fn of_a_status(status: u16) -> bool {
    status == 429
}

fn always(_: &Cx<'_, Employee>) -> Result<Duration> {
    Ok(Duration::from_secs(5))
}

fn main() {}
