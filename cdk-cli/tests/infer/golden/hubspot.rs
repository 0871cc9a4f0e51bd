//! Stream `contacts`, written by `cdk infer` from 2 records of
//! https://api.example.com/crm/v3/objects/contacts.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Contact)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "contacts",
    path = "crm/v3/objects/contacts",
    // The only list of objects in the response.
    records = "results",
    // `paging.next.link` is the URL of the next page.
    paginate = next_url(at = "paging.next.link"),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updatedAt}")`, or use `incremental(…)`.
    cursor_field = "updatedAt",
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    id: String,
    properties: ContactProperties,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ContactProperties {
    createdate: Timestamp,
    email: Option<String>,
    firstname: String,
    hs_object_id: String,
    lastmodifieddate: Timestamp,
}
