//! Stream `products`, written by `cdk infer` from 2 records of
//! https://api.example.com/v0/appExample/Products.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Product)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "products",
    path = "v0/appExample/Products",
    // The only list of objects in the response.
    records = "records",
    // `offset` is the token of the next page. The name of the parameter, `offset`, is usual: check
    // it. The page size is that of the URL; use the API's largest.
    paginate = cursor(token = "offset", param = "offset", size(pageSize = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // No cursor field: `createdTime` is the time of creation by its name. Add `cursor_field =
    // "createdTime"` if records do not change later.
)]
pub(crate) struct Product {
    id: String,
    #[serde(rename = "createdTime")]
    created_time: Timestamp,
    fields: ProductFields,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ProductFields {
    name: String,
    price: f64,
    #[serde(rename = "In stock")]
    in_stock: Option<bool>,
    photos: Option<Vec<ProductFieldsPhoto>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ProductFieldsPhoto {
    id: String,
    url: String,
    size: i64,
}
