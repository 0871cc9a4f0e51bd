//! Pagination: the five strategies, short and long, and every end that must be an error.

use cdk_core::prelude::*;
use cdk_core::stream::{Paginate, Place, StreamDef};
use cdk_core::testing::{self, Api, Output, Received, Reply, RunningApi};
use cdk_core::{SourceDef, testing::Connector};

use super::{Item, Nothing};

/// A source of one stream `items`, records at `data`, paginated in the given way.
macro_rules! paginated {
    ($paginate:expr) => {{
        struct Items;
        impl Source for Items {
            type Config = Nothing;
            const NAME: &'static str = "items";
            const VERSION: &'static str = "0";
            fn definition() -> SourceDef<Self::Config> {
                SourceDef::new().url_base("https://api.example.com").origins(["cdn.example.com"]).stream_def(items)
            }
        }
        fn items() -> StreamDef<Item, Nothing> {
            StreamDef::new("items").source::<Items>().records("data").paginate($paginate)
        }
        |api: &RunningApi| testing::read::<Items>(api, json!({}), ["items"])
    }};
}

fn items(numbers: std::ops::Range<u64>) -> Value {
    numbers.map(|id| json!({ "id": id })).collect()
}

fn served(page: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> RunningApi {
    Api::new().on("GET /items", page).start()
}

/// The same answer to every request.
fn always(page: Value) -> RunningApi {
    served(move |_| Reply::json(page.clone()))
}

fn count(output: &Output) -> usize {
    output.records("items").len()
}

fn sent(api: &RunningApi, name: &str) -> Vec<Option<String>> {
    api.requests().iter().map(|request| request.param(name).map(str::to_owned)).collect()
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    std::iter::once(None).chain(values.iter().map(|value| Some((*value).to_owned()))).collect()
}

#[test]
fn a_cursor_leads_on_until_it_is_absent_null_empty_or_false() {
    for end in
        [json!({}), json!({ "next_cursor": null }), json!({ "next_cursor": "" }), json!({ "next_cursor": false })]
    {
        let api = served(move |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": items(0..2), "next_cursor": "b" })),
            // An empty page is no end for a cursor.
            Some("b") => Reply::json(json!({ "data": [], "next_cursor": 0 })),
            Some(_) => {
                let mut page = end.clone();
                page["data"] = items(2..3);
                Reply::json(page)
            }
        });

        let output = paginated!(Paginate::cursor())(&api).succeeded();

        assert_eq!(count(&output), 3);
        assert_eq!(sent(&api, "cursor"), some(&["b", "0"]));
    }
}

#[test]
fn a_cursor_is_found_and_sent_where_the_long_form_says() {
    let api = served(|request| match request.header("x-after") {
        None => Reply::json(json!({ "data": items(0..2), "more": "true" })).header("X-Next", "n1"),
        Some(_) => Reply::json(json!({ "data": items(2..4), "more": "false" })).header("X-Next", "n2"),
    });
    let read =
        paginated!(Paginate::cursor().token(Place::header("X-Next")).header("X-After").more("more").size("limit", 2));

    let output = read(&api).succeeded();

    assert_eq!(count(&output), 4);
    assert_eq!(api.requests()[1].header("x-after"), Some("n1"));
    assert_eq!(sent(&api, "limit"), [Some("2".to_owned()), Some("2".to_owned())]);
}

#[test]
fn the_last_record_can_hold_the_cursor_with_all_its_digits() {
    let api = served(|request| match request.param("after") {
        None => Reply::bytes(
            r#"{"data":[{"id":1,"k":{"v":1}},{"id":2,"k":{"v":123456789012345678901234.10}}],"more":true}"#,
        ),
        Some(_) => Reply::json(json!({ "data": [], "more": false })),
    });
    let read = paginated!(Paginate::cursor().token(Place::last("k.v")).param("after").more("more"));

    let output = read(&api).succeeded();

    assert_eq!(count(&output), 2);
    assert_eq!(sent(&api, "after"), some(&["123456789012345678901234.10"]));
}

