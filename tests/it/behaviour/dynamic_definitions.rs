//! Definitions that are made at run time: parents, schemas, and the mistakes of a list that no compiler saw.

use std::sync::Mutex;

use cdk_core::prelude::*;
use cdk_core::stream::{entry, parent_def, parent_of, template};
use cdk_core::template::arg;
use cdk_core::testing::{self, Api, Reply, RunningApi};
use cdk_core::{Context, SourceDef};

use super::Nothing;
use super::dynamic::catalog;

/// A source whose streams are all of the API; `STREAMS` says which.
struct Open;

static STREAMS: Mutex<fn() -> Vec<Stream<Nothing>>> = Mutex::new(Vec::new);

impl Source for Open {
    type Config = Nothing;
    const NAME: &'static str = "open";
    const VERSION: &'static str = "0.1.0";

    fn definition() -> SourceDef<Self::Config> {
        SourceDef::new().url_base("https://api.example.com").streams(async |cx: &StreamsCx<'_, Nothing>| {
            let made = *STREAMS.lock().unwrap();
            cx.send(cx.get("me")?).await?;
            Ok(made())
        })
    }
}

/// Runs `test` while the function of `Open` gives these streams.
fn with(streams: fn() -> Vec<Stream<Nothing>>, test: impl FnOnce(&RunningApi)) {
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());

    let _guard = ONE_BY_ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *STREAMS.lock().unwrap() = streams;
    let api = Api::new()
        .on("GET /me", |_| Reply::json(json!({})))
        .on("GET /teams", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /groups", |_| Reply::json(json!([{ "key": "x" }, { "key": "y/z" }])))
        .on("GET /teams/{id}/members", |request| Reply::json(json!([{ "name": request.capture("id") }])))
        .on("GET /groups/{key}/members", |request| Reply::json(json!([{ "name": request.capture("key") }])))
        .start();
    test(&api);
}

fn object(name: &str, schema: Value) -> StreamDef<DynRecord, Nothing> {
    StreamDef::new(name).source::<Open>().schema(schema)
}

#[test]
fn check_reads_a_page_of_the_first_stream_of_a_source_that_lists_none() {
    let two = || ["teams", "groups"].map(|name| object(name, json!({ "type": "object" })).into()).into();
    with(two, |api| {
        let (status, message) = testing::check::<Open>(api, json!({})).connection_status().unwrap();

        assert_eq!((status.as_str(), message.as_str()), ("SUCCEEDED", ""));
        let paths: Vec<String> = api.requests().into_iter().map(|request| request.path().to_owned()).collect();
        assert_eq!(paths, ["/me", "/teams"]);
    });
}

#[test]
fn check_finds_its_stream_among_those_of_the_api() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams = found, check = Crew)]
    struct Crews;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Crews)]
    struct Crew {
        id: u64,
    }

    async fn found(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
        let names: Vec<String> = cx.send(cx.get("names")?).await?.json()?;
        let other = |name| StreamDef::<DynRecord, Nothing>::new(name).source::<Crews>().into();
        Ok(names.into_iter().map(other).chain([Crew::definition().path("crew/all").into()]).collect())
    }

    let api = Api::new()
        .on("GET /names", |_| Reply::json(json!(["ships"])))
        .on("GET /crew/all", |_| Reply::json(json!([{ "id": "one" }])))
        .start();

    let (status, message) = testing::check::<Crews>(&api, json!({})).connection_status().unwrap();

    assert_eq!(status, "FAILED");
    assert!(message.starts_with("stream `crew`: page 1: record 1: /id: expected an integer"), "{message}");
}

#[test]
fn check_succeeds_where_the_api_was_asked_and_has_no_stream() {
    with(Vec::new, |api| {
        assert_eq!(testing::check::<Open>(api, json!({})).connection_status().unwrap().0, "SUCCEEDED");
        assert_eq!(testing::discover::<Open>(api, json!({})).succeeded().streams().unwrap(), Vec::<Value>::new());
    });
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Open, name = "teams", primary_key = "id")]
struct Team {
    id: u64,
}

#[test]
fn a_parent_may_be_a_struct_or_as_dynamic_as_its_child() {
    let streams = || {
        let of_teams = StreamDef::<DynRecord, Nothing, Team>::new("of_teams")
            .source::<Open>()
            .parent(parent_of::<Team>())
            .path(template("teams/{parent.id}/members", |cx: &Context<'_, DynRecord, Nothing, Team>| {
                Ok(vec![arg(&cx.parent()?.id)])
            }))
            .schema(json!({ "type": "object", "properties": { "name": { "type": "string" } } }));
        let groups = || object("groups", json!({ "type": "object", "properties": { "key": { "type": "string" } } }));
        let of_groups = StreamDef::<DynRecord, Nothing, DynRecord>::new("of_groups")
            .source::<Open>()
            .parent(parent_def(groups))
            .path(template("groups/{parent.key}/members", |cx: &Context<'_, DynRecord, Nothing, DynRecord>| {
                Ok(vec![arg(&cx.parent()?.0["key"])])
            }))
            .schema(json!({ "type": "object", "properties": { "name": { "type": "string" } } }));
        vec![of_teams.into(), of_groups.into(), Team::definition().params([entry("deep", true)]).into()]
    };
    with(streams, |api| {
        let output = testing::read::<Open>(api, json!({}), catalog(&["of_teams", "of_groups", "teams"])).succeeded();

        let name = |name: &str| json!({ "name": name });
        assert_eq!(output.records("of_teams"), [name("1"), name("2")]);
        assert_eq!(output.records("of_groups"), [name("x"), name("y/z")]);
        // A derived struct's definition, with a word more.
        assert_eq!(output.records("teams"), [json!({ "id": 1 }), json!({ "id": 2 })]);
        assert_eq!(
            api.requests().iter().find_map(|request| request.param("deep").map(str::to_owned)),
            Some("true".into())
        );
    });
}

