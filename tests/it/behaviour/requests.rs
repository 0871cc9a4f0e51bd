//! Requests: what is merged from source, stream, hook, paginator and next URL, and what is sent.

use cdk_core::prelude::*;
use cdk_core::stream::{BodyTemplate, Paginate, StreamDef, entry, field, list, object, unset};
use cdk_core::testing::{self, Api, Received, Reply, RunningApi};

use super::{Item, Nothing};

fn empty(route: &str) -> RunningApi {
    Api::new().on(route, |_| Reply::json(json!([]))).start()
}

fn only(api: &RunningApi) -> Received {
    let requests = api.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.into_iter().next().unwrap()
}

fn query(request: &Received) -> Vec<(&str, &str)> {
    request.query().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn what_is_said_nearer_wins_key_by_key() {
    #[derive(Source)]
    #[source(
        config = Nothing,
        url_base = "https://api.example.com",
        params(a = "source", b = "source", c = "source", d = "source", gone = "source"),
        headers("X-A" = "source", "X-B" = "source", "X-C" = "source", "X-Gone" = "source"),
        streams(Thing),
    )]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        params(b = "stream", c = "stream", gone = none),
        headers("X-B" = "stream", "X-C" = "stream", "X-Gone" = none),
        request_params = params,
        request_headers = headers,
        paginate = page(param = "d", size(limit = 50)),
    )]
    struct Thing {
        id: u64,
    }

    fn params(_: &Cx<'_, Thing>) -> Result<Params> {
        Ok(Params::new().with("c", "hook").with("d", "hook").with("limit", "hook"))
    }

    fn headers(_: &Cx<'_, Thing>) -> Result<Headers> {
        Ok(Headers::new().with("X-C", "hook"))
    }

    let api = empty("GET /thing");

    testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    let request = only(&api);
    assert_eq!(query(&request), [("a", "source"), ("b", "stream"), ("c", "hook"), ("d", "1"), ("limit", "50")]);
    let header = |name| request.header(name);
    assert_eq!([header("x-a"), header("x-b"), header("x-c")], [Some("source"), Some("stream"), Some("hook")]);
    assert_eq!(header("x-gone"), None);
}

#[test]
fn a_next_url_is_used_as_it_is_with_headers_and_credentials_but_without_params_and_body() {
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        token: Secret,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = bearer("{config.token}"), streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        method = "POST",
        params(limit = 2),
        headers("X-Version" = "7"),
        body = json(q = "all"),
        records = "data",
        paginate = "next_url",
    )]
    struct Thing {
        id: u64,
    }

    let api = Api::new()
        .on("POST /v1/thing", |_| {
            let next = "https://api.example.com/elsewhere?c=a%2Fb%20c+d&c=2&empty=#here";
            Reply::json(json!({ "data": [{ "id": 1 }], "next": next }))
        })
        .on("POST /elsewhere", |_| Reply::json(json!({ "data": [{ "id": 2 }], "next": null })))
        .start();

    let output = testing::read::<Things>(&api, json!({ "token": "t0ken" }), ["thing"]).succeeded();

    assert_eq!(output.records("thing"), [json!({ "id": 1 }), json!({ "id": 2 })]);
    let requests = api.requests();
    assert_eq!(requests[0].json(), json!({ "q": "all" }));
    assert_eq!(query(&requests[0]), [("limit", "2")]);
    assert_eq!(query(&requests[1]), [("c", "a/b c d"), ("c", "2"), ("empty", "")]);
    assert_eq!((requests[1].header("x-version"), requests[1].body().len()), (Some("7"), 0));
    assert_eq!(requests[1].header("authorization"), Some("Bearer t0ken"));
}

#[test]
fn parameters_already_in_the_url_are_not_doubled_and_none_is_lost() {
    struct Things;
    impl Source for Things {
        type Config = Nothing;
        const NAME: &'static str = "things";
        const VERSION: &'static str = "0";
        fn definition() -> cdk_core::SourceDef<Self::Config> {
            cdk_core::SourceDef::new()
                .url_base("https://api.example.com/v1?tenant=7&limit=1")
                .params([entry("limit", 10)])
                .stream_def(things)
        }
    }
    fn things() -> StreamDef<Item, Nothing> {
        StreamDef::new("things").source::<Things>().path("things?id=1&id=2&fields=a").params([entry("fields", "b")])
    }
    let api = empty("GET /v1/things");

    testing::read::<Things>(&api, json!({}), ["things"]).succeeded();

    let request = only(&api);
    let mut found = query(&request);
    found.sort_unstable();
    assert_eq!(found, [("fields", "b"), ("id", "1"), ("id", "2"), ("limit", "1"), ("tenant", "7")]);
}

