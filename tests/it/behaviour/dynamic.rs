//! Streams that only the API knows: `streams = f` is asked for them, and they are announced, checked and read like any other.

use cdk_core::Context;
use cdk_core::prelude::*;
use cdk_core::stream::{Paginate, added, entry, literal, template};
use cdk_core::template::arg;
use cdk_core::testing::{self, Api, Reply, RunningApi};

use super::Nothing;

#[derive(Deserialize, JsonSchema)]
struct Config {
    base: String,
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v0",
    auth = bearer("{config.token}"),
    params(locale = "en"),
    records = "records",
    streams(User),
    streams = tables,
)]
struct Bases;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Bases, path = "users", paginate = "cursor", primary_key = "id")]
struct User {
    id: String,
}

/// What the API says of a table.
#[derive(Deserialize)]
struct Table {
    name: String,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    r#type: String,
}

async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    #[derive(Deserialize)]
    struct Tables {
        tables: Vec<Table>,
    }

    let request = cx.get(&format!("meta/{}/tables?all=1", cx.config().base))?;
    let tables: Tables = cx.send(request).await?.json()?;
    Ok(tables.tables.into_iter().map(|table| stream(table).into()).collect())
}

fn stream(Table { name, fields }: Table) -> StreamDef<DynRecord, Config> {
    let properties: Value =
        fields.into_iter().map(|field| (field.name, json!({ "type": [field.r#type, "null"] }))).collect();
    let schema = json!({ "type": "object", "required": ["id"], "properties": properties });
    let (marked, table) = (format!("{name}!"), name.clone());
    let path = template("{config.base}/{table.name}", move |cx: &Context<'_, DynRecord, Config>| {
        Ok(vec![arg(&cx.config().base), arg(&table)])
    });
    StreamDef::new(name)
        .source::<Bases>()
        .path(path)
        .params([entry("limit", 2)])
        .paginate(Paginate::cursor())
        .schema(schema)
        .primary_key(["id"])
        .add([added("table", literal(marked.as_str()))])
        .filter(move |cx| Ok(cx.record()?.0["table"] == marked.as_str()))
}

fn tables_of(names: &[&str]) -> Reply {
    let field = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    let fields = [field("id", "string"), field("Amount", "number"), field("table", "string")];
    let tables: Vec<Value> = names.iter().map(|name| json!({ "name": name, "fields": fields })).collect();
    Reply::json(json!({ "tables": tables }))
}

/// An API with these tables, of two records each.
fn api(names: &'static [&'static str]) -> RunningApi {
    serving([tables_of(names)])
}

/// An API that answers thus when it is asked for its tables.
fn serving(replies: impl IntoIterator<Item = Reply>) -> RunningApi {
    Api::new()
        .on("GET /v0/users", |_| Reply::json(json!({ "records": [{ "id": "ada" }] })))
        .on_each("GET /v0/meta/b1/tables", replies)
        .on("GET /v0/b1/{table}", |request| {
            let id = format!("{}{}", request.capture("table"), request.param("cursor").unwrap_or("1"));
            let next = request.param("cursor").is_none().then_some("2");
            Reply::json(json!({ "records": [{ "id": id, "Amount": 1.5, "More": true }], "next_cursor": next }))
        })
        .start()
}

/// A catalog of these streams, as a user has it who discovered long ago.
pub(super) fn catalog(names: &[&str]) -> Value {
    let stream = |name: &str| json!({ "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"] });
    let configured =
        |name: &&str| json!({ "sync_mode": "full_refresh", "destination_sync_mode": "append", "stream": stream(name) });
    json!({ "streams": names.iter().map(configured).collect::<Value>() })
}

fn config() -> Value {
    json!({ "base": "b1", "token": "t-123456" })
}

const NO_SUCH: &str = "unknown stream; refresh the connection's schema";

#[test]
fn discover_announces_listed_streams_and_then_those_of_the_api() {
    let api = api(&["Orders", "Q1 / Sales"]);

    let output = testing::discover::<Bases>(&api, config()).succeeded();

    let streams = output.streams().unwrap();
    let names: Vec<&str> = streams.iter().filter_map(|stream| stream["name"].as_str()).collect();
    assert_eq!(names, ["user", "Orders", "Q1 / Sales"]);
    let schema = &streams[1]["json_schema"];
    assert_eq!(schema["properties"]["Amount"], json!({ "type": ["number", "null"] }));
    assert_eq!((schema.get("required"), &schema["additionalProperties"]), (None, &json!(true)));
    assert_eq!(streams[1]["source_defined_primary_key"], json!([["id"]]));
    let told = |text: &str| text.starts_with("hook `streams`: 2 streams, 1 requests, ");
    assert!(output.logs().iter().any(|(level, text)| level == "INFO" && told(text)), "{output}");
}

#[test]
fn the_function_asks_with_the_sources_credentials_and_parameters() {
    let api = api(&[]);

    testing::discover::<Bases>(&api, config()).succeeded();

    let asked = &api.requests()[0];
    assert_eq!(asked.header("authorization"), Some("Bearer t-123456"));
    assert_eq!((asked.param("locale"), asked.param("all"), asked.query().len()), (Some("en"), Some("1"), 2));
}

#[test]
fn selected_streams_are_read_page_by_page_and_held_to_their_schema() {
    let api = api(&["Orders", "Notes", "Q1 / Sales"]);

    let output = testing::read::<Bases>(&api, config(), catalog(&["Q1 / Sales", "user", "Orders"])).succeeded();

    let record = |id: &str, table: &str| json!({ "id": id, "Amount": 1.5, "table": table });
    assert_eq!(output.records("Orders"), [record("Orders1", "Orders!"), record("Orders2", "Orders!")]);
    assert_eq!(output.records("Q1 / Sales").len(), 2);
    assert_eq!(output.records("user"), [json!({ "id": "ada" })]);
    assert_eq!(output.statuses("Orders"), ["STARTED", "RUNNING", "COMPLETE"]);
    assert_eq!(output.states("Orders"), [json!({ "__ab_no_cursor_state_message": true })]);
    assert!(
        output.logs().iter().any(|(_, text)| text == "stream `Orders`: 1 undeclared field: /More (cut)"),
        "{output}"
    );
    // Asked once, and nothing is read of a table that is not selected.
    assert_eq!(api.count("GET /v0/meta/b1/tables"), 1);
    assert!(api.requests().iter().all(|request| !request.path().contains("Notes")));
    let sent = &api.requests()[1];
    assert_eq!((sent.path(), sent.param("limit")), ("/v0/b1/Q1%20%2F%20Sales", Some("2")));
}

#[test]
fn a_read_of_listed_streams_alone_does_not_ask() {
    let api = api(&["Orders"]);

    testing::read::<Bases>(&api, config(), catalog(&["user"])).succeeded();

    assert_eq!(api.count("GET /v0/meta/b1/tables"), 0);
}

#[test]
fn neither_spec_nor_a_check_of_a_listed_stream_asks() {
    let api = api(&["Orders"]);

    testing::spec::<Bases>().succeeded();
    let (status, _) = testing::check::<Bases>(&api, config()).connection_status().unwrap();

    assert_eq!((status.as_str(), api.count("GET /v0/meta/b1/tables")), ("SUCCEEDED", 0));
}

#[test]
fn a_stream_that_the_api_has_no_longer_ends_incomplete_and_the_others_are_read() {
    let api = api(&["Orders"]);

    let output = testing::read::<Bases>(&api, config(), catalog(&["Gone", "Orders", "user"]));

    assert_eq!(output.failed(), format!("stream `Gone`: {NO_SUCH}"));
    assert_eq!(output.statuses("Gone"), ["STARTED", "INCOMPLETE"]);
    assert_eq!((output.records("Orders").len(), output.records("user").len()), (2, 1));
}

#[test]
fn where_the_function_fails_the_listed_streams_are_read() {
    let api = serving([Reply::json(json!({ "error": "no such base" })).with_status(401)]);

    let output = testing::read::<Bases>(&api, config(), catalog(&["Orders", "user", "Notes"]));

    let errors = output.errors();
    assert_eq!((output.exit_code(), errors.len()), (1, 2), "{output}");
    for (name, (message, failure_type)) in ["Orders", "Notes"].iter().zip(&errors) {
        assert!(message.starts_with(&format!("stream `{name}`: hook `streams`: ")), "{message}");
        assert!(message.contains("401") && message.contains("no such base"), "{message}");
        assert_eq!(failure_type, "config_error");
        assert_eq!(output.statuses(name), ["STARTED", "INCOMPLETE"]);
    }
    assert_eq!((output.records("user").len(), api.count("GET /v0/meta/b1/tables")), (1, 1));
}

#[test]
fn where_the_function_fails_discover_fails() {
    let api = serving([Reply::json(json!({ "error": "no such base" })).with_status(403)]);

    let output = testing::discover::<Bases>(&api, config());

    assert!(output.failed().starts_with("hook `streams`: "), "{output}");
    assert_eq!((output.errors()[0].1.as_str(), output.of_type("CATALOG").count()), ("config_error", 0));
}

#[test]
fn what_the_function_asks_is_tried_again() {
    let api = serving([Reply::status(500), tables_of(&["Orders"])]);

    let output = testing::read::<Bases>(&api, config(), catalog(&["Orders"])).succeeded();

    assert_eq!(output.records("Orders").len(), 2);
    let told = |text: &str| text.starts_with("hook `streams`: GET ") && text.contains("attempt 2 of 5");
    assert!(output.logs().iter().any(|(level, text)| level == "WARN" && told(text)), "{output}");
}

#[test]
fn two_streams_of_one_name_are_an_error_before_any_record() {
    for (names, name) in [(["Orders", "Orders"], "Orders"), (["Orders", "user"], "user")] {
        let api = serving([tables_of(&names)]);
        let want = format!("hook `streams`: two streams are named `{name}`; give one of them another `name`");

        let read = testing::read::<Bases>(&api, config(), catalog(&["user", "Orders"]));

        assert_eq!(read.failed(), want);
        assert_eq!(read.of_type("RECORD").count(), 0);
        assert_eq!(testing::discover::<Bases>(&api, config()).failed(), want);
    }
}

#[test]
fn a_stream_that_is_wrong_by_itself_is_that_streams_error() {
    let field = |kind: &str| json!([{ "name": "id", "type": kind }, { "name": "table", "type": "string" }]);
    let tables = json!([{ "name": "Orders", "fields": field("string") }, { "name": "Bad", "fields": field("text") }]);
    let api = serving([Reply::json(json!({ "tables": tables }))]);
    let want = "hook `streams`: stream `Bad`: invalid record schema: /properties/id/type: unknown type \
                `text`; expected string, number, integer, boolean, object, array or null";

    testing::read::<Bases>(&api, config(), catalog(&["user", "Orders"])).succeeded();
    let read = testing::read::<Bases>(&api, config(), catalog(&["user", "Bad", "Orders"]));

    assert_eq!(read.failed(), want);
    assert_eq!((read.records("user").len(), read.records("Orders").len()), (1, 2));
    assert!(testing::discover::<Bases>(&api, config()).failed().contains("unknown type `text`"));
}

#[test]
fn a_key_that_the_schema_lacks_is_an_error() {
    let api = serving([Reply::json(
        json!({ "tables": [{ "name": "Orders", "fields": [{ "name": "key", "type": "string" }] }] }),
    )]);

    let want = "the record has no field `id` (by its name in the response)";
    assert!(testing::discover::<Bases>(&api, config()).failed().ends_with(want));
}

#[test]
fn the_function_may_read_other_streams_page_by_page() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams = per_member)]
    struct Clubs;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Clubs, name = "clubs", paginate = "cursor", records = "data")]
    struct Club {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Clubs, name = "members", parent = Club, path = "clubs/{parent.id}/members")]
    struct Member {
        name: String,
    }

    async fn per_member(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
        let mut members = cx.read::<Member>()?;
        let mut streams = Vec::new();
        while let Some(member) = members.next().await? {
            let id = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
            let stream = StreamDef::<DynRecord, Nothing>::new(member.name).source::<Clubs>();
            streams.push(stream.path("things".to_owned()).schema(id).into());
        }
        Ok(streams)
    }

    let api = Api::new()
        .on("GET /clubs", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "2" })),
            Some(_) => Reply::json(json!({ "data": [{ "id": 2 }, { "id": "three" }] })),
        })
        .on("GET /clubs/{id}/members", |request| {
            Reply::json(json!([{ "name": format!("m{}", request.capture("id")) }]))
        })
        .start();

    let error = testing::discover::<Clubs>(&api, json!({})).failed();

    let want = "hook `streams`: records of `members`: parent `clubs`: page 2: record 2: /id: expected an integer from 0 to \
                18446744073709551615, got the text \"three\"";
    assert_eq!(error, want);
    let mut paths: Vec<String> = api.requests().into_iter().map(|request| request.path().to_owned()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/clubs", "/clubs", "/clubs/1/members"]);
}

