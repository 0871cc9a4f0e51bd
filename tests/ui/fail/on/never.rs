//! A rule that no answer can meet, or that is behind one which decides for all of its answers.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One), on(status = 500..=599, fail), on(status = 503, retry))]
struct Things;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(empty, json("code"), ignore))]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(body_contains = "x", empty, ignore))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = [204, 205], json("ok") = false, fail))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(json("ok") = false, json("ok") = true, fail))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore), on(status = 404, json("code") = "gone", fail))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 400..500, fail), on(status = [404, 410], ignore), on(status = 503, retry))]
struct Six {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore), on(status = 410, ignore), on(status = [404, 410], fail))]
struct Seven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(json("ok") = false, fail), on(json("ok") = false, json("error") = "busy", retry))]
struct Eight {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(header("X-Why") = ["a", "b"], ignore), on(status = 403, header("x-why") = "b", fail))]
struct Nine {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(body_contains = "down", retry), on(body_contains = "is down", fail))]
struct Ten {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(empty, ignore), on(empty, retry))]
struct Eleven {
    id: u64,
}

fn main() {}
