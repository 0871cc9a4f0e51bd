//! Stream `events`, written by `cdk infer` from 2 records of
//! https://api.example.com/calendar/v3/calendars/team/events.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Event)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "events",
    path = "calendar/v3/calendars/team/events",
    // The only list of objects in the response.
    records = "items",
    // The URL has `key`, which may be a secret and is left out: sign requests by the source's
    // `auth`.
    // `nextPageToken` is the token of the next page. The name of the parameter, `pageToken`, is
    // usual: check it. The page size is that of the URL; use the API's largest.
    paginate = cursor(token = "nextPageToken", param = "pageToken", size(maxResults = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updated}")`, or use `incremental(…)`.
    cursor_field = "updated",
)]
pub(crate) struct Event {
    kind: String,
    etag: String,
    id: String,
    status: String,
    #[serde(rename = "htmlLink")]
    html_link: String,
    created: Timestamp,
    updated: Timestamp,
    summary: String,
    creator: EventCreator,
    start: EventStart,
    end: EventEnd,
    sequence: i64,
    reminders: EventReminders,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct EventCreator {
    email: String,
    #[serde(rename = "self")]
    self_: Option<bool>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventStart {
    date_time: Option<Timestamp>,
    time_zone: Option<String>,
    date: Option<Date>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventEnd {
    date_time: Option<Timestamp>,
    time_zone: Option<String>,
    date: Option<Date>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct EventReminders {
    #[serde(rename = "useDefault")]
    use_default: bool,
}
