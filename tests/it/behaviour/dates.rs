//! Dates and times: other spellings, a zone too many or too few, and "never".

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Nothing;
use super::records::{warnings, written};

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    paginate = "cursor",
    records = "data",
    streams(Civil, Must, Nested, Either, Typed, Mapped, Ended, EndedTyped, EndedMapped, Filtered, EndedChild, Parent, EndedList),
)]
struct Dates;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct Civil {
    at: Option<DateTime>,
    on: Option<Date>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", primary_key = "id")]
struct Must {
    id: u64,
    at: DateTime,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct Nested {
    inner: Option<Inner>,
    list: Option<Vec<Option<DateTime>>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Inner {
    at: DateTime,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct Either {
    moment: Option<MomentOrNumber>,
    text: Option<MomentOrText>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum MomentOrNumber {
    At(DateTime),
    Number(i64),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum MomentOrText {
    At(DateTime),
    Text(String),
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", emit = "typed")]
struct Typed {
    at: Option<DateTime>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", map = same)]
struct Mapped {
    at: Option<DateTime>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct Ended {
    ends: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", emit = "typed")]
struct EndedTyped {
    ends: Timestamp,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", map = unchanged)]
struct EndedMapped {
    ends: Timestamp,
    renewed: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page", filter = is_ahead)]
struct Filtered {
    ends: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct EndedList {
    #[serde(flatten)]
    inside: Flat,
    all: Vec<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Flat {
    ends: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "page")]
struct Parent {
    id: u64,
    ends: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Dates, path = "children/{parent.id}", parent = Parent)]
struct EndedChild {
    ends: Option<Timestamp>,
}

fn same(_: &Cx<'_, Mapped>, record: Mapped) -> Result<Option<Mapped>> {
    Ok(Some(record))
}

fn unchanged(_: &Cx<'_, EndedMapped>, record: EndedMapped) -> Result<Option<EndedMapped>> {
    Ok(Some(record))
}

fn is_ahead(cx: &Cx<'_, Filtered>) -> Result<bool> {
    Ok(cx.record()?.ends > cx.now())
}

/// The record on the first page, and on the second one.
fn read(stream: &str, record: &str) -> Output {
    let record = record.to_owned();
    let api = Api::new()
        .on("GET /page", move |request| match request.param("cursor") {
            None => Reply::bytes(format!(r#"{{"data":[{record}],"next_cursor":"b"}}"#)),
            Some(_) => Reply::bytes(format!(r#"{{"data":[{record}]}}"#)),
        })
        .on("GET /children/1", |_| Reply::bytes(format!(r#"{{"data":[{{"ends":"{NEVER}"}}]}}"#)))
        .start();
    testing::read::<Dates>(&api, json!({}), [stream])
}

const NEVER: &str = "9999-12-31T23:59:59Z";

#[test]
fn a_spelling_that_means_the_same_passes_with_its_own_bytes() {
    for text in [
        "2024-01-31T10:00:00",
        "2024-01-31 10:00:00",
        "2024-01-31 10:00:00.000",
        "2024-01-31T10:00",
        "2024-01-31",
        "20240131",
        "20240131T100000",
        "2024-01-31T10:00:00.5",
    ] {
        let record = format!(r#"{{"at":"{text}"}}"#);
        assert_eq!(written(&read("civil", &record).succeeded()), [&record, &record]);
        let record = format!(r#"{{"inner":{{"at":"{text}"}},"list":["{text}",null]}}"#);
        assert_eq!(written(&read("nested", &record).succeeded()), [&record, &record]);
        let record = format!(r#"{{"moment":"{text}","text":"{text}"}}"#);
        assert_eq!(written(&read("either", &record).succeeded()), [&record, &record]);
    }
    for text in ["2024-01-31", "20240131", "2024-01-31T00:00:00"] {
        let record = format!(r#"{{"on":"{text}"}}"#);
        assert_eq!(written(&read("civil", &record).succeeded()), [&record, &record]);
    }
}

#[test]
fn a_text_that_says_more_than_its_type_is_a_mismatch_on_every_page() {
    for (field, text, declare) in [
        ("at", "2024-01-31T10:00:00+02:00", "Timestamp"),
        ("at", "2024-01-31 10:00:00-07", "Timestamp"),
        ("at", "2024-01-31T10:00:00Z", "Timestamp"),
        ("on", "2024-01-31T10:00:00", "DateTime"),
        ("on", "2024-01-31 10:00", "DateTime"),
        ("on", "2024-01-31T10:00:00Z", "Timestamp"),
        ("on", "31.01.2024", "String"),
        ("at", "yesterday", "String"),
    ] {
        let output = read("civil", &format!(r#"{{"{field}":"{text}"}}"#)).succeeded();

        let null = format!(r#"{{"{field}":null}}"#);
        assert_eq!(written(&output), [&null, &null], "{text}");
        let told = warnings(&output).join("\n");
        assert!(told.contains(&format!("{field} (2): got \"{text}\", expected a date")), "{told}");
        assert!(told.ends_with(&format!(", declare `Option<{declare}>`")), "{told}");
    }
}

#[test]
fn a_text_that_says_more_is_a_mismatch_in_every_place() {
    let zoned = "2024-01-31T10:00:00+02:00";

    let output = read("nested", &format!(r#"{{"inner":{{"at":"{zoned}"}},"list":["{zoned}"]}}"#)).succeeded();
    assert_eq!(written(&output), [r#"{"inner":null,"list":[null]}"#; 2]);
    let told = warnings(&output).join("\n");
    assert!(told.contains("inner (2): `inner.at` got \"2024-"), "{told}");

    // A text may be any text.
    let output = read("either", &format!(r#"{{"moment":"{zoned}","text":"{zoned}"}}"#)).succeeded();
    assert_eq!(written(&output), [format!(r#"{{"moment":null,"text":"{zoned}"}}"#).as_str(); 2]);

    for stream in ["typed", "mapped"] {
        let output = read(stream, &format!(r#"{{"at":"{zoned}"}}"#)).succeeded();
        assert_eq!(written(&output), [r#"{"at":null}"#; 2], "{stream}");
    }

    let error = read("must", &format!(r#"{{"id":7,"at":"{zoned}"}}"#)).failed();
    let why = "/at: expected a date-time without a time zone, like 2024-01-31T00:00:00, got the text";
    assert_eq!(error, format!("stream `must`: page 1: record 1 (id = 7): {why} \"{zoned}\"; declare it `Timestamp`"));
}

#[test]
fn a_moment_without_a_zone_is_told_to_be_a_date_time() {
    for text in ["2024-01-31T10:00:00", "2024-01-31 10:00:00", "2024-01-31T10:00"] {
        let output = read("ended", &format!(r#"{{"ends":"{text}"}}"#)).succeeded();
        let told = warnings(&output).join("\n");
        let why =
            "expected a date-time with a time zone, like 2024-01-31T00:00:00Z or null, declare `Option<DateTime>`";
        assert!(told.contains(&format!("ends (2): got \"{text}\", {why}")), "{told}");

        for stream in ["ended_typed", "ended_mapped"] {
            let error = read(stream, &format!(r#"{{"ends":"{text}"}}"#)).failed();
            assert!(error.contains(&format!("got the text \"{text}\"; declare it `DateTime`")), "{error}");
        }
    }
}

#[test]
fn the_end_of_the_year_9999_is_written_unchanged() {
    for never in [NEVER, "9999-12-31T23:59:59.999+00:00", "9999-12-31 00:00:00Z"] {
        for (stream, record) in [
            ("ended", format!(r#"{{"ends":"{never}"}}"#)),
            ("ended_typed", format!(r#"{{"ends":"{never}","text":"{never}"}}"#)),
            ("ended_mapped", format!(r#"{{"ends":"{never}","renewed":"9999-12-31T00:00:00Z"}}"#)),
            ("filtered", format!(r#"{{"ends":"{never}"}}"#)),
            ("ended_list", format!(r#"{{"ends":"{never}","all":["{never}","2024-01-31T00:00:00Z"]}}"#)),
            ("parent", format!(r#"{{"id":1,"ends":"{never}"}}"#)),
        ] {
            let output = read(stream, &record).succeeded();

            assert_eq!(written(&output), [&record, &record], "{stream}");
            assert_eq!(warnings(&output), [""; 0]);
        }
    }
    let output = read("ended_child", &format!(r#"{{"id":1,"ends":"{NEVER}"}}"#));
    assert!(
        written(&output).iter().all(|data| data.contains(NEVER)) && output.records("ended_child").len() == 2,
        "{output}"
    );
}
