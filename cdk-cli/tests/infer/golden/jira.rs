//! Stream `search`, written by `cdk infer` from 2 records of
//! https://api.example.com/rest/api/3/search.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Search)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "search",
    path = "rest/api/3/search",
    // The only list of objects in the response.
    records = "issues",
    // As in the URL.
    params(jql = "project = EX"),
    // `startAt` is the number of records before this page. `total` is the number of all records.
    // The page size is that of the URL; use the API's largest.
    paginate = offset(param = "startAt", total = "total", size(maxResults = 50)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, use `incremental(…)`.
    cursor_field = "fields.updated",
)]
pub(crate) struct Search {
    expand: String,
    id: String,
    #[serde(rename = "self")]
    self_: String,
    key: String,
    fields: SearchFields,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SearchFields {
    summary: String,
    issuetype: SearchFieldsIssuetype,
    updated: Timestamp,
    created: Timestamp,
    duedate: Option<Date>,
    timeestimate: Option<i64>,
    assignee: Option<SearchFieldsAssignee>,
    customfield_10010: f64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SearchFieldsIssuetype {
    id: String,
    name: String,
    subtask: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchFieldsAssignee {
    account_id: String,
    display_name: String,
    active: bool,
}
