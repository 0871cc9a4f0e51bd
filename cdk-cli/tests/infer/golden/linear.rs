//! Stream `graphql_issues`, written by `cdk infer` from 2 records of linear.json.
//!
//! It needs the source `MySource` in the crate root with `streams(GraphqlIssue)`. A comment above
//! an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "graphql_issues",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "data.issues.nodes",
    // GraphQL: `data.issues.pageInfo.endCursor` is the token of the next page. Add `body =
    // graphql(query = "…")` and `paginate = cursor(token = "data.issues.pageInfo.endCursor", more =
    // "data.issues.pageInfo.hasNextPage", body = "variables.after")`.
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updatedAt}")`, or use `incremental(…)`.
    cursor_field = "updatedAt",
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GraphqlIssue {
    id: String,
    identifier: String,
    title: String,
    priority: i64,
    estimate: Option<i64>,
    created_at: Timestamp,
    updated_at: Timestamp,
    due_date: Option<Date>,
    state: GraphqlIssueState,
    labels: GraphqlIssueLabels,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct GraphqlIssueState {
    id: String,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct GraphqlIssueLabels {
    nodes: Vec<GraphqlIssueLabelsNode>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct GraphqlIssueLabelsNode {
    name: String,
}
