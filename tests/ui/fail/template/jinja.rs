//! Jinja of the Python CDK: two braces are a literal brace here, so each would be sent as text.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    id: String,
    start: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://{{ config['id'] }}.example.com",
    streams(Team),
    auth = bearer("{{ config.id }}"),
    headers("X-Token" = "{{ next_page_token['token'] }}"),
)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "/teams/{{ parent.id }}", parent = Team)]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Team, as = "team"),
    params(team = "{{ team.id }}", ids = ["{{parent.id}}"], day = "{{ config.start | upper }}"),
    body = json(query = "{{ users {{ id }} }}", filter(id = "{{ stream_partition.id }}")),
    add(id = "{{ record['id'] }}"),
    before_slice(join, once = "{{ parent.id }}"),
    cursor_field = "id",
    incremental(start = "{{ config['start'] }}"),
    on(status = 404, ignore, "{{ parent.id }} is gone"),
    rate_limit("{{ config.id }}/1s"),
)]
struct Member {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, body = text("{% if config.id %}x{% endif %}"), params(now = "{{ now_utc().strftime('%Y') }}"))]
struct Logic {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, body = graphql(query = "query { team(id: \"{{ config.id }}\") { id } }"))]
struct Graph {
    id: u64,
}

fn main() {}
