//! Stream `players`, written by `cdk infer` from 2 records of firebase.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Player)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "players",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The keys of this object are ids, its values are records.
    records = "*",
    // No pagination: the response does not show how the next page is found.
    // No primary key: no field identifies every record. Add `primary_key = ["…", "…"]` if several
    // do.
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct Player {
    name: String,
    score: i64,
    active: bool,
    badge: Option<String>,
}
