//! Stream `intercom_contacts`, written by `cdk infer` from 2 records of
//! https://api.example.com/intercom_contacts.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(IntercomContact)`. A comment above an attribute is the reason of a guess: check each
//! one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "intercom_contacts",
    path = "intercom_contacts",
    // The only list of objects in the response.
    records = "data",
    // `pages.next.starting_after` is the token of the next page. The name of the parameter,
    // `starting_after`, is usual: check it. The page size is that of the URL; use the API's
    // largest.
    paginate = cursor(token = "pages.next.starting_after", param = "starting_after", size(per_page = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change, as a number. Each sync still requests all records,
    // and writes those that are not older than the last one. If the API can filter, send the state,
    // such as `params(since = "{state.updated_at}")`, or use `incremental(…)`.
    cursor_field = "updated_at",
)]
pub(crate) struct IntercomContact {
    r#type: String,
    id: String,
    workspace_id: String,
    external_id: Option<String>,
    role: String,
    email: Option<String>,
    created_at: i64,
    updated_at: i64,
    last_seen_at: Option<i64>,
    custom_attributes: IntercomContactCustomAttributes,
    tags: IntercomContactTags,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IntercomContactCustomAttributes {
    paid_subscriber: Option<bool>,
    monthly_spend: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IntercomContactTags {
    r#type: String,
    data: Vec<IntercomContactTagsData>,
    url: String,
    total_count: i64,
    has_more: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IntercomContactTagsData {
    id: String,
    r#type: String,
    url: String,
}