#[test]
fn a_list_is_sent_once_for_each_value_and_an_absent_value_not_at_all() {
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        since: Option<String>,
        kinds: Vec<String>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        params(since = "{config.since}", kind = "{config.kinds}", expand = ["a", "b & c"], "created[gte]" = 5, all = true),
        headers("X-Since" = "{config.since}"),
    )]
    struct Thing {
        id: u64,
    }

    let api = empty("GET /thing");

    testing::read::<Things>(&api, json!({ "kinds": ["x", "y"] }), ["thing"]).succeeded();

    let request = only(&api);
    let want =
        [("kind", "x"), ("kind", "y"), ("expand", "a"), ("expand", "b & c"), ("created[gte]", "5"), ("all", "true")];
    assert_eq!(query(&request), want);
    assert_eq!(request.header("x-since"), None);
}

#[test]
fn a_body_is_nested_json_with_the_cursor_and_the_size_in_it() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        path = "graphql",
        method = "POST",
        body = json(query = "query {{ things }}", variables(first = 2, kinds = ["a", 1], deep(er = true))),
        records = "data.things.nodes",
        paginate = cursor(token = "data.things.page.end", more = "data.things.page.more", body = "variables.after"),
    )]
    struct Thing {
        id: u64,
    }

    let page = |request: &Received| match request.json()["variables"]["after"].as_str() {
        None => json!({ "nodes": [{ "id": 1 }], "page": { "more": true, "end": "c1" } }),
        Some(_) => json!({ "nodes": [{ "id": 2 }], "page": { "more": false, "end": "c2" } }),
    };
    let api = Api::new().on("POST /graphql", move |r| Reply::json(json!({ "data": { "things": page(r) } }))).start();

    let output = testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    assert_eq!(output.records("thing").len(), 2);
    let requests = api.requests();
    let variables = json!({ "first": 2, "kinds": ["a", 1], "deep": { "er": true } });
    assert_eq!(requests[0].json(), json!({ "query": "query { things }", "variables": variables }));
    assert_eq!(requests[1].json()["variables"]["after"], "c1");
    assert_eq!(requests[1].header("content-type"), Some("application/json"));
}

#[test]
fn an_empty_page_token_leaves_the_body_as_the_hook_made_it() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, method = "POST", body = json(a = 1, b = 1), request_body = body)]
    struct Thing {
        id: u64,
    }

    fn body(_: &Cx<'_, Thing>) -> Result<Body> {
        Ok(Body::Json(json!({ "b": [2], "c": null })))
    }

    let api = empty("POST /thing");

    testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    assert_eq!(only(&api).json(), json!({ "a": 1, "b": [2], "c": null }));
}

#[test]
fn the_builder_says_all_that_the_attributes_say() {
    struct Things;
    impl Source for Things {
        type Config = Nothing;
        const NAME: &'static str = "things";
        const VERSION: &'static str = "9.9";
        fn definition() -> cdk_core::SourceDef<Self::Config> {
            cdk_core::SourceDef::new().params([entry("a", 1), entry("b", 1)]).stream_def(things)
        }
    }
    fn things() -> StreamDef<Item, Nothing> {
        StreamDef::new("things")
            .source::<Things>()
            .url_base("https://api.example.com/")
            .path("/x/")
            .method("POST")
            .params([unset("a"), entry("l", list([field("x"), field(true)]))])
            .body(BodyTemplate::json([entry("o", object([entry("n", 1.5)]))]))
            .paginate(Paginate::none())
    }
    let api = empty("POST /x/");

    testing::read::<Things>(&api, json!({}), ["things"]).succeeded();

    let request = only(&api);
    assert_eq!(query(&request), [("b", "1"), ("l", "x"), ("l", "true")]);
    assert_eq!(request.json(), json!({ "o": { "n": 1.5 } }));
    assert_eq!(request.header("user-agent"), Some("things/9.9"));
    assert_eq!(request.header("accept"), Some("application/json"));
}

#[test]
fn a_server_in_the_config_may_end_in_a_slash() {
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        server: String,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "{config.server}/v1", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things)]
    struct Thing {
        id: u64,
    }

    let api = empty("GET /v1/thing");
    let config = json!({ "server": format!("{}/", api.url()) });

    testing::Connector::<Things>::unserved(config).read(["thing"]).succeeded();

    assert_eq!(only(&api).path(), "/v1/thing");
}
