//! Golden files: what `spec` and `discover` say, and the tables of the README, for a reviewer's eyes.

use cdk_core::testing::{Connector, config_table, golden, spec, streams_table};
use source_slack::Slack;

use crate::api::config;

const CONNECTOR: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_spec_is_its_golden_file() {
    golden::json(format!("{CONNECTOR}/spec.json"), spec::<Slack>().specification().unwrap());
}

#[test]
fn each_schema_is_its_golden_file() {
    let config = config();

    for stream in Connector::<Slack>::unserved(config).discover().succeeded().streams().unwrap() {
        let name = stream["name"].as_str().expect("a stream has a name");
        golden::json(format!("{CONNECTOR}/schemas/{name}.json"), &stream["json_schema"]);
    }
}

#[test]
fn the_readme_has_the_tables_that_the_code_makes() {
    let readme = format!("{CONNECTOR}/README.md");

    golden::section(&readme, "config", &config_table::<Slack>());
    golden::section(&readme, "streams", &streams_table::<Slack>());
}
