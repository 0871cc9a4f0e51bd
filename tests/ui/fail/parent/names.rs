//! Names of several parents: missing, odd, taken, twice; and further parents beside an embedded list.

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
#[stream(source = Firm, parent = Org, parent = Team)]
struct Nameless {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "org"), parent(Team, key = "id"))]
struct NamelessToo {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "the org"))]
struct Odd {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "record"), parent(Team, as = "parent_slice"))]
struct Taken {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "org"), parent(Team, as = "org"))]
struct Twice {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, from = "teams"), parent(Team, as = "team"))]
struct Embedded {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "org"), path = "{orgs.id}")]
struct UnknownRoot {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "org"), path = "{org}")]
struct NoField {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, as = "org"), auth = bearer("{org.id}"))]
struct NoRootOfAuth {
    id: u64,
}

fn main() {}
