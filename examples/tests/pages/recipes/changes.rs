//! Recipes: incremental reads.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    start_date: Timestamp,
}

mod exclusive {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Order))]
    struct Shop;

    // region exclusive
    // GET …/orders?updated_at__gt=2024-01-31T09:59:59Z, if the state is 2024-01-31T10:00:00Z
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Shop,
        path = "orders",
        primary_key = "id",
        cursor_field = "updated_at",
        incremental(start = "{config.start_date}", param_start = "updated_at__gt", lookback = "PT1S"),
    )]
    struct Order {
        id: u64,
        updated_at: Timestamp,
    }
    // endregion

    #[test]
    fn an_exclusive_start_is_moved_back_by_a_second() {
        let api = Api::new()
            .on("GET /orders", |_| Reply::json(json!([{ "id": 1, "updated_at": "2024-01-31T10:00:00Z" }])))
            .start();

        let first = read::<Shop>(&api, "order", None);
        read::<Shop>(&api, "order", Some(last_state(&first, "order")));

        let asked: Vec<_> = api.requests().iter().map(|one| one.param("updated_at__gt").unwrap().to_owned()).collect();
        assert_eq!(asked, ["2024-01-01T00:00:00Z", "2024-01-31T09:59:59Z"]);
    }
}

mod tombstones {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Contact))]
    struct Crm;

    // region tombstones
    // {"id": 7, "deleted": true, "updated_at": "2024-01-31T10:00:00Z"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Crm,
        path = "contacts", params(include_deleted = true), primary_key = "id",
        cursor_field = "updated_at",
        incremental(start = "{config.start_date}", param_start = "since"),
    )]
    struct Contact {
        id: u64,
        name: Option<String>, // a deleted record has no name
        #[serde(default)]
        deleted: bool,
        updated_at: Timestamp,
    }
    // endregion

    #[test]
    fn a_tombstone_is_a_record() {
        let gone = json!({ "id": 7, "deleted": true, "updated_at": "2024-01-31T10:00:00Z" });
        let there = json!({ "id": 8, "name": "Ada", "updated_at": "2024-01-31T11:00:00Z" });
        let records = json!([gone, there]);
        let api = Api::new().on("GET /contacts", move |_| Reply::json(records.clone())).start();

        let output = read::<Crm>(&api, "contact", None);

        assert_eq!(output.records("contact"), [gone, there]);
        assert_eq!(api.requests()[0].param("include_deleted"), Some("true"));
    }
}

mod no_zone {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Visit))]
    struct Clinic;

    // region no_zone
    // {"id": 1, "begins": "2024-01-31 08:30:00", "changed": "2024-01-30 17:05:11"}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Clinic,
        path = "visits",
        cursor_field = "changed",
        incremental(start = "{config.start_date}", param_start = "changed_from", format = "%Y-%m-%d %H:%M:%S"),
    )]
    struct Visit {
        id: u64,
        begins: Option<DateTime>,
        changed: DateTime,
    }
    // endregion

    #[test]
    fn a_time_without_zone_stays_one() {
        let visit = json!({ "id": 1, "begins": "2024-01-31 08:30:00", "changed": "2024-01-30 17:05:11" });
        let records = json!([visit]);
        let api = Api::new().on("GET /visits", move |_| Reply::json(records.clone())).start();

        let output = read::<Clinic>(&api, "visit", None);

        assert_eq!(output.records("visit"), [visit]);
        assert_eq!(api.requests()[0].param("changed_from"), Some("2024-01-01 00:00:00"));
        assert_eq!(last_state(&output, "visit"), json!({ "changed": "2024-01-30 17:05:11" }));
    }
}

/// Reads at noon of 2024-03-05, from the start of the year or from a state.
fn read<S: Source>(api: &RunningApi, stream: &str, state: Option<Value>) -> Output {
    let connector = Connector::<S>::new(api, json!({ "start_date": "2024-01-01T00:00:00Z" }));
    let connector = connector.now("2024-03-05T12:00:00Z").concurrency(1);
    let descriptor = json!({ "name": stream });
    let connector = match state {
        Some(state) => connector.state(json!([{
            "type": "STREAM",
            "stream": { "stream_descriptor": descriptor, "stream_state": state },
        }])),
        None => connector,
    };
    let entry = json!({
        "stream": { "name": stream }, "sync_mode": "incremental", "destination_sync_mode": "append",
    });
    connector.read(json!({ "streams": [entry] })).succeeded()
}

fn last_state(output: &Output, stream: &str) -> Value {
    output.states(stream).pop().unwrap()
}
