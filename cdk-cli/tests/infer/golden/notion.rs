//! Stream `pages`, written by `cdk infer` from 2 records of notion.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Page)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "pages",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "results",
    // `next_cursor` is the token of the next page. The name of the parameter, `cursor`, is usual:
    // check it. `has_more` says whether there is another page.
    paginate = cursor(token = "next_cursor", param = "cursor", more = "has_more"),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.last_edited_time}")`, or use `incremental(…)`.
    cursor_field = "last_edited_time",
)]
pub(crate) struct Page {
    object: String,
    id: String,
    created_time: Timestamp,
    last_edited_time: Timestamp,
    created_by: PageCreatedBy,
    // Only null in the sample.
    cover: Option<Value>,
    icon: Option<PageIcon>,
    parent: PageParent,
    archived: bool,
    properties: PageProperties,
    url: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PageCreatedBy {
    object: String,
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PageIcon {
    r#type: String,
    emoji: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PageParent {
    r#type: String,
    database_id: Option<String>,
    workspace: Option<bool>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PageProperties {
    tags: PagePropertiesTags,
    #[serde(rename = "Due date")]
    due_date: PagePropertiesDueDate,
    name: PagePropertiesName,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PagePropertiesTags {
    id: String,
    r#type: String,
    multi_select: Vec<PagePropertiesTagsMultiSelect>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PagePropertiesTagsMultiSelect {
    id: String,
    name: String,
    color: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PagePropertiesDueDate {
    id: String,
    r#type: String,
    date: Option<PagePropertiesDueDateDate>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PagePropertiesDueDateDate {
    start: Date,
    // Only null in the sample.
    end: Option<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PagePropertiesName {
    id: String,
    r#type: String,
}
