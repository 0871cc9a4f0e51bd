//! A stream is not its own parent.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Folder, File))]
struct Files;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Files, parent = Folder, path = "folders/{parent.id}")]
struct Folder {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Files, parent(Self, key = "id"), path = "files/{parent.id}")]
struct File {
    id: u64,
}

fn main() {}
