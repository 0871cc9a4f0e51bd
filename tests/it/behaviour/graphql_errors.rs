//! GraphQL `errors` in a response: a failure by default, a rate limit by their codes, and what a rule makes of them.

use cdk_core::prelude::*;
use cdk_core::stream::{Body, Records};
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0),
    streams(Thing, Ruled, Hooked, Parsed, Typed, Kept, Sliced, Rest),
)]
struct Graph;

macro_rules! streams {
    ($($name:ident($($words:tt)*))*) => { $(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Graph, path = "graphql", records = "data.things.nodes", $($words)*)]
        struct $name {
            id: u64,
        }
    )* };
}
streams! {
    Thing(
        body = graphql(query = "{ things }"),
        paginate = cursor(token = "data.things.next", body = "variables.after"),
    )
    Ruled(
        body = graphql(query = "{ things }"),
        on(json("errors.0.extensions.code") = "ACCESS_DENIED", fail(config), "grant the app the scope of things"),
        on(json("errors"), ignore),
    )
    Hooked(method = "POST", request_body = asked)
    Typed(body = graphql(query = "{ things }"), emit = "typed")
    Kept(body = graphql(query = "{ things }"), cache(safe))
    Sliced(slices(groups, slice = u64), body = graphql(query = "{ things }", variables(group = "{slice}")))
    Rest(method = "POST", body = json(query = "red shoes", variables = "none"))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Graph, path = "graphql", body = graphql(query = "{ things }"), parse_response = parsed)]
struct Parsed {
    id: u64,
}

fn asked(_: &Cx<'_, Hooked>) -> Result<Body> {
    Ok(Body::graphql("{ things }", json!({})))
}

fn parsed(cx: &Cx<'_, Parsed>) -> Result<Records> {
    let page: Value = cx.response()?.json()?;
    Ok(page["data"]["things"]["nodes"].as_array().into_iter().flatten().collect())
}

