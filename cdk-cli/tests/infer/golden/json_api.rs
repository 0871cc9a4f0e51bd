//! Stream `json_api_articles`, written by `cdk infer` from 2 records of json_api.json.
//!
//! It needs the source `MySource` in the crate root with `streams(JsonApiArticle)`. A comment above
//! an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "json_api_articles",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "data",
    // `links.next` is the URL of the next page.
    paginate = next_url(at = "links.next"),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, use `incremental(…)`.
    cursor_field = "attributes.updated-at",
)]
pub(crate) struct JsonApiArticle {
    r#type: String,
    id: String,
    attributes: JsonApiArticleAttributes,
    relationships: JsonApiArticleRelationships,
    links: JsonApiArticleLinks,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct JsonApiArticleAttributes {
    title: String,
    body_text: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct JsonApiArticleRelationships {
    author: JsonApiArticleRelationshipsAuthor,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct JsonApiArticleRelationshipsAuthor {
    data: Option<JsonApiArticleRelationshipsAuthorData>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct JsonApiArticleRelationshipsAuthorData {
    r#type: String,
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct JsonApiArticleLinks {
    #[serde(rename = "self")]
    self_: String,
}
