//! Options of the Python CDK and of manifests, and what they are here.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url = "https://api.example.com", page_size = 100, streams(Employee, Detail))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees,
    cursor = "updated",
    primary_keys = "id",
    http_method = "GET",
    page_size = 100,
    per_page = 100,
    next_page = "meta.next",
    start_date = "{config.start_date}",
    token = "{config.token}",
    max_attempts = 5,
    schema = "employee.json",
    next_page_token = "meta.next",
    request_headers("X-Version" = "2"),
    request_params = { limit: 100 },
    parse_response = "data",
    request_body(a = 1),
    should_retry = true,
    backoff_time = 5
)]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(page(page_size = 100, start_from_page = 1)))]
struct Detail {
    id: u64,
}

fn main() {}
