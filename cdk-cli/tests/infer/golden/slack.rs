//! Stream `users`, written by `cdk infer` from 2 records of slack.json.
//!
//! It needs the source `MySource` in the crate root with `streams(User)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "users",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "members",
    // `response_metadata.next_cursor` is the token of the next page. The name of the parameter,
    // `cursor`, is usual: check it.
    paginate = cursor(token = "response_metadata.next_cursor", param = "cursor"),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change, as a number. Each sync still requests all records,
    // and writes those that are not older than the last one. If the API can filter, send the state,
    // such as `params(since = "{state.updated}")`, or use `incremental(…)`.
    cursor_field = "updated",
)]
pub(crate) struct User {
    id: String,
    team_id: String,
    name: String,
    deleted: bool,
    color: Option<String>,
    tz: Option<String>,
    tz_offset: Option<i64>,
    profile: UserProfile,
    is_bot: bool,
    updated: i64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct UserProfile {
    real_name: String,
    status_text: String,
    status_expiration: i64,
    image_24: String,
    image_1024: Option<String>,
    // Only null in the sample.
    fields: Option<Value>,
    bot_id: Option<String>,
}
