//! Several tokens in turn.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    tokens: Vec<Secret>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = tokens("{config.tokens}", prefix = "Token"),
    records = "data",
    streams(Item),
)]
struct Several;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Several, path = "items", paginate = "cursor")]
struct Item {
    id: u64,
}

/// Six pages.
fn pages(request: &testing::Received) -> Reply {
    let number: u64 = request.param("cursor").map_or(1, |cursor| cursor.parse().unwrap());
    let next = (number < 6).then(|| (number + 1).to_string());
    Reply::json(json!({"data": [{"id": number}], "next_cursor": next}))
}

fn by_token(api: &testing::RunningApi) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in api.requests() {
        *counts.entry(request.header("authorization").unwrap().to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn each_request_takes_the_next_token() {
    let api = Api::new().on("GET /items", pages).start();

    testing::read::<Several>(&api, json!({"tokens": ["ghp-1", "ghp-2", "ghp-3"]}), ["item"]).succeeded();

    assert_eq!(by_token(&api), ["Token ghp-1", "Token ghp-2", "Token ghp-3"].map(|token| (token.to_owned(), 2)).into());
}

#[test]
fn a_token_that_is_used_up_or_refused_rests_and_nobody_waits() {
    let api = Api::new()
        .on("GET /items", |request| match request.header("authorization") {
            Some("Token ghp-1") => Reply::status(429).header("Retry-After", "3600"),
            Some("Token ghp-2") => Reply::status(401),
            _ => pages(request),
        })
        .start();

    let output = testing::read::<Several>(&api, json!({"tokens": ["ghp-1", "ghp-2", "ghp-3"]}), ["item"]).succeeded();

    assert_eq!(output.records("item").len(), 6);
    let counts = by_token(&api);
    assert_eq!((counts["Token ghp-1"], counts["Token ghp-2"], counts["Token ghp-3"]), (1, 1, 6));
}

#[test]
fn where_every_token_is_refused_the_user_is_told() {
    let api = Api::new().on("GET /items", |_| Reply::status(401)).start();

    let output = testing::read::<Several>(&api, json!({"tokens": ["ghp-1", "ghp-2"]}), ["item"]);

    assert_eq!(output.errors()[0].1, "config_error");
    assert_eq!(api.count("GET /items"), 2);
}

#[test]
fn several_tokens_that_are_refused_leave_the_request_to_the_one_that_is_not() {
    let api = Api::new()
        .on("GET /items", |request| match request.header("authorization") {
            Some("Token ghp-4") => pages(request),
            _ => Reply::status(401),
        })
        .start();
    let tokens = json!({"tokens": ["ghp-1", "ghp-2", "ghp-3", "ghp-4"]});

    let output = testing::read::<Several>(&api, tokens, ["item"]).succeeded();

    assert_eq!(output.records("item").len(), 6);
    let counts = by_token(&api);
    assert_eq!(["Token ghp-1", "Token ghp-2", "Token ghp-3", "Token ghp-4"].map(|token| counts[token]), [1, 1, 1, 6]);
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = tokens("{config.tokens}"),
    rate_limit(from_headers),
    retry(max_wait = "5s"),
    records = "data",
    streams(Counted),
)]
struct Quotas;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Quotas, path = "items", paginate = "cursor")]
struct Counted {
    id: u64,
}

#[test]
fn a_quota_is_that_of_its_token() {
    let api = Api::new()
        .on("GET /items", |request| match request.header("authorization") {
            // The last request that it has for an hour.
            Some("Bearer used") => {
                pages(request).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "3600")
            }
            _ => pages(request).header("X-RateLimit-Remaining", "900").header("X-RateLimit-Reset", "3600"),
        })
        .start();

    let output = testing::read::<Quotas>(&api, json!({"tokens": ["used", "full"]}), ["counted"]).succeeded();

    assert_eq!(output.records("counted").len(), 6);
    let counts = by_token(&api);
    assert_eq!((counts["Bearer used"], counts["Bearer full"]), (1, 5));
}

#[test]
fn where_every_token_rests_too_long_the_user_is_told_at_once() {
    let api = Api::new()
        .on("GET /items", |request| {
            pages(request).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "600")
        })
        .start();

    let output = testing::read::<Quotas>(&api, json!({"tokens": ["one", "other"]}), ["counted"]);

    let told = output.failed();
    assert!(
        told.contains("every token is rate-limited, the first until") && told.contains("`max_wait` (5s)"),
        "{told}"
    );
    assert_eq!((api.count("GET /items"), output.errors()[0].1.as_str()), (2, "transient_error"));
}

#[test]
fn where_every_token_rests_a_moment_that_is_waited_for_and_told() {
    let api = Api::new()
        .on("GET /items", |request| {
            pages(request).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "1")
        })
        .start();

    let output = testing::read::<Quotas>(&api, json!({"tokens": ["one", "other"]}), ["counted"]).succeeded();

    assert_eq!(output.records("counted").len(), 6);
    assert!(
        output.statuses("counted").contains(&"RATE_LIMITED".to_owned())
            || output.logs().iter().any(|(_, text)| text.contains("every token is rate-limited")),
        "{:?}",
        output.logs()
    );
}
