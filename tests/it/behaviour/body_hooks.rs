//! Request bodies: what a hook adds to the attribute's, what the builder alone can say, and what cannot be sent.

use cdk_core::prelude::*;
use cdk_core::stream::{BodyTemplate, GraphQl, Paginate, StreamDef, entry, field, list, object};
use cdk_core::testing::{self, Api, Reply};

use super::bodies::{FORM, TEXT, empty, only, sent};
use super::{Item, Nothing};

#[test]
fn a_hook_s_body_goes_over_one_of_its_kind_key_by_key() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Form, Text, Graph, Json))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = form(a = 1, b = 1, gone = 1, ids = ["x"]), request_body = form)]
    struct Form {
        id: u64,
    }
    fn form(_: &Cx<'_, Form>) -> Result<Body> {
        Ok(Body::Form(Params::new().with("b", "h").without("gone").with_all("ids", [1, 2]).with("c", None::<u64>)))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = text("attribute"), request_body = text)]
    struct Text {
        id: u64,
    }
    fn text(_: &Cx<'_, Text>) -> Result<Body> {
        Ok(Body::Text("hook".to_owned()))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        body = graphql(query = "{ a }", operation_name = "A", variables(x = 1, y = 1)),
        request_body = graph,
    )]
    struct Graph {
        id: u64,
    }
    fn graph(_: &Cx<'_, Graph>) -> Result<Body> {
        Ok(Body::variables(json!({ "y": 2 })))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = json(a = 1, b(c = 1)), request_body = json)]
    struct Json {
        id: u64,
    }
    fn json(_: &Cx<'_, Json>) -> Result<Body> {
        Ok(Body::Json(serde_json::json!({ "b": null })))
    }
    let api = Api::new().on("* /{stream}", |_| Reply::json(json!([]))).start();

    testing::read::<Things>(&api, json!({}), ["form", "text", "graph", "json"]).succeeded();

    let asked = |path: &str| api.requests().into_iter().find(|request| request.path() == path).unwrap();
    assert_eq!(sent(&asked("/form")), ("GET", Some(FORM), "a=1&b=h&ids=1&ids=2".to_owned()));
    assert_eq!(sent(&asked("/text")), ("GET", Some(TEXT), "hook".to_owned()));
    let graph = r#"{"query":"{ a }","operationName":"A","variables":{"x":1,"y":2}}"#.to_owned();
    assert_eq!(sent(&asked("/graph")), ("POST", Some("application/json"), graph));
    assert_eq!(sent(&asked("/json")), ("GET", Some("application/json"), r#"{"a":1,"b":null}"#.to_owned()));
}

#[test]
fn a_hook_s_body_of_another_kind_replaces_the_attribute_s() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Form, List, Graph))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = json(a = 1), request_body = form)]
    struct Form {
        id: u64,
    }
    fn form(_: &Cx<'_, Form>) -> Result<Body> {
        Ok(Body::Form(Params::new().with("b", 2)))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = json(a = 1), request_body = list)]
    struct List {
        id: u64,
    }
    fn list(_: &Cx<'_, List>) -> Result<Body> {
        Ok(Body::Json(json!([1, 2])))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "POST", body = text("a"), request_body = graph)]
    struct Graph {
        id: u64,
    }
    fn graph(_: &Cx<'_, Graph>) -> Result<Body> {
        Ok(Body::graphql("{ a }", Value::Null))
    }
    let api = Api::new().on("* /{stream}", |_| Reply::json(json!([]))).start();

    testing::read::<Things>(&api, json!({}), ["form", "list", "graph"]).succeeded();

    let asked = |path: &str| api.requests().into_iter().find(|request| request.path() == path).unwrap();
    assert_eq!(sent(&asked("/form")), ("GET", Some(FORM), "b=2".to_owned()));
    assert_eq!(sent(&asked("/list")), ("GET", Some("application/json"), "[1,2]".to_owned()));
    let graph = r#"{"query":"{ a }","variables":{}}"#.to_owned();
    assert_eq!(sent(&asked("/graph")), ("POST", Some("application/json"), graph));
}

