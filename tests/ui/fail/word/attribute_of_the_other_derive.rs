//! The attribute of one derive on a struct with the other derive.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee, Detail, Both))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[source(source = Employees, path = "employees")]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, Source)]
#[stream(source = Employees, parent = Employee, path = "{parent.id}")]
struct Detail {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
#[source(config = Config)]
struct Both {
    id: u64,
}

#[derive(Source)]
#[stream(config = Config, url_base = "https://api.example.com", streams(OfShops))]
struct Shops;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shops, path = "{config.subdomain}")]
struct OfShops {
    id: u64,
}

#[derive(HttpStream)]
#[source(config = Config, url_base = "https://api.example.com", streams(OfFirms))]
struct Firms;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firms, path = "{config.subdomain}")]
struct OfFirms {
    id: u64,
}

fn main() {}
