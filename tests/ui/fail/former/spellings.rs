//! Spellings of earlier versions: each is one error that shows the new one, with the user's own value.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    team: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    body_json(team = "{config.team}"),
    streams(Json, Form, Text, Graph, NoBody, Wrong, Long, Sliced, Named, Untyped, Typed, Twice),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_json(filter(team = "{config.team}"), size = 100))]
struct Json {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_form(team = "{config.team}"))]
struct Form {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_text = "team {config.team}")]
struct Text {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_graphql(query = "{ employees { id } }"), cache(safe))]
struct Graph {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_json = none)]
struct NoBody {
    id: u64,
}

// Another mistake in the value is reported, too.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body_json(team = "{confg.team}"))]
struct Wrong {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees,
    body_json(
        team = "{config.team}",
        size = 100,
    ),
)]
struct Long {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, slices = months, slice = Vec<u64>)]
struct Sliced {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, slices(numbers, as = "month"), slice = u64, path = "months/{month}")]
struct Named {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, slices = numbers)]
struct Untyped {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, slice = u64)]
struct Typed {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, slices(numbers, slice = u64), slice = u64, path = "numbers/{slice}")]
struct Twice {
    id: u64,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = session_token(login_url = "https://a.test/login", body_form(team = "{config.team}"), token = "id", header = "X"),
    streams(Json),
)]
struct Signed;

async fn months(_: &SliceCx<'_, Sliced>) -> Result<Vec<Vec<u64>>> {
    Ok(Vec::new())
}

async fn numbers<S: HttpStream<Config = Config>>(_: &SliceCx<'_, S>) -> Result<Vec<u64>> {
    Ok(Vec::new())
}

fn main() {}
