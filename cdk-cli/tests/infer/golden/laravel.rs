//! Stream `posts`, written by `cdk infer` from 2 records of laravel.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Post)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "posts",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "data",
    // `next_page_url` is the URL of the next page.
    paginate = next_url(at = "next_page_url"),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updated_at}")`, or use `incremental(…)`.
    cursor_field = "updated_at",
)]
pub(crate) struct Post {
    id: i64,
    title: String,
    published: bool,
    views: i64,
    created_at: DateTime,
    updated_at: DateTime,
    author: PostAuthor,
    editor: Option<PostEditor>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PostAuthor {
    id: i64,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PostEditor {
    id: i64,
    name: String,
}
