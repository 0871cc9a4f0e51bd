//! Request bodies: each kind as it goes over the wire, and where the cursor lies in it.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Received, Reply, RunningApi};

use super::Nothing;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const TEXT: &str = "text/plain; charset=utf-8";
const QUERY: &str = "query Things($first: Int, $after: String) { things(first: $first, after: $after) { id } }";

#[derive(Deserialize, JsonSchema)]
struct Config {
    team: String,
    since: Option<String>,
    kinds: Vec<String>,
}

fn config() -> Value {
    json!({ "team": "a & b", "kinds": ["x", "y"] })
}

pub(super) fn empty(route: &str) -> RunningApi {
    Api::new().on(route, |_| Reply::json(json!([]))).start()
}

/// Two pages: the second where `token` sees a cursor in the request.
fn two_pages(route: &str, token: impl Fn(&Received) -> bool + Send + Sync + 'static) -> RunningApi {
    let page = move |request: &Received| match token(request) {
        false => json!({ "data": [{ "id": 1 }], "next": "c/1" }),
        true => json!({ "data": [{ "id": 2 }], "next": null }),
    };
    Api::new().on(route, move |request| Reply::json(page(request))).start()
}

pub(super) fn only(api: &RunningApi) -> Received {
    let requests = api.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.into_iter().next().unwrap()
}

/// Method, type and body; the length is the body's.
pub(super) fn sent(request: &Received) -> (&str, Option<&str>, String) {
    let length = request.header("content-length").map(|length| length.parse::<usize>().unwrap());
    assert_eq!(length, (!request.body().is_empty()).then_some(request.body().len()), "{request:?}");
    (request.method(), request.header("content-type"), request.text())
}

#[test]
fn a_form_is_flat_repeats_the_key_of_a_list_and_leaves_out_what_is_absent() {
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        method = "POST",
        body = form(
            grant = "x",
            "filter[a]" = "{config.team}",
            ids = ["a", 1, true],
            kind = "{config.kinds}",
            since = "{config.since}",
            gone = none,
            n = -1.5,
        ),
    )]
    struct Thing {
        id: u64,
    }
    let api = empty("POST /thing");

    testing::read::<Things>(&api, config(), ["thing"]).succeeded();

    let body = "grant=x&filter%5Ba%5D=a+%26+b&ids=a&ids=1&ids=true&kind=x&kind=y&n=-1.5";
    assert_eq!(sent(&only(&api)), ("POST", Some(FORM), body.to_owned()));
}

#[test]
fn a_text_is_sent_as_it_is() {
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Thing, Typed, Absent))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "POST", body = text("FIND {{{config.team}}}\n\"é\""))]
    struct Thing {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "POST", headers("Content-Type" = "application/xml"), body = text("<all/>"))]
    struct Typed {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "POST", body = text("{config.since}"))]
    struct Absent {
        id: u64,
    }
    let api = empty("POST /{stream}");

    testing::read::<Things>(&api, config(), ["thing", "typed", "absent"]).succeeded();

    let asked = |path: &str| api.requests().into_iter().find(|request| request.path() == path).unwrap();
    assert_eq!(sent(&asked("/thing")), ("POST", Some(TEXT), "FIND {a & b}\n\"é\"".to_owned()));
    assert_eq!(sent(&asked("/typed")), ("POST", Some("application/xml"), "<all/>".to_owned()));
    assert_eq!((asked("/absent").header("content-type"), asked("/absent").body().len()), (None, 0));
}