#[test]
fn a_hook_s_body_that_cannot_be_sent_is_told_before_the_request() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(NoQuery, NoObject, CursorInText, CursorInList))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, request_body = no_query)]
    struct NoQuery {
        id: u64,
    }
    fn no_query(_: &Cx<'_, NoQuery>) -> Result<Body> {
        Ok(Body::variables(json!({ "a": 1 })))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, request_body = no_object)]
    struct NoObject {
        id: u64,
    }
    fn no_object(_: &Cx<'_, NoObject>) -> Result<Body> {
        Ok(Body::graphql("{ a }", json!([1])))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, request_body = in_text, paginate = cursor(body = "after", size(limit = 1)))]
    struct CursorInText {
        id: u64,
    }
    fn in_text(_: &Cx<'_, CursorInText>) -> Result<Body> {
        Ok(Body::Text("all".to_owned()))
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, request_body = in_list, paginate = cursor(body = "after", size(limit = 1)))]
    struct CursorInList {
        id: u64,
    }
    fn in_list(_: &Cx<'_, CursorInList>) -> Result<Body> {
        Ok(Body::Json(json!([1])))
    }
    let api = empty("GET /{stream}");
    let told = |stream: &str| testing::read::<Things>(&api, json!({}), [stream]).failed();

    let no_query = told("no_query");
    assert!(no_query.contains("neither `body = graphql(…)` nor the hook returns one"), "{no_query}");
    let no_object = told("no_object");
    assert!(no_object.contains("the variables of a GraphQL body are an object"), "{no_object}");
    let in_text = told("cursor_in_text");
    assert!(in_text.contains("has no place for the page"), "{in_text}");
    let in_list = told("cursor_in_list");
    assert!(in_list.contains("the body is not an object, so the page token has no place in it"), "{in_list}");
    assert!(api.requests().is_empty());
}

/// A source with one stream that is built by hand, with the body of the case.
struct ByHand<const CASE: usize>;

const FIELDS: usize = 0;
const OBJECT_IN_FORM: usize = 1;
const OBJECT_IN_LIST_OF_FORM: usize = 2;
const CURSOR_IN_TEXT: usize = 3;
const GRAPHQL: usize = 4;

impl<const CASE: usize> Source for ByHand<CASE> {
    type Config = Nothing;
    const NAME: &'static str = "things";
    const VERSION: &'static str = "0";

    fn definition() -> cdk_core::SourceDef<Self::Config> {
        let source =
            cdk_core::SourceDef::new().url_base("https://api.example.com").params([entry("a", 1), entry("b", 1)]);
        source.stream_def(|| {
            let things: StreamDef<Item, Nothing> = StreamDef::new("things").source::<Self>();
            match CASE {
                FIELDS => things
                    .params([entry("a", None::<u64>), entry("b", Value::Null), entry("c", Some(list([field(1_u8)])))])
                    .body(BodyTemplate::json([
                        entry("text", String::from("{{x}}")),
                        entry("usize", 1_usize),
                        entry("ints", list([field(1_u16), field(-1_i8), field(None::<bool>)])),
                        entry("value", json!({ "deep": [null, "{kept}"] })),
                        entry("none", None::<String>),
                        entry("null", Value::Null),
                        entry("some", Some("{{y}}")),
                    ])),
                OBJECT_IN_FORM => things.body(BodyTemplate::form([entry("a", object([entry("b", 1)]))])),
                OBJECT_IN_LIST_OF_FORM => {
                    things.body(BodyTemplate::form([entry("a", list([object([entry("b", 1)])]))]))
                }
                CURSOR_IN_TEXT => things.body(BodyTemplate::text("all")).paginate(Paginate::cursor().body("after")),
                _ => things.body(BodyTemplate::graphql(GraphQl::new(format!("{{ {} }}", "a")))),
            }
        })
    }
}

#[test]
fn any_plain_value_may_be_a_field_and_an_absent_one_is_left_out() {
    let api = empty("GET /things");

    testing::read::<ByHand<FIELDS>>(&api, json!({}), ["things"]).succeeded();

    let request = only(&api);
    let body = r#"{"text":"{x}","usize":1,"ints":[1,-1],"value":{"deep":[null,"{kept}"]},"some":"{y}"}"#;
    assert_eq!(request.text(), body);
    assert_eq!(request.query(), [("c".to_owned(), "1".to_owned())]);
}

#[test]
fn the_builder_has_every_body_and_refuses_what_cannot_be_sent() {
    let api = Api::new().on("* /things", |_| Reply::json(json!([]))).start();

    for told in [
        testing::read::<ByHand<OBJECT_IN_FORM>>(&api, json!({}), ["things"]).failed(),
        testing::read::<ByHand<OBJECT_IN_LIST_OF_FORM>>(&api, json!({}), ["things"]).failed(),
    ] {
        assert!(told.contains("body `a`: an object cannot be written as text"), "{told}");
    }
    let told = testing::discover::<ByHand<CURSOR_IN_TEXT>>(&api, json!({})).failed();
    assert!(told.contains("has no place for the page"), "{told}");
    assert!(api.requests().is_empty());

    testing::read::<ByHand<GRAPHQL>>(&api, json!({}), ["things"]).succeeded();
    assert_eq!(only(&api).text(), r#"{"query":"{ a }","variables":{}}"#);
}
