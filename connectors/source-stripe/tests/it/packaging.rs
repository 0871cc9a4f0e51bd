//! Packaging: what is written beside the code says the same as the code.

use std::collections::BTreeSet;

use cdk_core::testing::{Connector, spec};
use serde_json::json;
use source_stripe::Stripe;

const METADATA: &str = include_str!("../../metadata.yaml");
const DOCKERFILE: &str = include_str!("../../Dockerfile");
const README: &str = include_str!("../../README.md");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The one value of a key in the metadata.
fn metadata(key: &str) -> &str {
    let values: Vec<&str> =
        METADATA.lines().filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix(": ")).collect();
    let [value] = values[..] else { panic!("`{key}` stands {} times in metadata.yaml", values.len()) };
    value
}

#[test]
fn the_metadata_names_this_version_of_this_connector() {
    assert_eq!(metadata("dockerImageTag"), VERSION);
    assert_eq!(metadata("dockerRepository"), "source-stripe");
    let spec = spec::<Stripe>();
    assert!(spec.lines().concat().contains(metadata("documentationUrl")), "the spec links to it too");
    assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(metadata("icon")).exists(), "the icon is there");
}

#[test]
fn the_suggested_streams_are_streams() {
    let config = json!({ "account_id": "acct_1", "client_secret": "sk_test_1234567890" });
    let streams = Connector::<Stripe>::unserved(config).discover().succeeded().streams().unwrap();
    let known: BTreeSet<&str> = streams.iter().filter_map(|stream| stream["name"].as_str()).collect();

    let (_, suggested) = METADATA.split_once("suggestedStreams:\n    streams:\n").expect("streams are suggested");
    let suggested: BTreeSet<&str> = suggested.lines().filter_map(|line| line.trim().strip_prefix("- ")).collect();

    assert!(!suggested.is_empty() && suggested.is_subset(&known), "{suggested:?}");
}

#[test]
fn the_image_is_that_version_and_runs_as_nobody_special() {
    let labelled = format!("io.airbyte.version=\"{VERSION}\"");
    assert!(DOCKERFILE.contains(&labelled) && README.contains(&format!("source-stripe:{VERSION}")), "{labelled}");
    let command = "/airbyte/integration_code/source-stripe";
    assert!(DOCKERFILE.contains(&format!("ENV AIRBYTE_ENTRYPOINT=\"{command}\"")));
    assert!(DOCKERFILE.contains(&format!("ENTRYPOINT [\"{command}\"]")));
    let run_stage = DOCKERFILE.rsplit("\nFROM ").next().unwrap_or_default();
    let user = run_stage.find("\nUSER 1000:1000\n").expect("a user is named");
    assert!(user < run_stage.find("\nENTRYPOINT").expect("there is an entrypoint"), "before the entrypoint");
}
