//! Several tokens in turn.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

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
