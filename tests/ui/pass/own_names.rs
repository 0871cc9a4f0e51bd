//! Types of the user's own that are called like names of the prelude: they win over those of the glob import.

use cdk_core::prelude::*;

/// A date of this API.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Date {
    year: u16,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Value {
    amount: Option<Headers>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Headers {
    title: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Timestamp(u64);

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(Stream, Body))]
struct Request;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Request, primary_key = "id")]
struct Stream {
    id: u64,
    day: Date,
    value: Value,
    at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Request, parent = Stream, path = "streams/{parent.id}/bodies")]
struct Body {
    id: u64,
}

fn main() {
    assert_eq!((Stream::NAME, Body::NAME, Request::NAME), ("stream", "body", "request"));
}
