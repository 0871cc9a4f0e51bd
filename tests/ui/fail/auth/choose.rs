//! A function that does not choose, and a template with a field that the config lacks.

use cdk_core::prelude::*;
use cdk_core::stream::Auth;

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: Secret,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", auth = choose(signed), streams(Employee))]
struct Employees;

fn signed(config: &Config) -> Result<Auth<Config>> {
    Ok(Auth::bearer(&config.key))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, auth = oauth2(token_url = "https://a.test", client_id = "{config.id}"))]
struct Employee {
    id: u64,
}

fn main() {}
