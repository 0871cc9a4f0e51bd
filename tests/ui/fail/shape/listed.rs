//! Items of another shape, listed by a source and used by others.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Kind, Pair, Unit, Raw, Child))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
enum Kind {
    One,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Pair(u64, u64);

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Unit;

#[derive(Clone, Copy, HttpStream)]
#[stream(source = Employees)]
union Raw {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, parent = Kind)]
struct Child {
    id: u64,
}

fn main() {}