async fn groups(cx: &SliceCx<'_, Sliced>) -> Result<Vec<u64>> {
    let answer: Value = cx.send(cx.post_json("groups", &json!({ "query": "{ groups }" }))?).await?.json()?;
    Ok(answer["data"]["groups"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect())
}

const ALL: [&str; 6] = ["thing", "hooked", "parsed", "typed", "kept", "sliced"];

fn read(stream: &str, replies: impl IntoIterator<Item = Reply>) -> (Output, RunningApi) {
    let api = Api::new()
        .on_each("POST /graphql", replies)
        .on("POST /groups", |_| Reply::json(json!({ "data": { "groups": [1] }, "errors": [] })))
        .start();
    (testing::read::<Graph>(&api, json!({}), [stream]), api)
}

fn page(id: u64) -> Reply {
    Reply::json(json!({ "data": { "things": { "nodes": [{ "id": id }] } } }))
}

fn refused(extensions: Value) -> Value {
    json!({ "errors": [{ "message": "no luck", "extensions": extensions }] })
}

#[test]
fn errors_fail_the_stream_with_data_with_a_part_of_it_and_without() {
    let error = json!([{ "message": "field `x` failed", "path": ["things", "nodes", 1] }, { "message": "and more" }]);
    for data in [
        Value::Null,
        json!({ "things": null }),
        json!({ "things": { "nodes": null } }),
        json!({ "things": { "nodes": [] } }),
        json!({ "things": { "nodes": [{ "id": 1 }, { "id": 2 }] } }),
    ] {
        for stream in ALL {
            let body = json!({ "data": data, "errors": error });
            let (output, api) = read(stream, [Reply::json(body)]);

            let (message, failure_type) = output.errors().remove(0);
            let want = "page 1: the GraphQL response has errors (HTTP 200: field `x` failed, and more)";
            assert!(message.ends_with(want), "{stream}, {data}: {message}");
            assert_eq!((failure_type.as_str(), api.count("POST /graphql")), ("system_error", 1));
            assert_eq!(output.records(stream), [json!(null); 0], "{stream}, {data}");
            assert_eq!(output.statuses(stream).last().unwrap(), "INCOMPLETE");
        }
    }
}

#[test]
fn empty_errors_are_none() {
    for errors in [json!([]), json!(null), json!({})] {
        for stream in ALL.into_iter().chain(["ruled"]) {
            let body = json!({ "data": { "things": { "nodes": [{ "id": 1 }] } }, "errors": errors });
            let (output, _) = read(stream, [Reply::json(body)]);
            assert_eq!(output.succeeded().records(stream), [json!({ "id": 1 })], "{stream}, {errors}");
        }
    }
}

#[test]
fn codes_for_too_many_requests_are_a_rate_limit() {
    for (status, body) in [
        (200, refused(json!({ "code": "THROTTLED" }))),
        (200, json!({ "data": { "things": null }, "errors": [{ "type": "RATE_LIMITED", "message": "no luck" }] })),
        (400, refused(json!({ "code": "RATELIMITED" }))),
        (200, refused(json!({ "code": "COMPLEXITY_BUDGET_EXHAUSTED", "retry_in_seconds": 0 }))),
        (200, json!({ "error_code": "ComplexityException", "status_code": 200, "errors": ["no luck"] })),
    ] {
        for stream in ALL {
            let limited = Reply::json(body.clone()).with_status(status).header("Retry-After", "0");
            let (output, api) = read(stream, [limited.clone(), page(1)]);

            let output = output.succeeded();
            assert_eq!(output.records(stream), [json!({ "id": 1 })], "{stream}: {body}");
            assert_eq!(api.count("POST /graphql"), 2);
            let logs = output.logs();
            assert!(logs.iter().any(|(_, text)| text.contains("1 retry (GraphQL rate limit: 1)")), "{logs:?}");
            assert!(output.lines().concat().contains("RATE_LIMITED"), "{output}");
        }
    }

    let (output, api) = read("thing", [Reply::json(refused(json!({ "code": "THROTTLED" })))]);
    let want = "stream `thing`: page 1: rate limit exceeded (HTTP 200: no luck, after 5 attempts)";
    assert_eq!(output.errors(), [(want.to_owned(), "transient_error".to_owned())]);
    assert_eq!(api.count("POST /graphql"), 5);
}

#[test]
fn the_wait_that_an_error_names_is_waited() {
    let limited = |seconds: u64| Reply::json(refused(json!({ "code": "X", "retry_in_seconds": seconds })));
    let (output, _) = read("thing", [limited(7_200)]);

    let error = output.failed();

    assert!(error.contains("a longer wait than `max_wait` (1h)"), "{error}");
}

#[test]
fn errors_on_a_later_page_keep_what_was_read() {
    let first = Reply::json(json!({ "data": { "things": { "nodes": [{ "id": 1 }], "next": "b" } } }));
    let (output, _) = read("thing", [first, Reply::json(refused(json!({})))]);

    assert_eq!(output.records("thing"), [json!({ "id": 1 })]);
    assert!(output.failed().starts_with("stream `thing`: page 2: the GraphQL response has errors"), "{output}");
}

#[test]
fn a_rule_of_the_stream_wins() {
    let (output, _) = read("ruled", [Reply::json(refused(json!({ "code": "ACCESS_DENIED" })))]);
    let want = "stream `ruled`: page 1: grant the app the scope of things (HTTP 200: no luck)";
    assert_eq!(output.errors(), [(want.to_owned(), "config_error".to_owned())]);

    // Also where the code would be a rate limit.
    let (output, api) = read("ruled", [Reply::json(refused(json!({ "code": "THROTTLED" })))]);
    assert_eq!(output.succeeded().records("ruled"), [json!(null); 0]);
    assert_eq!(api.count("POST /graphql"), 1);
}

#[test]
fn the_message_is_found_behind_much_data_and_its_secrets_are_masked() {
    let nodes: Vec<Value> = (0..20_000).map(|id| json!({ "id": id, "text": "some text that is left out" })).collect();
    let mut body = json!({ "data": { "things": { "nodes": nodes } } });
    body["errors"] = json!([{ "message": "the last node failed" }]);
    let (output, _) = read("thing", [Reply::json(body)]);

    let error = output.failed();

    assert!(error.ends_with("(HTTP 200: the last node failed)"), "{error}");
}

#[test]
fn a_function_of_a_graphql_stream_hears_of_errors_too() {
    let api = Api::new().on("POST /groups", |_| Reply::json(json!({ "data": null, "errors": [{ "message": "no" }] })));
    let api = api.on("POST /graphql", |_| page(1)).start();

    let output = testing::read::<Graph>(&api, json!({}), ["sliced"]);

    assert_eq!(output.failed(), "stream `sliced`: hook `slices`: the GraphQL response has errors (HTTP 200: no)");
}

#[test]
fn a_request_that_is_no_graphql_query_may_have_a_field_of_that_name() {
    let body =
        json!({ "errors": [{ "message": "a record of them" }], "data": { "things": { "nodes": [{ "id": 1 }] } } });
    let (output, _) = read("rest", [Reply::json(body)]);
    assert_eq!(output.succeeded().records("rest"), [json!({ "id": 1 })]);
}
