//! Hooks: what each sees and what it changes.

use cdk_core::prelude::*;
use cdk_core::stream::{StreamDef, added, literal};
use cdk_core::testing::{self, Api, Received, Reply};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Token, Mapped, Kept, Failing, Elsewhere))]
struct Hooks;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hooks, path = "pages", next_page_token = next, params(after = "{token.after}", last = "{last.id}"))]
struct Token {
    id: u64,
}

fn next(cx: &Cx<'_, Token>) -> Result<Option<Value>> {
    let last = cx.last_record().and_then(|record| record["id"].as_u64()).unwrap_or_default();
    let status = cx.response()?.status().as_u16();
    Ok((last < 3).then(|| json!({ "after": last, "status": status })))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hooks, path = "list", primary_key = "id", filter = odd, map = shout)]
struct Mapped {
    id: u64,
    name: Option<String>,
}

fn odd(cx: &Cx<'_, Mapped>) -> Result<bool> {
    Ok(cx.record()?.id % 2 == 1)
}

fn shout(_: &Cx<'_, Mapped>, mut record: Mapped) -> Result<Option<Mapped>> {
    record.name = record.name.map(|name| name.to_uppercase());
    Ok((record.id != 5).then_some(record))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hooks, path = "list", filter = none_of_them)]
struct Kept {
    id: u64,
}

fn none_of_them(_: &Cx<'_, Kept>) -> Result<bool> {
    Ok(false)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hooks, path = "list", primary_key = "id", map = fails)]
struct Failing {
    id: u64,
}

fn fails(_: &Cx<'_, Failing>, record: Failing) -> Result<Option<Failing>> {
    if record.id == 3 { Err(Error::config("three is not allowed")) } else { Ok(Some(record)) }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hooks, path = far_away)]
struct Elsewhere {
    id: u64,
}

fn far_away(_: &Cx<'_, Elsewhere>) -> Result<String> {
    Ok("https://evil.example.net/steal".to_owned())
}

fn api() -> testing::RunningApi {
    let page = |request: &Received| match request.param("after") {
        None => Reply::json(json!({ "id": 1, "run": 8 })),
        Some(after) => Reply::json(json!({ "id": after.parse::<u64>().unwrap() + 1, "run": 9 })),
    };
    let list = json!([{ "id": 1, "name": "ada" }, { "id": 2, "name": "bob" }, { "id": 3 }, { "id": 5 }]);
    Api::new().on("GET /pages", page).on("GET /list", move |_| Reply::json(list.clone())).start()
}

#[test]
fn a_token_of_the_hooks_own_leads_on_and_stands_in_templates() {
    let api = api();

    let output = testing::read::<Hooks>(&api, json!({}), ["token"]).succeeded();

    assert_eq!(output.records("token"), [json!({ "id": 1 }), json!({ "id": 2 }), json!({ "id": 3 })]);
    let third = &api.requests()[2];
    assert_eq!((third.param("after"), third.param("last")), (Some("2"), Some("2")));
}

#[test]
fn filter_and_map_see_typed_records_and_say_what_is_emitted() {
    let output = testing::read::<Hooks>(&api(), json!({}), ["mapped"]).succeeded();

    assert_eq!(output.records("mapped"), [json!({ "id": 1, "name": "ADA" }), json!({ "id": 3, "name": null })]);
    let stats = output.of_type("STATE").map(|state| &state["state"]["sourceStats"]["recordCount"]).next();
    assert_eq!(stats, Some(&json!(2.0)));
}

#[test]
fn a_stream_without_an_emitted_record_never_runs_but_completes() {
    let output = testing::read::<Hooks>(&api(), json!({}), ["kept"]).succeeded();

    assert_eq!(output.statuses("kept"), ["STARTED", "COMPLETE"]);
    assert_eq!(output.states("kept"), [json!({ "__ab_no_cursor_state_message": true })]);
}

#[test]
fn a_hooks_error_keeps_its_type_and_names_the_record() {
    let output = testing::read::<Hooks>(&api(), json!({}), ["failing"]);

    let want = "stream `failing`: page 1: record 3 (id = 3): three is not allowed";
    assert_eq!(output.errors(), [(want.to_owned(), "config_error".to_owned())]);
    assert_eq!(output.records("failing").len(), 0);
}

#[test]
fn a_path_hook_cannot_carry_the_credentials_away() {
    let output = testing::read::<Hooks>(&api(), json!({}), ["elsewhere"]);

    assert_eq!(
        output.failed(),
        "stream `elsewhere`: page 1: the request goes to https://evil.example.net, an origin that is not declared; \
         if the API uses this origin, add it to `origins(…)`"
    );
}

#[test]
fn the_functions_that_the_derive_takes_can_be_given_by_hand() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Row {
        id: u64,
        at: u64,
    }
    struct Rows;
    impl Source for Rows {
        type Config = Nothing;
        const NAME: &'static str = "rows";
        const VERSION: &'static str = "0";
        fn definition() -> cdk_core::SourceDef<Self::Config> {
            cdk_core::SourceDef::new()
                .request_params(|cx| Ok(Params::new().with("stream", cx.stream())))
                .stream_def(rows)
        }
    }
    fn rows() -> StreamDef<Row, Nothing> {
        StreamDef::new("rows")
            .source::<Rows>()
            .url_base("https://api.example.com")
            .path_hook(|_| Ok("a/b?c=1".to_owned()))
            .request_headers(|cx| Ok(Headers::new().with("X-Page", cx.next_page_token().is_some())))
            .parse_response(|cx| {
                let text = String::from_utf8_lossy(cx.response()?.body()).into_owned();
                Ok(text.lines().map(|line| json!({ "id": line.len() })).collect())
            })
            .add([added("at", literal(7))])
    }
    let api = Api::new().on("GET /a/b", |_| Reply::text("one\nthree")).start();

    let output = testing::read::<Rows>(&api, json!({}), ["rows"]).succeeded();

    assert_eq!(output.records("rows"), [json!({ "id": 3, "at": 7 }), json!({ "id": 5, "at": 7 })]);
    assert_eq!(api.requests()[0].query(), [("c".into(), "1".into()), ("stream".into(), "rows".into())]);
}
