//! Kinds of auth that lack one of several words, and plain texts that are none of their word.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = api_key("{config.key}"),
    login(
        token_url = "https://auth.example.com/token",
        authorize_url = "https://auth.example.com/authorize",
        redirect_url = "https://example.com/callback",
    ),
    streams(Employee),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = session_token(login_url = "https://api.example.com/login"))]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = oauth2(token_url = "https://auth.example.com/token"))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = bearer("{config.key}", header = "X Key"))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = jwt(algorithm = "HS256", key = "{config.key}", lifetime = "48h"))]
struct Four {
    id: u64,
}

fn main() {}
