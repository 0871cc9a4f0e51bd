//! Stream `issues`, written by `cdk infer` from 2 records of
//! https://api.example.com/repos/octo/hello/issues.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Issue)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "issues",
    path = "repos/octo/hello/issues",
    // The response is a list.
    records = ".",
    // As in the URL.
    params(state = "all"),
    // The `Link` header has the URL of the next page. The page size is that of the URL; use the
    // API's largest.
    paginate = link(size(per_page = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updated_at}")`, or use `incremental(…)`.
    cursor_field = "updated_at",
)]
pub(crate) struct Issue {
    id: i64,
    node_id: String,
    number: i64,
    title: String,
    state: String,
    user: IssueUser,
    labels: Vec<IssueLabel>,
    assignee: Option<IssueAssignee>,
    // Only null in the sample.
    milestone: Option<Value>,
    comments: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    closed_at: Option<Timestamp>,
    body: Option<String>,
    reactions: IssueReactions,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssueUser {
    login: String,
    id: i64,
    r#type: String,
    site_admin: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssueLabel {
    id: i64,
    name: String,
    color: String,
    default: bool,
    // Only null in the sample.
    description: Option<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssueAssignee {
    login: String,
    id: i64,
    r#type: String,
    site_admin: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssueReactions {
    total_count: i64,
    #[serde(rename = "+1")]
    plus_1: i64,
    #[serde(rename = "-1")]
    minus_1: i64,
}
