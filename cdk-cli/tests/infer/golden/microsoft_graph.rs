//! Stream `graph_users`, written by `cdk infer` from 2 records of microsoft_graph.json.
//!
//! It needs the source `MySource` in the crate root with `streams(GraphUser)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "graph_users",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "value",
    // `@odata.nextLink` is the URL of the next page. Its name has a dot, which `paginate` cannot
    // have: write a function for `next_page_token`.
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // No cursor field: `createdDateTime` is the time of creation by its name. Add `cursor_field =
    // "createdDateTime"` if records do not change later.
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GraphUser {
    #[serde(rename = "@odata.id")]
    odata_id: String,
    id: String,
    display_name: String,
    given_name: Option<String>,
    job_title: Option<String>,
    mail: Option<String>,
    business_phones: Vec<String>,
    account_enabled: bool,
    created_date_time: Timestamp,
}
