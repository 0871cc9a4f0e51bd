//! Stream `tickets`, written by `cdk infer` from 2 records of
//! https://api.example.com/api/v2/tickets.json.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Ticket)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "tickets",
    path = "api/v2/tickets.json",
    // The only list of objects in the response.
    records = "tickets",
    // `links.next` is the URL of the next page. `meta.has_more` says whether there is another page.
    // The page size is that of the URL; use the API's largest.
    paginate = next_url(at = "links.next", more = "meta.has_more", size("page[size]" = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updated_at}")`, or use `incremental(…)`.
    cursor_field = "updated_at",
)]
pub(crate) struct Ticket {
    id: i64,
    url: String,
    external_id: Option<String>,
    via: TicketVia,
    created_at: Timestamp,
    updated_at: Timestamp,
    r#type: Option<String>,
    subject: String,
    priority: Option<String>,
    status: String,
    requester_id: i64,
    collaborator_ids: Vec<i64>,
    tags: Vec<String>,
    custom_fields: Vec<TicketCustomField>,
    satisfaction_rating: Option<TicketSatisfactionRating>,
    is_public: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TicketVia {
    channel: String,
    source: TicketViaSource,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TicketViaSource {
    from: TicketViaSourceFrom,
    // Only empty objects in the sample.
    to: serde_json::Map<String, Value>,
    rel: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TicketViaSourceFrom {
    address: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TicketCustomField {
    id: i64,
    // Several kinds of values in the sample.
    value: Option<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TicketSatisfactionRating {
    id: i64,
    score: String,
}
