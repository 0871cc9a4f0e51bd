//! The files of `read --out` are read by DuckDB and pandas, as the README says.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tests::binary::{binary, run};
use tests::clients::Client;
use tests::files::Files;
use tests::options;
use tests::process::finished;

use super::employees::{TOKEN, config, employees};

/// Counts the rows of the files, and reads one value.
const SCRIPT: &str = "
import json, sys
import duckdb, pandas as pd
employees, details = sys.argv[1:]
rows = duckdb.sql(f\"select count(*), min(name) from '{employees}'\").fetchone()
frame = pd.read_json(details, lines=True)
print(json.dumps([rows[0], rows[1], len(frame), frame.title[0]]))
";

#[test]
fn the_files_of_a_read_are_tables_for_duckdb_and_pandas() {
    let Some(python) = Client::PyAirbyte.python() else { return };
    let (api, files) = (employees(), Files::new());
    let config = files.with("config.json", config(TOKEN));
    let data = config.with_file_name("data");

    let read = run(
        &binary("employees"),
        &api.url(),
        options!["read", "--config", &config, "--out", &data, "--concurrency", "1"],
    );
    assert_eq!(read.exit_code, Some(0));

    let mut script = Command::new(python);
    script.args(["-c", SCRIPT]).arg(data.join("employee.jsonl")).arg(data.join("employee_details.jsonl"));
    let run = finished(&mut script, &[], Duration::from_secs(120)).unwrap();
    let found: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(found, json!([25, "Ada 0", 25, "Engineer 0"]));
}