#[test]
fn pages_are_numbered_until_an_empty_one_or_their_total() {
    let api = served(|request| {
        let page: u64 = request.param("page").unwrap().parse().unwrap();
        Reply::json(json!({ "data": items(0..3 - page) }))
    });

    paginated!(Paginate::page())(&api).succeeded();

    assert_eq!(sent(&api, "page").into_iter().flatten().collect::<Vec<_>>(), ["1", "2", "3"]);

    let api = always(json!({ "data": items(0..1), "meta": { "pages": "3" } }));

    paginated!(Paginate::page().param("p").start(0).total("meta.pages").size("per_page", 1))(&api).succeeded();

    assert_eq!(sent(&api, "p").into_iter().flatten().collect::<Vec<_>>(), ["0", "1", "2"]);
    assert_eq!(api.requests()[0].param("per_page"), Some("1"));
}

#[test]
fn a_link_header_leads_on_also_where_it_is_relative_or_not_ascii() {
    let api = served(|request| {
        let page = Reply::json(json!({ "data": items(0..1) }));
        match request.param("page") {
            None => page.header("Link", r#"<https://api.example.com/items?page=2>; rel="next", </x>; rel="last""#),
            Some("2") => page.header("Link", r#"</x>; rel="prev""#).header("Link", "<?page=é>; rel=next"),
            Some(_) => page.header("Link", r#"</items?page=2>; rel="prev""#),
        }
    });

    let output = paginated!(Paginate::link())(&api).succeeded();

    assert_eq!(count(&output), 3);
    assert_eq!(sent(&api, "page"), some(&["2", "é"]));
}

#[test]
fn a_next_url_may_lead_to_a_declared_origin() {
    let api = Api::new()
        .on("GET /items", |_| {
            Reply::json(json!({ "data": items(0..1), "paging": { "next": "https://cdn.example.com/two" } }))
        })
        .on("GET /two", |_| Reply::json(json!({ "data": items(1..2), "paging": { "next": "sub/three" } })))
        .on("GET /sub/three", |_| Reply::json(json!({ "data": items(2..3), "paging": {} })))
        .start();

    let output = paginated!(Paginate::next_url().at("paging.next"))(&api).succeeded();

    assert_eq!(count(&output), 3);
}

#[test]
fn a_token_that_repeats_is_an_error() {
    let api = always(json!({ "data": items(0..1), "next_cursor": "same" }));

    let output = paginated!(Paginate::cursor())(&api);

    let want = "stream `items`: page 2: the next page's token \"same\" was used before, so the pages would repeat; if this page \
                is the last one, name the field in the response that says so: `more = \"…\"` (false on the last page) or \
                `done = \"…\"` (true on the last page)";
    assert_eq!((output.failed(), count(&output)), (want.to_owned(), 2));
    assert_eq!(output.statuses("items"), ["STARTED", "RUNNING", "INCOMPLETE"]);
    assert_eq!((api.requests().len(), output.states("items")), (2, vec![json!({ "cursor": "same" })]));
}

#[test]
fn more_without_a_token_is_an_error() {
    let api = always(json!({ "data": items(0..1), "more": true, "next_cursor": null }));

    let error = paginated!(Paginate::cursor().more("more"))(&api).failed();

    assert_eq!(
        error,
        "stream `items`: page 1: the response says that there is another page, but `next_cursor` holds no token"
    );
}

#[test]
fn a_full_page_whose_tokens_place_was_never_seen_is_an_error() {
    let full = always(json!({ "data": items(0..2) }));
    let why = "is not in the response and never was; is that the right place of the next page's token?";

    let error = paginated!(Paginate::cursor().token(Place::body("paging.after")).size("limit", 2))(&full).failed();
    assert_eq!(error, format!("stream `items`: page 1: the page is full (2 records), but `paging.after` {why}"));
    let error = paginated!(Paginate::next_url().size("limit", 2))(&full).failed();
    assert_eq!(error, format!("stream `items`: page 1: the page is full (2 records), but `next` {why}"));
    let error = paginated!(Paginate::link().size("limit", 2))(&full).failed();
    assert_eq!(
        error,
        format!("stream `items`: page 1: the page is full (2 records), but header `link` with rel `next` {why}")
    );

    // A page that is not full, one that has the place, and a stream that does not say what a full page is may end.
    assert_eq!(count(&paginated!(Paginate::cursor().size("limit", 3))(&full).succeeded()), 2);
    assert_eq!(count(&paginated!(Paginate::cursor())(&full).succeeded()), 2);
    let seen = always(json!({ "data": items(0..2), "next_cursor": null }));
    assert_eq!(count(&paginated!(Paginate::cursor().size("limit", 2))(&seen).succeeded()), 2);
}

#[test]
fn a_next_url_of_a_foreign_origin_is_an_error_and_gets_nothing() {
    let foreign = always(json!({ "data": [] }));
    for target in
        [format!("{}/items", foreign.url()), "http://api.example.com/x".into(), "https://api.example.com:8443/".into()]
    {
        let origin = target.trim_end_matches("/items").trim_end_matches("/x").trim_end_matches('/').to_owned();
        let api = served(move |_| Reply::json(json!({ "data": items(0..1), "next": target })));

        let error = paginated!(Paginate::next_url())(&api).failed();

        assert_eq!(
            error,
            format!(
                "stream `items`: page 2: the next page is at {origin}, an origin that is not declared; \
                 if the API uses this origin, add it to `origins(…)`"
            )
        );
    }
    assert_eq!(foreign.requests().len(), 0);
}

#[test]
fn a_place_that_holds_something_else_is_an_error() {
    let long = "x".repeat(10_000);
    for (next, found) in [(json!(7), "a number"), (json!({ "a": long }), "an object"), (json!(true), "a boolean")] {
        let api = always(json!({ "data": items(0..1), "next": next }));

        let error = paginated!(Paginate::next_url())(&api).failed();

        assert_eq!(error, format!("stream `items`: page 1: `next` should hold the next page's URL, but holds {found}"));
    }
    let api = always(json!({ "data": items(0..1), "next_cursor": [1] }));

    let error = paginated!(Paginate::cursor())(&api).failed();

    assert_eq!(error, "stream `items`: page 1: `next_cursor` should hold the next page's token, but holds an array");
}

#[test]
fn the_derives_long_forms_mean_the_same() {
    #[derive(Source)]
    #[source(
        config = Nothing,
        url_base = "https://api.example.com",
        records = "data",
        paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 2)),
        streams(Inherits, Replaces, Without),
    )]
    struct Lists;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Lists, path = "items")]
    struct Inherits {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Lists, path = "items", paginate = "offset")]
    struct Replaces {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Lists, path = "items", paginate = none, params(after = "{last.id}"))]
    struct Without {
        id: u64,
    }

    let api = served(|request| {
        let is_last = request.param("starting_after").is_some();
        let ids = match request.param("offset") {
            Some("2") => 7..7,
            _ => 5..7,
        };
        Reply::json(json!({ "data": items(ids), "has_more": !is_last }))
    });
    let read = |stream| Connector::<Lists>::new(&api, json!({})).read([stream]).succeeded();

    assert_eq!(read("inherits").records("inherits").len(), 4);
    assert_eq!(sent(&api, "starting_after"), some(&["6"]));
    assert_eq!(read("replaces").records("replaces").len(), 2);
    assert_eq!(read("without").records("without").len(), 2);
    assert_eq!(api.requests()[2].query(), [("offset".into(), "0".into())]);
    assert_eq!(api.requests()[4].query(), []);
}

#[test]
fn the_next_page_is_asked_for_while_this_one_is_read_and_never_twice() {
    let api = served(|request| match request.param("cursor").map(|cursor| cursor.parse::<u64>().unwrap()) {
        None => Reply::json(json!({ "data": items(0..50), "next_cursor": "1" })),
        Some(9) => Reply::json(json!({ "data": items(0..50) })),
        Some(n) => Reply::json(json!({ "data": items(0..50), "next_cursor": (n + 1).to_string() })),
    });

    let output = paginated!(Paginate::cursor())(&api).succeeded();

    assert_eq!((count(&output), api.requests().len()), (500, 10));
}
