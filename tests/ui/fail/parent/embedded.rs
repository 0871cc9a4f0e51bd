//! What an embedded list cannot stand beside.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Invoice))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop)]
struct Invoice {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, more = "lines.has_more"))]
struct MoreAlone {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines", more = "more"), paginate = "page")]
struct ByPage {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines", more = "more"), paginate(cursor(token = "next")))]
struct ByToken {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines", more = "more"), paginate = none)]
struct OnePage {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines", more = "more"), next_page_token = next)]
struct ByHook {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines"), path = "invoices/{parent.id}/lines", parse_response = records)]
struct NeverAsked {
    id: u64,
}

fn main() {}
