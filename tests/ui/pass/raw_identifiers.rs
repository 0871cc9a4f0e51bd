//! Keywords as names: of structs, fields, keys and functions.

#![allow(non_camel_case_types)]

use cdk_core::{Cx, HttpStream, Result, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    r#type: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://{config.type}.example.com", streams(r#struct, Detail))]
struct r#mod;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = r#mod, params(type = "{config.type}", r#in = "{last.type}"), primary_key = "type", filter = r#match)]
struct r#struct {
    r#type: String,
}

fn r#match(_: &Cx<'_, r#struct>) -> Result<bool> {
    Ok(true)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = r#mod, parent = r#struct, path = "{parent.type}/details", add(r#type = parent.r#type, loop = parent.type))]
struct Detail {
    r#type: String,
    r#loop: String,
}

fn main() {
    assert_eq!(<r#mod as Source>::NAME, "mod");
    assert_eq!(<r#struct as HttpStream>::NAME, "struct");
    let _ = (r#mod::definition(), r#struct::definition(), Detail::definition());
}
