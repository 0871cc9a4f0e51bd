//! Explicit slices of a parent, and in bodies of every kind.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Reply};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Project, Issue, Comment, Form, Text, Query))]
struct Forge;

#[derive(Serialize)]
struct Group {
    name: String,
    deep: bool,
}

async fn groups<C>(_: &cdk_core::stream::SliceContext<'_, C>) -> Result<Vec<Group>> {
    Ok(["a b", "c"].map(|name| Group { name: name.to_owned(), deep: name == "c" }).into())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    slices(groups, slice = Group),
    path = "groups/{slice.name}/projects",
    params(deep = "{slice.deep}"),
    primary_key = "id",
    add(group = slice.name),
)]
struct Project {
    id: u64,
    group: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    parent(Project, as = "project"),
    path = "projects/{project.id}/issues",
    params(group = "{project.group}"),
    primary_key = "id",
    add(group = parent.group),
)]
struct Issue {
    id: u64,
    group: String,
}

/// Its own slices beside a parent that is two levels below other ones.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    parent(Issue, as = "issue"),
    slices(kinds, slice = String),
    path = "issues/{parent.id}/{slice}",
    add(of = "{grandparent.group}/{issue.id}/{slice}"),
)]
struct Comment {
    of: String,
}

async fn kinds(_: &SliceCx<'_, Comment>) -> Result<[String; 2]> {
    Ok(["open".to_owned(), "closed".to_owned()])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    slices(groups, slice = Group),
    path = "search",
    method = "POST",
    body = form(group = "{slice.name}", deep = ["{slice.deep}"]),
)]
struct Form {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Forge, slices(groups, slice = Group), path = "search", method = "POST", body = text("in {slice.name}"))]
struct Text {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    slices(groups, slice = Group),
    path = "search",
    body = graphql(query = "{ x }", variables(group = "{slice.name}", deep = "{slice.deep}")),
)]
struct Query {
    id: u64,
}

fn forge() -> Api {
    let id = |text: &str| text.bytes().map(u64::from).sum::<u64>();
    Api::new()
        .on("GET /groups/{group}/projects", move |request| Reply::json(json!([{ "id": id(request.capture("group")) }])))
        .on("GET /projects/{id}/issues", |request| {
            Reply::json(json!([{ "id": request.capture("id").parse::<u64>().unwrap() + 1 }]))
        })
        .on("GET /issues/{id}/{kind}", |_| Reply::json(json!([{}])))
        .on("POST /search", |_| Reply::json(json!([{ "id": 1 }])))
}

#[test]
fn children_are_read_below_each_slice_of_their_parent() {
    let api = forge().start();

    let output = Connector::<Forge>::new(&api, json!({})).arg("--debug").read(["comment", "issue"]).succeeded();

    let records = output.records("comment");
    let of: Vec<_> = records.iter().filter_map(|comment| comment["of"].as_str()).collect();
    assert_eq!(of, ["a b/228/open", "a b/228/closed", "c/100/open", "c/100/closed"]);
    assert_eq!(output.records("issue")[0], json!({ "id": 228, "group": "a b" }));
    assert_eq!(api.count("GET /projects/227/issues"), 2, "once for each who reads it");
    let group = json!({ "name": "a b", "deep": false });
    let issue = json!({ "issue": 228, "parent_slice": { "project": 227, "parent_slice": group }, "slice": "open" });
    let told = format!("stream `comment`: slice {issue}: complete");
    assert!(output.logs().iter().any(|(_, text)| *text == told), "{told}\n{output}");
}

#[test]
fn bodies_of_every_kind_know_the_slice() {
    for (stream, bodies) in [
        ("form", ["group=a+b&deep=false", "group=c&deep=true"]),
        ("text", ["in a b", "in c"]),
        (
            "query",
            [
                r#"{"query":"{ x }","variables":{"group":"a b","deep":false}}"#,
                r#"{"query":"{ x }","variables":{"group":"c","deep":true}}"#,
            ],
        ),
    ] {
        let api = forge().start();

        testing::read::<Forge>(&api, json!({}), [stream]).succeeded();

        let sent: Vec<_> =
            api.requests().iter().map(|request| String::from_utf8(request.body().to_vec()).unwrap()).collect();
        assert_eq!(sent, bodies, "{stream}");
    }
}