#[test]
fn parents_that_go_round_in_circles_are_an_error_before_any_record() {
    fn one() -> StreamDef<DynRecord, Nothing, DynRecord> {
        StreamDef::new("one").source::<Open>().parent(parent_def(two))
    }
    fn two() -> StreamDef<DynRecord, Nothing, DynRecord> {
        StreamDef::new("two").source::<Open>().parent(parent_def(one))
    }

    with(
        || vec![Team::definition().into(), one().into()],
        |api| {
            let output = testing::read::<Open>(api, json!({}), catalog(&["teams"]));

            assert_eq!(output.failed(), "hook `streams`: the parents form a cycle: one → two → one");
            assert_eq!(output.of_type("RECORD").count(), 0);
        },
    );
}

#[test]
fn references_unions_and_choices_of_a_given_schema_are_held_to() {
    let streams = || {
        let schema = json!({
            "type": "object",
            "properties": {
                "id": { "$ref": "#/definitions/key" },
                "kind": { "enum": ["a", "b", null] },
                "size": { "anyOf": [{ "type": "integer" }, { "type": "null" }] },
                "at": { "type": ["string", "null"], "format": "date-time" },
                "any": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
            },
            "required": ["id"],
            "definitions": { "key": { "type": "string" } },
        });
        vec![object("things", schema).primary_key(["id"]).into()]
    };
    with(streams, |_| {
        let records = json!([{ "id": "1", "kind": "a", "size": 2, "at": "2024-01-31T00:00:00Z", "any": 3 },
            { "id": "2", "kind": "c", "size": "big", "any": "x" }]);
        let api = Api::new()
            .on("GET /me", |_| Reply::json(json!({})))
            .on("GET /things", move |_| Reply::json(records.clone()))
            .start();

        let announced = testing::discover::<Open>(&api, json!({})).succeeded().streams().unwrap();
        let output = testing::read::<Open>(&api, json!({}), catalog(&["things"])).succeeded();

        assert_eq!(
            announced[0]["json_schema"]["properties"],
            json!({
                "id": { "type": "string" },
                "kind": { "type": ["string", "null"], "enum": ["a", "b", null] },
                "size": { "type": ["integer", "null"] },
                "at": { "type": ["string", "null"], "format": "date-time", "airbyte_type": "timestamp_with_timezone" },
                "any": { "type": ["string", "integer"] },
            })
        );
        assert_eq!(output.records("things")[1], json!({ "id": "2", "kind": null, "size": null, "any": "x" }));
    });
}

#[test]
fn a_schema_that_cannot_be_used_is_one_error_that_names_the_place() {
    fn first_error(schema: fn() -> Vec<Stream<Nothing>>) -> String {
        let mut error = String::new();
        with(schema, |api| error = testing::discover::<Open>(api, json!({})).failed());
        error
    }
    let before = "hook `streams`: stream `t`: invalid record schema: ";

    let lost =
        first_error(|| vec![object("t", json!({ "properties": { "a": { "$ref": "#/definitions/b" } } })).into()]);
    let text = first_error(|| vec![object("t", json!("object")).into()]);
    let list = first_error(|| vec![object("t", json!({ "type": "array" })).into()]);
    let required = first_error(|| vec![object("t", json!({ "required": "id" })).into()]);

    assert_eq!(lost, format!("{before}/properties/a/$ref: `#/definitions/b` leads nowhere"));
    assert_eq!(text, format!("{before}the root: expected an object of words, got a text"));
    assert_eq!(list, format!("{before}/type: a record is an object"));
    assert_eq!(required, format!("{before}/required: expected a list of names, got a text"));
}

#[test]
fn a_name_that_stands_for_its_path_leads_nowhere_else() {
    with(
        || vec![object("../teams?x=1", json!({ "type": "object" })).into()],
        |api| {
            let output = testing::read::<Open>(api, json!({}), ["../teams?x=1"]);

            assert!(output.failed().contains("HTTP 404"));
            assert_eq!(api.count("GET /teams"), 0);
        },
    );
    with(
        || vec![object("..", json!({ "type": "object" })).into()],
        |api| {
            let error = testing::read::<Open>(api, json!({}), [".."]).failed();

            assert!(error.contains("the stream's name is its path, but is `..`"), "{error}");
        },
    );
}
