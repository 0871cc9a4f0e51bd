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
        path = "contacts",
        params(include_deleted = true),
        primary_key = "id",
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

mod newest_first {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Event))]
    struct Log;

    // region newest_first
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Log,
        path = "events",
        params(sort = "-created"),
        paginate = "page",
        primary_key = "id",
        cursor_field = "created",
        incremental(start = "{config.start_date}", order = desc),
    )]
    struct Event {
        id: u64,
        created: Timestamp,
    }
    // endregion

    #[test]
    fn pages_that_are_older_than_the_state_are_not_read() {
        let event = |id: u64| json!({ "id": id, "created": format!("2024-02-{:02}T00:00:00Z", 21 - id) });
        let api = Api::new()
            .on("GET /events", move |request| {
                let page: u64 = request.param("page").unwrap().parse().unwrap();
                let ids = if page > 10 { 0..0 } else { page * 2 - 1..page * 2 + 1 };
                Reply::json(ids.map(event).collect::<Value>())
            })
            .start();

        let output = read::<Log>(&api, "event", Some(json!({ "created": "2024-02-18T00:00:00Z" })));

        let ids: Vec<_> = output.records("event").iter().map(|event| event["id"].clone()).collect();
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(api.requests().len(), 2);
        assert_eq!(last_state(&output, "event"), json!({ "created": "2024-02-20T00:00:00Z" }));
    }
}

mod windows {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Date,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Call))]
    struct Phone;

    // region windows
    // GET …/calls?from=2024-01-01&to=2024-01-30, …/calls?from=2024-01-31&to=2024-02-29, …
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Phone,
        path = "calls",
        primary_key = "id",
        cursor_field = "day",
        incremental(
            start = "{config.start_date}",
            param_start = "from",
            param_end = "to",
            step = "P30D",
            lookback = "P2D", // calls of the last two days may still change
        ),
    )]
    struct Call {
        id: u64,
        day: Date,
    }
    // endregion

    #[test]
    fn each_request_has_at_most_thirty_days() {
        let api = Api::new().on("GET /calls", |_| Reply::json(json!([]))).start();

        read::<Phone>(&api, "call", None);
        read::<Phone>(&api, "call", Some(json!({ "day": "2024-03-04" })));

        let asked: Vec<_> = api
            .requests()
            .iter()
            .map(|one| (one.param("from").unwrap().to_owned(), one.param("to").unwrap().to_owned()))
            .collect();
        let windows = [
            ("2024-01-01", "2024-01-30"),
            ("2024-01-31", "2024-02-29"),
            ("2024-03-01", "2024-03-05"),
            ("2024-03-02", "2024-03-05"),
        ];
        assert_eq!(asked, windows.map(|(from, to)| (from.to_owned(), to.to_owned())));
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
        primary_key = "id",
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
    let start = if stream == "call" { "2024-01-01" } else { "2024-01-01T00:00:00Z" };
    let connector = Connector::<S>::new(api, json!({ "start_date": start }));
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
