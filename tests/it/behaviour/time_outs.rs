//! How long a silent server is waited for, and who says so.

use std::time::{Duration, Instant};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply, RunningApi};
use tests::process::BoundedCommand;

use super::process::{messages, reading};
use super::{Folder, Item, Nothing};

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(tries = 2, initial = "1ms", jitter = 0),
    streams(Thing),
)]
struct Things;

#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema, HttpStream)]
#[stream(source = Things, path = "items", records = "data")]
struct Thing {
    id: u64,
}

/// Longer than any of these tests.
const LONG: Duration = Duration::from_secs(60);

/// The first answer is this one, the others are good.
fn api(first: Reply) -> RunningApi {
    Api::new()
        .on_each("GET /items", [first, page()])
        .on("GET /others", |_| Reply::json(json!({ "data": [{ "id": 1 }] })))
        .start()
}

fn page() -> Reply {
    Reply::json(json!({ "data": [Item { id: 1 }] }))
}

#[test]
fn a_silence_that_is_longer_than_the_operator_says_is_a_failed_try() {
    for silent in [page().delay(LONG), page().stall(LONG)] {
        let (api, started) = (api(silent), Instant::now());
        let connector = Connector::<Things>::new(&api, json!({})).arg("--read-timeout").arg("250ms");

        let output = connector.read(["thing"]).succeeded();

        let logs = output.logs();
        let told = logs.iter().find(|(_, text)| text.contains("read timeout: ")).map(|(level, _)| &**level);
        assert_eq!(told, Some("WARN"), "{logs:?}");
        assert_eq!((output.records("thing").len(), api.count("GET /items")), (1, 2));
        assert!((Duration::from_millis(250)..LONG / 2).contains(&started.elapsed()), "{:?}", started.elapsed());
    }
}

#[test]
fn the_environment_says_it_too_and_the_argument_wins() {
    for (argument, variable) in [(None, "250ms"), (Some("250ms"), "10m"), (Some("PT0.25S"), "soon")] {
        let (api, folder) = (api(page().stall(LONG)), Folder::new());
        let mut command = reading(&folder, &api.url());
        command.env("CDK_READ_TIMEOUT", variable);
        command.args(argument.into_iter().flat_map(|time| ["--read-timeout", time]));

        let started = Instant::now();
        let output = command.bounded_output();

        let records = messages(&output).iter().filter(|message| message["record"]["stream"] == "item").count();
        assert_eq!((output.status.code(), records, api.count("GET /items")), (Some(0), 1, 2));
        assert!(started.elapsed() < LONG / 2, "{:?}", started.elapsed());
    }
}
