//! `undeclared = "keep"` where serde writes the records: told by `discover`, and by the stream that is read; no other stream
//! is held up.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", undeclared = "keep", streams(Good, Rewritten))]
struct Kept;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kept, path = "things")]
struct Good {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kept, path = "things")]
struct Rewritten {
    id: u64,
    inner: Option<Inner>,
}

/// Below the fields that the derive of the stream sees.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Inner {
    #[serde(rename(serialize = "NAME"))]
    name: String,
}

const WHY: &str = "undeclared = \"keep\" cannot be combined with `inner.name` is read but `inner.NAME` is written";

#[test]
fn discover_tells_the_author() {
    let error = Connector::<Kept>::unserved(json!({})).discover().failed();

    assert!(error.contains(WHY) && error.contains("rewritten"), "{error}");
}

#[test]
fn a_read_tells_it_of_the_stream_before_any_request() {
    let api = Api::new().on("GET /things", |_| Reply::json(json!([{ "id": 1, "more": 2 }]))).start();
    let selected = |name| {
        json!({
            "stream": { "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"] },
            "sync_mode": "full_refresh",
            "destination_sync_mode": "append",
        })
    };
    let catalog = json!({ "streams": [selected("good"), selected("rewritten")] });

    let output = Connector::<Kept>::new(&api, json!({})).read(catalog);

    assert_eq!(output.records("good"), [json!({ "id": 1, "more": 2 })]);
    assert!(output.failed().contains(WHY));
    assert_eq!(output.statuses("rewritten"), ["STARTED", "INCOMPLETE"]);
    assert_eq!(api.requests().len(), 1);
}
