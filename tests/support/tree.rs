//! A source with four levels, for the tests of what is read at the same time: orgs → teams → employees → documents; and two
//! streams whose bodies are read as they come.
//!
//! Not here: its server (see `it/concurrency`).

use cdk_core::prelude::*;

/// It needs no config.
#[derive(Deserialize, JsonSchema)]
pub struct Nothing {}

/// The source.
#[derive(Source)]
#[source(
    name = "source-tree",
    config = Nothing,
    url_base = "https://tree.example.com",
    records = "data",
    paginate = "cursor",
    primary_key = "id",
    concurrency = 8,
    streams(Org, Team, Employee, Document, Line, Element),
)]
pub struct Tree;

/// The first level.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, path = "orgs")]
pub struct Org {
    id: u64,
}

/// The second level.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, parent = Org, path = "orgs/{parent.id}/teams")]
pub struct Team {
    id: u64,
}

/// The third level.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, parent = Team, path = "teams/{parent.id}/employees")]
pub struct Employee {
    id: u64,
    name: Option<String>,
}

/// The fourth level.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, parent = Employee, path = "employees/{parent.id}/documents", add(employee_id = parent.id))]
pub struct Document {
    id: u64,
    employee_id: u64,
    text: Option<String>,
}

/// One body of JSON Lines.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, path = "lines", decoder = "jsonl", paginate = none)]
pub struct Line {
    id: u64,
    text: Option<String>,
}

/// One body that is an array.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, path = "elements", decoder = "json_stream", paginate = none)]
pub struct Element {
    id: u64,
    text: Option<String>,
}
