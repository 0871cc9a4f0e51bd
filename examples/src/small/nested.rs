//! Nested: teams, their projects, and the tasks of each project. Each parent record is a slice, read lazily.
//!
//! `{parent.…}` and `{grandparent.…}` are fields of the parents' structs, checked by the compiler. `add` copies fields
//! of the parents into the record.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    name = "planner",
    config = Config,
    url_base = "https://planner.example.com",
    auth = bearer("{config.token}"),
    records = "data",
    paginate = "next_url",
    streams(Team, Project, Task),
)]
struct Planner;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Planner, path = "teams", primary_key = "id")]
struct Team {
    id: u64,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Planner,
    parent = Team,
    path = "teams/{parent.id}/projects",
    primary_key = ["team_id", "key"],
    add(team_id = parent.id),
)]
struct Project {
    team_id: u64,
    key: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Planner,
    parent = Project,
    path = "teams/{grandparent.id}/projects/{parent.key}/tasks",
    primary_key = ["team_id", "project_key", "id"],
    add(team_id = parent.team_id, team_name = grandparent.name, project_key = parent.key, assignee_id = record.assignee.id),
)]
struct Task {
    team_id: u64,
    team_name: String,
    project_key: String,
    id: u64,
    assignee: Option<Assignee>,
    assignee_id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Assignee {
    id: u64,
}

fn main() -> ExitCode {
    cdk_core::run::<Planner>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn three_levels_are_read_down_to_the_tasks() {
        let api = Api::new()
            .on("GET /teams", |request| match request.param("page") {
                None => Reply::json(json!({ "data": [{ "id": 1, "name": "Red" }], "next": "/teams?page=2" })),
                Some(_) => Reply::json(json!({ "data": [{ "id": 2, "name": "Blue" }] })),
            })
            .on("GET /teams/{team}/projects", |_| Reply::json(json!({ "data": [{ "key": "a/b" }] })))
            .on("GET /teams/{team}/projects/{key}/tasks", |request| {
                assert_eq!(request.capture("key"), "a/b");
                Reply::json(json!({ "data": [{ "id": 10, "assignee": { "id": 5 } }, { "id": 11, "assignee": null }] }))
            })
            .start();

        let output = testing::read::<Planner>(&api, json!({ "token": "t" }), ["task"]).succeeded();

        let tasks = output.records("task");
        assert_eq!(tasks.len(), 4);
        assert_eq!(
            tasks[2],
            json!({
                "id": 10, "assignee": { "id": 5 },
                "team_id": 2, "team_name": "Blue", "project_key": "a/b", "assignee_id": 5
            })
        );
        assert_eq!(tasks[3].get("assignee_id"), None);
        assert!(api.requests().iter().any(|request| request.path() == "/teams/2/projects/a%2Fb/tasks"));
    }
}
