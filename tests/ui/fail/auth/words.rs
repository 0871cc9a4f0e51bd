//! Kinds of auth with words that they do not have, lack, or that contradict each other.

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
    auth = oauth(token_url = "https://auth.example.com"),
    login(token_url = "https://auth.example.com", scope = ["a"]),
    streams(Employee),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = oauth2(
    token_uri = "https://auth.example.com",
    client_auth = "header",
    scopes("a"),
    params(a),
    single_use_refresh_token = true,
    assertion = bearer("{config.key}"),
))]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = oauth2(client_id = "{config.key}"))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = oauth2(token_url = "https://auth.example.com", single_use_refresh_token))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = api_key("{config.key}", header = "X-Key", param = "key"))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = basic("{config.key}", "", header = "X-Key"))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = jwt(algorithm = "HS265", key = "{response.key}", lifetime = "soon"))]
struct Six {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = bearer("{response.key}"))]
struct Seven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = choose("f"), on(status = 403, refresh_token("again"), "the token is stale"))]
struct Eight {
    id: u64,
}

fn main() {}
