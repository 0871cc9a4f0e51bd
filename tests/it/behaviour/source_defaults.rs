//! What a source says for all its streams: the primary key, and the fields that are added.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply, read};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    primary_key = "id",
    add(updated = first(record.updated, record.created, now), stream = stream_of),
    streams(Taken, Untouched, Own, Away, Dated),
)]
struct Shop;

fn stream_of(cx: &SourceCx<'_, Nothing>) -> Result<String> {
    let fields = cx.raw_record()?.as_object().map_or(0, serde_json::Map::len);
    Ok(format!("{} ({fields})", cx.stream()))
}

/// Declares all that the source adds.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "things")]
struct Taken {
    id: u64,
    created: Option<i64>,
    updated: Option<i64>,
    stream: Option<String>,
}

/// Declares nothing of it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "things")]
struct Untouched {
    id: u64,
    created: Option<i64>,
}

/// Says another thing.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "things", primary_key = ["id", "created"], add(updated = record.created))]
struct Own {
    id: u64,
    created: Option<i64>,
    updated: Option<i64>,
}

/// Wants none of it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "things", primary_key = none, add(updated = none))]
struct Away {
    created: Option<i64>,
    updated: Option<i64>,
}

/// Reads the clock into a text.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "texts")]
struct Dated {
    id: u64,
    updated: Option<Timestamp>,
}

fn api() -> Api {
    let things = |_: &_| {
        Reply::text(
            r#"[{"id":1,"created":5,"updated":12345678901234567},{"id":2,"created":6,"updated":null},{"id":3,"created":7},{"id":4}]"#,
        )
    };
    Api::new().on("GET /things", things).on("GET /texts", |_| Reply::json(json!([{"id": 1}])))
}

fn updated(stream: &str) -> Vec<String> {
    let output = read::<Shop>(&api().start(), json!({}), [stream]).succeeded();
    let told = |record: Value| record.get("updated").map_or("absent".to_owned(), Value::to_string);
    output.records(stream).into_iter().map(told).collect()
}

#[test]
fn a_field_is_added_to_every_stream_that_declares_it() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("the clock is right").as_secs();

    let taken = updated("taken");

    assert_eq!(taken[..3], ["12345678901234567", "6", "7"], "the first that is neither absent nor null");
    let read_at: u64 = taken[3].parse().expect("a number holds Unix seconds");
    assert!((now..now + 60).contains(&read_at), "{read_at} at {now}");
    assert_eq!(updated("untouched"), ["absent", "absent", "absent", "absent"].map(|_| "absent".to_owned()));
    let text = updated("dated").remove(0);
    assert!(text.starts_with("\"20") && text.ends_with("Z\""), "a text holds a date-time: {text}");
}

#[test]
fn a_function_of_the_source_sees_stream_and_record() {
    let output = read::<Shop>(&api().start(), json!({}), ["taken"]).succeeded();

    let told: Vec<_> = output.records("taken").into_iter().map(|record| record["stream"].clone()).collect();
    assert_eq!(told, ["taken (3)", "taken (3)", "taken (2)", "taken (1)"]);
}

#[test]
fn what_a_stream_says_itself_wins() {
    assert_eq!(updated("own"), ["5", "6", "7", "absent"]);
    assert_eq!(updated("away"), ["12345678901234567", "null", "absent", "absent"]);
}

#[test]
fn the_key_is_announced_for_every_stream_without_one_of_its_own() {
    let streams = Connector::<Shop>::unserved(json!({})).discover().succeeded().streams().unwrap();

    let keys: Vec<_> = streams.iter().map(|stream| stream["source_defined_primary_key"].to_string()).collect();
    assert_eq!(keys, [r#"[["id"]]"#, r#"[["id"]]"#, r#"[["id"],["created"]]"#, "null", r#"[["id"]]"#]);
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", primary_key = "key", streams(Keyless))]
struct Wrong;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Wrong)]
struct Keyless {
    id: u64,
}

#[test]
fn a_key_that_a_stream_lacks_is_an_error_before_any_command() {
    let error = Connector::<Wrong>::unserved(json!({})).discover().failed();

    assert!(error.contains("primary_key: the record has no field `key`"), "{error}");
    assert!(error.contains("keyless"), "{error}");
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", add(updatd = now), streams(Misspelt))]
struct Typo;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Typo)]
struct Misspelt {
    updated: Option<String>,
}

#[test]
fn a_field_that_no_stream_declares_is_an_error_before_any_command() {
    let error = Connector::<Typo>::unserved(json!({})).discover().failed();

    assert!(
        error.contains("the source's `add` fills `updatd`, but none of its streams declares that field"),
        "{error}"
    );
}
