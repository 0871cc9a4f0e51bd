//! Parents, lists of slices, windows and states.

use cdk_core::testing::{Api, Reply};
use serde_json::json;

use crate::run::{read, requests};

const MANIFEST: &str = "slices.yaml";

#[test]
fn a_child_is_read_for_each_parent_and_an_ignored_one_is_skipped() {
    let api = Api::new()
        .on("GET /teams", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /teams/1/members", |_| Reply::json(json!([{ "id": 7 }])))
        .on("GET /teams/2/members", |_| Reply::status(404))
        .start();

    let output = read(MANIFEST, json!({ "url": api.url() }), &[("members", "full_refresh")], json!([]));

    assert_eq!(output.code, 0, "{:?}", output.errors());
    assert_eq!(output.records("members"), [json!({ "id": 7, "team": 1 })]);
    assert_eq!(requests(&api), ["GET /teams", "GET /teams/1/members", "GET /teams/2/members"]);
}

#[test]
fn windows_of_each_slice_are_requested_and_the_state_is_pythons() {
    let api =
        Api::new().on("GET /reports", |request| Reply::json(json!([{ "id": 1, "day": request.param("to") }]))).start();
    let config = json!({ "url": api.url(), "start": "2024-01-01" });

    let output = read(MANIFEST, config, &[("reports", "incremental")], json!([]));

    assert_eq!(output.code, 0, "{:?}", output.errors());
    assert_eq!(
        requests(&api),
        [
            "GET /reports?region=eu&from=2024-01-01&to=2024-01-02",
            "GET /reports?region=eu&from=2024-01-03&to=2024-01-04",
            "GET /reports?region=us&from=2024-01-01&to=2024-01-02",
            "GET /reports?region=us&from=2024-01-03&to=2024-01-04",
        ]
    );
    let states = output.state("reports")["states"].clone();
    assert_eq!(states[0]["partition"], json!({ "region": "eu" }), "{}", output.state("reports"));
    assert_eq!(states[0]["cursor"], json!({ "day": "2024-01-04" }));
}

#[test]
fn a_state_of_python_is_continued() {
    let api = Api::new().on("GET /reports", |_| Reply::json(json!([]))).start();
    let config = json!({ "url": api.url(), "start": "2024-01-01" });
    let partition = |region: &str, day: &str| json!({ "partition": { "region": region }, "cursor": { "day": day } });
    let states = [partition("eu", "2024-01-03"), partition("us", "2024-01-02")];
    let state = json!([{ "type": "STREAM", "stream": {
        "stream_descriptor": { "name": "reports" },
        "stream_state": { "use_global_cursor": false, "states": states, "lookback_window": 1, "state": { "day": "2024-01-03" } },
    } }]);

    let output = read(MANIFEST, config, &[("reports", "incremental")], state);

    assert_eq!(output.code, 0, "{:?}", output.errors());
    assert_eq!(
        requests(&api),
        [
            "GET /reports?region=eu&from=2024-01-03&to=2024-01-04",
            "GET /reports?region=us&from=2024-01-02&to=2024-01-03",
            "GET /reports?region=us&from=2024-01-04&to=2024-01-04",
        ]
    );
}
