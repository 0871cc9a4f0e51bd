//! Golden files: what `spec` and `discover` say, for a reviewer's eyes.

use cdk_core::testing::{Connector, spec};
use serde_json::json;
use source_stripe::Stripe;
use tests::golden::check;

#[test]
fn the_spec_is_its_golden_file() {
    check("connectors/source-stripe/spec.json", spec::<Stripe>().specification());
}

#[test]
fn each_schema_is_its_golden_file() {
    let config = json!({ "account_id": "acct_1", "client_secret": "sk_test_1234567890" });

    for stream in Connector::<Stripe>::unserved(config).discover().succeeded().streams() {
        let name = stream["name"].as_str().expect("a stream has a name");
        check(&format!("connectors/source-stripe/schemas/{name}.json"), &stream["json_schema"]);
    }
}
