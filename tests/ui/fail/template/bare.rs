//! A text that is the path of a value: the braces, or in `add` the missing quotes, were forgotten.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    team: String,
    key: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    streams(Team),
    auth = bearer("config.key"),
    params(team = "config.team"),
    add(label = "config.team"),
)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Team, as = "boss"),
    path = "parent.id",
    params(team = "parent.id", boss = ["boss.id"], last = "state.id", kind = "record.created", of = "token.created"),
    headers("X-Team" = "response.team"),
    body = json(team = "grandparent.id", filter(since = "window.start")),
    add(label = "parent.name", at = first(record.at, "now"), name = "record.name"),
    cursor_field = "id",
    incremental(start = "config.start"),
)]
struct Team {
    id: u64,
    label: String,
    at: String,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    path = config.team,
    params(team = config.team, teams = [&config.team, "b"]),
    headers("X-Team" = config.team.clone()),
    body = form(team = config.team),
)]
struct Unquoted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "config.json", params(at = "window.open"), url_base = config.team)]
struct File {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, url_base = "config.team", concurrency = "config.workers")]
struct Base {
    id: u64,
}

fn main() {}