#[test]
fn credentials_are_not_sent_to_an_origin_that_is_not_declared() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams = elsewhere)]
    struct Elsewhere;

    async fn elsewhere(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
        cx.send(Request::get("https://evil.example.net/tables")?).await?;
        Ok(Vec::new())
    }

    let api = Api::new().start();

    let error = testing::discover::<Elsewhere>(&api, json!({})).failed();

    assert!(
        error.starts_with("hook `streams`: the request goes to https://evil.example.net, an origin that"),
        "{error}"
    );
    assert_eq!(api.requests().len(), 0);
}

#[test]
fn a_request_of_the_functions_own_goes_to_a_declared_origin_by_post_too() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com/v1", streams = asked)]
    struct Posting;

    async fn asked(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
        cx.send(Request::get("https://api.example.com/me")?.with_header("X-At", &cx.now().to_string())?).await?;
        let names: Vec<String> = cx.send(cx.post_json("search", &json!({ "object": "table" }))?).await?.json()?;
        Ok(names
            .into_iter()
            .map(|name| StreamDef::<DynRecord, Nothing>::new(name).source::<Posting>().into())
            .collect())
    }

    let api = Api::new()
        .on("GET /me", |_| Reply::json(json!({})))
        .on("POST /v1/search", |request| {
            assert_eq!(request.json(), json!({ "object": "table" }));
            Reply::json(json!(["a", "b"]))
        })
        .start();

    assert_eq!(testing::discover::<Posting>(&api, json!({})).succeeded().streams().unwrap().len(), 2);
}
