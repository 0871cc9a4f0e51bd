//! The source under chaos: every way of walking an API once, with waits so short that they do not count.
//!
//! Two paginators, slices that a function asks for, and parents with children, once asked for by each who reads them and once
//! kept by `cache`.

use cdk_core::prelude::*;

use crate::behaviour::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    paginate = "cursor",
    primary_key = "id",
    retry(initial = "5ms", factor = 1, jitter = 0),
    streams(Paged, Numbered, Sliced, Parent, Child, Kept, OfKept),
)]
pub(super) struct Chaos;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos)]
struct Paged {
    id: String,
    text: Option<String>,
}

/// Ends at an empty page: a page that looks empty without being so would end it early.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos, paginate = "page")]
struct Numbered {
    id: String,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos, slices(slices, slice = String), path = "sliced/{slice}")]
struct Sliced {
    id: String,
    text: Option<String>,
}

async fn slices(cx: &SliceCx<'_, Sliced>) -> Result<Vec<String>> {
    cx.send(cx.get("sliced")?).await?.json()
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos)]
struct Parent {
    id: String,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos, parent = Parent, path = "parent/{parent.id}")]
struct Child {
    id: String,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos, cache)]
struct Kept {
    id: String,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Chaos, parent = Kept, path = "kept/{parent.id}")]
struct OfKept {
    id: String,
    text: Option<String>,
}
