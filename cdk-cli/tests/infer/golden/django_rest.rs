//! Stream `django_products`, written by `cdk infer` from 2 records of
//! https://api.example.com/django_products.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(DjangoProduct)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "django_products",
    path = "django_products",
    // The only list of objects in the response.
    records = "results",
    // `next` is the URL of the next page.
    paginate = next_url(at = "next"),
    // Each of the 2 records has its own `pk`.
    primary_key = "pk",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.modified}")`, or use `incremental(…)`.
    cursor_field = "modified",
)]
pub(crate) struct DjangoProduct {
    url: String,
    pk: i64,
    name: String,
    price: String,
    stock: i64,
    released_on: Date,
    modified: Timestamp,
    dimensions: DjangoProductDimensions,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DjangoProductDimensions {
    width: i64,
    height: f64,
}
