//! Words about a parent: misspelt, unknown, known elsewhere, twice, without their values.

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
#[stream(source = Shop, parent(Invoice, frm = "lines.data"), add(id = parent.id))]
struct Misspelt {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, stream_slice = "x", has_more = "lines.has_more", lazy_read_pointer = "lines"))]
struct Unknown {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines.data", from = "lines.items"))]
struct Twice {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = lines, more = true, only = "f"))]
struct NoText {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from, more, only))]
struct NoValue {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = ".", more = "lines.*"))]
struct NoPlace {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines..data", more = "*.more"))]
struct NoName {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, Misspelt))]
struct TwoStreams {
    id: u64,
}

fn main() {}
