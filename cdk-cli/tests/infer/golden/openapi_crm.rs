//! Stream `deals`, written by `cdk infer` from GET /deals of crm.json.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://crm.example.com/api"`
//! and `streams(Deal)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

/// A deal with a company.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "deals",
    path = "deals",
    // The only list of objects in the response.
    records = "deals",
    // `nextPageToken` is the token of the next page. The parameter `pageToken` sends it. The page
    // size is the largest that the document allows.
    paginate = cursor(token = "nextPageToken", param = "pageToken", size(pageSize = 500)),
    // The schema says that every record has `dealId`.
    primary_key = "dealId",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.lastModifiedAt}")`, or use `incremental(…)`.
    cursor_field = "lastModifiedAt",
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deal {
    deal_id: i64,
    stage: String,
    amount: Option<f64>,
    close_date: Option<Date>,
    last_modified_at: Option<Timestamp>,
    owner: DealOwner,
    // A `Deal` again: recursive types are any JSON.
    parent_deal: Option<Value>,
    custom: Option<serde_json::Map<String, Value>>,
    // The schema allows several kinds of values.
    mixed: Option<Value>,
    // `notes.json#/Note` is in another file: any JSON.
    notes: Option<Vec<Value>>,
    #[serde(rename = "imageURL")]
    image_url: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DealOwner {
    id: i64,
    kind: String,
    #[serde(rename = "firstName")]
    first_name: Option<String>,
    members: Option<Vec<Person>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Person {
    id: i64,
    kind: String,
    #[serde(rename = "firstName")]
    first_name: Option<String>,
}
