//! GraphQL: one URL, POST, and a JSON body with the query and its variables.
//!
//! `body = graphql(…)` sends the query unchanged; texts in its variables are templates. The paginator writes the cursor
//! into the variables.

use cdk_core::prelude::*;

const QUERY: &str = "query ($team: ID!, $first: Int!, $after: String) {
    tickets(team: $team, first: $first, after: $after) { nodes { id title } pageInfo { hasNextPage endCursor } }
}";

#[derive(Deserialize, JsonSchema)]
struct Config {
    team: String,
    api_key: Secret,
}

#[derive(Source)]
#[source(
    name = "tracker",
    config = Config,
    url_base = "https://tracker.example.com",
    auth = bearer("{config.api_key}"),
    streams(Ticket),
)]
struct Tracker;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Tracker,
    name = "tickets",
    path = "graphql",
    body = graphql(query = QUERY, variables(team = "{config.team}", first = 50)),
    records = "data.tickets.nodes",
    paginate(cursor(
        token = "data.tickets.pageInfo.endCursor",
        more = "data.tickets.pageInfo.hasNextPage",
        body = "variables.after",
    )),
    primary_key = "id",
)]
struct Ticket {
    id: String,
    title: Option<String>,
}

fn main() -> ExitCode {
    cdk_core::run::<Tracker>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn the_cursor_travels_in_the_body() {
        let api = Api::new()
            .on("POST /graphql", |request| {
                let is_first = request.json()["variables"]["after"].is_null();
                let info = json!({ "hasNextPage": is_first, "endCursor": if is_first { "c1" } else { "c2" } });
                let nodes = json!([{ "id": if is_first { "a" } else { "b" }, "title": null }]);
                Reply::json(json!({ "data": { "tickets": { "nodes": nodes, "pageInfo": info } } }))
            })
            .start();

        let output = testing::read::<Tracker>(&api, json!({ "team": "t1", "api_key": "k" }), ["tickets"]).succeeded();

        assert_eq!(output.records("tickets").len(), 2);
        let variables: Vec<Value> = api.requests().iter().map(|request| request.json()["variables"].clone()).collect();
        let first = json!({ "team": "t1", "first": 50 });
        let second = json!({ "team": "t1", "first": 50, "after": "c1" });
        assert_eq!(variables, [first, second]);
        assert_eq!(api.requests()[0].json()["query"], QUERY);
    }
}
