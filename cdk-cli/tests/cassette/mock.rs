//! Mock: a connector reads from `cdk mock` what it read when it was recorded.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use cdk_core::http::{Limits, Request, fetch};
use cdk_core::testing::Connector;
use serde_json::{Value, json};

use crate::shop::{STREAMS, Shop, recorded};

/// A running `cdk mock`; it ends with the test.
struct Mock {
    child: Child,
    url: String,
}

impl Mock {
    fn of(cassette: &std::path::Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cdk"));
        command.arg("mock").arg(cassette).args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        // From here on, a failure of the test ends the process.
        let mut mock = Self { child, url: String::new() };
        let mut lines = BufReader::new(mock.child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.ends_with("as a mock, 10 requests; stop it with Ctrl-C:"), "{first}");
        mock.url = lines.next().unwrap().unwrap();
        mock
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let response = fetch(&Request::get(&*format!("{}{path}", self.url)).unwrap(), Limits::default()).unwrap();
        (response.status().as_u16(), response.json().unwrap())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_connector_reads_the_recorded_records_with_any_credentials() {
    let (tape, first) = recorded("mock");
    let mock = Mock::of(&tape);
    let connector = Connector::<Shop>::unserved(json!({ "token": "another-token" }));

    let connector = connector.arg("--url-base").arg(&mock.url);
    let output = connector.read(STREAMS).succeeded();

    let ids = |records: Vec<Value>| records.iter().map(|record| record["id"].clone()).collect::<Vec<_>>();
    for stream in STREAMS {
        assert_eq!(ids(output.records(stream)), ids(first.records(stream)), "{stream}");
    }
    assert!(output.logs().iter().any(|(_, text)| text.contains("HTTP 503")), "failures come again: {output}");
    // A second read gets the last responses again.
    let again = connector.read(["order"]).succeeded();
    assert_eq!(again.records("order"), first.records("order"));
}

#[test]
fn a_request_that_was_not_recorded_gets_the_nearest_one() {
    let (tape, _) = recorded("mock-unknown");
    let mock = Mock::of(&tape);

    let error = "the cassette does not contain a request with this path and parameters";
    let want = |request: &str, nearest: &str| {
        (404, json!({ "error": error, "request": format!("GET {request}"), "nearest": format!("GET {nearest}") }))
    };
    assert_eq!(mock.get("/v1/customers?page=3"), want("/v1/customers?page=3", "/v1/customers?page=2"));
    assert_eq!(mock.get("/v1/customers/1/ordrs"), want("/v1/customers/1/ordrs", "/v1/customers/1/orders?from=b"));
}