#[test]
fn a_graphql_query_is_taken_literally_and_its_variables_are_templates() {
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Thing, Literal))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        body = graphql(
            query = QUERY,
            operation_name = "Things",
            variables(first = 2, team = "{config.team}", since = "{config.since}", deep(kinds = "{config.kinds}")),
        ),
    )]
    struct Thing {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "PUT", body = graphql(query = "{ things { id } }"))]
    struct Literal {
        id: u64,
    }
    let api = Api::new().on("* /{stream}", |_| Reply::json(json!([]))).start();

    testing::read::<Things>(&api, config(), ["thing", "literal"]).succeeded();

    let asked = |path: &str| api.requests().into_iter().find(|request| request.path() == path).unwrap();
    let variables = r#"{"first":2,"team":"a & b","deep":{"kinds":["x","y"]}}"#;
    let whole = format!(r#"{{"query":"{QUERY}","operationName":"Things","variables":{variables}}}"#);
    assert_eq!(sent(&asked("/thing")), ("POST", Some("application/json"), whole));
    let plain = r#"{"query":"{ things { id } }","variables":{}}"#;
    assert_eq!(sent(&asked("/literal")), ("PUT", Some("application/json"), plain.to_owned()));
}

#[test]
fn a_body_goes_with_a_get_and_the_method_stays_get() {
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Search, Form, Text))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = json(query(term(team = "{config.team}"))))]
    struct Search {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = form(a = 1))]
    struct Form {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = text("all"), method = "DELETE")]
    struct Text {
        id: u64,
    }
    let api = Api::new().on("* /{stream}", |_| Reply::json(json!([]))).start();

    testing::read::<Things>(&api, config(), ["search", "form", "text"]).succeeded();

    let asked = |path: &str| api.requests().into_iter().find(|request| request.path() == path).unwrap();
    let search = r#"{"query":{"term":{"team":"a & b"}}}"#.to_owned();
    assert_eq!(sent(&asked("/search")), ("GET", Some("application/json"), search));
    assert_eq!(sent(&asked("/form")), ("GET", Some(FORM), "a=1".to_owned()));
    assert_eq!(sent(&asked("/text")), ("DELETE", Some(TEXT), "all".to_owned()));
}

#[test]
fn a_failed_request_is_sent_again_with_its_body() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = form(a = 1))]
    struct Thing {
        id: u64,
    }
    let busy = Reply::status(429).header("Retry-After", "0");
    let api = Api::new().on_each("GET /thing", [busy, Reply::json(json!([]))]).start();

    testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    let bodies: Vec<String> = api.requests().iter().map(Received::text).collect();
    assert_eq!(bodies, ["a=1", "a=1"]);
}

#[test]
fn a_cursor_lies_in_the_variables_of_a_graphql_body() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", records = "data", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        body = graphql(query = QUERY, variables(kind = "k", after = "{response.none}")),
        paginate = cursor(token = "next", body = "variables.after", size("variables.first" = 100)),
    )]
    struct Thing {
        id: u64,
    }
    let api = two_pages("POST /thing", |request| !request.json()["variables"]["after"].is_null());

    let output = testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    assert_eq!(output.records("thing").len(), 2);
    let variables: Vec<Value> = api.requests().iter().map(|request| request.json()["variables"].clone()).collect();
    let second = json!({ "kind": "k", "first": 100, "after": "c/1" });
    assert_eq!(variables, [json!({ "kind": "k", "first": 100 }), second]);
}

#[test]
fn a_cursor_lies_under_its_key_in_a_form() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", records = "data", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        method = "POST",
        body = form(a = 1, after = "first"),
        paginate = cursor(token = "next", body = "after", size("page.size" = 100)),
    )]
    struct Thing {
        id: u64,
    }
    let api = two_pages("POST /thing", |request| request.text().contains("c%2F1"));

    testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    let bodies: Vec<String> = api.requests().iter().map(Received::text).collect();
    assert_eq!(bodies, ["a=1&after=first&page.size=100", "a=1&after=c%2F1&page.size=100"]);
}

#[test]
fn a_text_has_no_place_for_a_cursor() {
    #[derive(Source)]
    #[source(
        config = Nothing,
        url_base = "https://api.example.com",
        paginate = cursor(body = "after"),
        streams(Thing, Free),
    )]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = text("all"))]
    struct Thing {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, body = text("all"), paginate = none)]
    struct Free {
        id: u64,
    }
    let api = empty("GET /{stream}");

    let told = testing::discover::<Things>(&api, json!({})).failed();

    assert!(told.contains("stream `thing`: a text body has no place for the page token"), "{told}");
}
