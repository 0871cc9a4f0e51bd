//! A batch of parents: its size, and what is a list.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Org))]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm)]
struct Org {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Org)]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 0))]
struct Zero {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = "100"))]
struct NoNumber {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = -1))]
struct Negative {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch))]
struct NoValue {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 10), path = "orgs/{parent.id}")]
struct InPath {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 10), params(ids = "in:{parent.id}"))]
struct InText {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Team, parent(Org, as = "orgs", batch = 10), path = "orgs/{orgs.id}")]
struct Named {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 10), url_base = "https://{parent.id:,}.example.com")]
struct Host {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 10), add(id = parent.id))]
struct Added {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Team, batch = 10), params(org = "{grandparent.id}"))]
struct Above {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, from = "teams", batch = 10))]
struct Embedded {
    id: u64,
}

fn main() {}
