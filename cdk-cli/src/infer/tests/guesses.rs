//! Guesses: what a response, its URL and the next request show.

use cdk_core::http::Url;
use serde_json::{Value, json};

use super::properties::arguments;
use crate::infer::documents::of_schema;
use crate::infer::input::{Origin, Page, Samples};
use crate::infer::samples::draft;
use crate::infer::write::Draft;

fn drafted(pages: Vec<(&str, Value)>) -> Draft {
    let page = |(query, body): (&str, Value)| {
        let url = format!("https://api.test/v1/users{query}");
        Page { body, url: Some(Url::parse(&url).unwrap()), link: None }
    };
    let samples = Samples { pages: pages.into_iter().map(page).collect(), is_lines: false };
    let origin = Origin { shown: "api.test".to_owned(), name: Some("users".to_owned()) };
    draft(&samples, &origin, &arguments()).unwrap()
}

/// The line of `paginate`, or what the comment in its place says.
fn paginate(pages: Vec<(&str, Value)>) -> String {
    let lines = drafted(pages).lines;
    let attribute =
        |line: &crate::infer::guess::Line| line.attribute.clone().filter(|text| text.starts_with("paginate"));
    let is_about_pages = |reason: &String| {
        ["pagination", "next page", "another page", "counts"].iter().any(|part| reason.contains(part))
    };
    let comment = || lines.iter().filter(|line| line.attribute.is_none()).filter_map(|line| line.reason.clone());
    lines.iter().find_map(attribute).or_else(|| comment().find(is_about_pages)).unwrap_or_default()
}

#[test]
fn the_pagination_of_a_response_is_guessed() {
    let users = || json!([{ "id": 1 }, { "id": 2 }]);
    for (query, body, want) in [
        ("", json!({ "count": 2, "next": null, "previous": null, "results": users() }), "next_url(at = \"next\")"),
        ("?page=1", json!({ "data": users(), "has_more": true }), "page(param = \"page\", more = \"has_more\")"),
        ("?skip=0&take=2", json!({ "data": users() }), "offset(param = \"skip\", size(take = 2))"),
        ("", json!({ "data": users(), "next_page": 2 }), "cursor(token = \"next_page\", param = \"page\")"),
        ("", json!({ "data": users(), "nextToken": "x" }), "cursor(token = \"nextToken\", param = \"nextToken\")"),
        (
            "?page_size=2",
            json!({ "data": users(), "meta": { "page": 1, "total_pages": 9 } }),
            "page(param = \"page\", total = \"meta.total_pages\", size(page_size = 2))",
        ),
        (
            "",
            json!({ "data": users(), "offset": 0, "limit": 2, "total": 9 }),
            "offset(param = \"offset\", total = \"total\", size(limit = 2))",
        ),
        (
            "",
            json!({ "data": users(), "after": "c", "is_last": false }),
            "cursor(token = \"after\", param = \"after\", done = \"is_last\")",
        ),
    ] {
        assert_eq!(paginate(vec![(query, body.clone())]), format!("paginate = {want}"), "{body}");
    }
}

#[test]
fn what_a_response_does_not_show_is_a_comment() {
    for (query, body, want) in [
        ("", json!([{ "id": 1 }]), "No pagination: the response does not show how the next page is found."),
        ("", json!({ "id": 1 }), "No pagination: the response is one record."),
        (
            "",
            json!({ "data": [{ "id": 1 }], "total": 7 }),
            "No pagination found, but `total` is 7 and the response has 1 records.",
        ),
        ("?limit=9", json!([{ "id": 1 }]), "No pagination found, but the request has the page size `limit`."),
        ("", json!({ "d": [{ "id": 1 }], "startIndex": 1, "total": 7 }), "`startIndex` counts records from 1."),
        (
            "",
            json!({ "d": [{ "name": "a" }], "has_more": true }),
            "`has_more` says whether there is another page. The response has no",
        ),
    ] {
        let comment = paginate(vec![(query, body.clone())]);
        assert!(comment.starts_with(want), "{body}: {comment}");
    }
}

#[test]
fn the_next_request_of_a_cassette_shows_the_parameter() {
    let page = |first: u32, more: Value| {
        let mut body = json!({ "data": [{ "id": first }, { "id": first + 1 }] });
        body["more"] = more;
        body
    };
    for (queries, more, want) in [
        (["?p=1", "?p=2"], json!(1), "page(param = \"p\")"),
        (["", "?p=1"], json!(1), "page(param = \"p\", start = 0)"),
        (["?from=0", "?from=2"], json!(1), "offset(param = \"from\")"),
        (["", "?since=2"], json!("x"), "cursor(token = last(\"id\"), param = \"since\")"),
        (["", "?k=a%3Db"], json!({ "key": "a=b" }), "cursor(token = \"more.key\", param = \"k\")"),
        (["", "?z=9"], json!("https://api.test/v1/users?z=9"), "next_url(at = \"more\")"),
    ] {
        let pages = vec![(queries[0], page(1, more.clone())), (queries[1], page(3, Value::Null))];
        assert_eq!(paginate(pages), format!("paginate = {want}"), "{queries:?} {more}");
    }
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let nested = json!({ "$ref": "#" });
    let schema = json!({
        "type": "object",
        "properties": { "id": { "type": "string" }, "child": nested },
        "oneOf": [nested, nested],
    });
    let origin = Origin { shown: "schema.json".to_owned(), name: None };

    let failure = of_schema(&schema, &origin, &arguments()).unwrap_err();

    assert!(failure.to_string().starts_with("the schema of a record is not an object with properties; "), "{failure}");
}
