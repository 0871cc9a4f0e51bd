//! Stream `shop_customers`, written by `cdk infer` from GET /v1/customers of shop.yaml.
//!
//! It needs the source `MySource` in the crate root with `url_base =
//! "https://api.shop.example.com"` and `streams(ShopCustomer)`. A comment above an attribute is the
//! reason of a guess: check each one.

use std::collections::BTreeMap;

use cdk_core::prelude::*;

use crate::MySource;

/// A person or a company that buys something.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "shop_customers",
    path = "v1/customers",
    // The only list of objects in the response.
    records = "data",
    // `has_more` says whether there is another page. The response has no token, so the next request
    // sends the `id` of the last record as `starting_after`. The page size is the largest that the
    // document allows.
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
    // The schema says that every record has `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. The parameter `updated_since` may filter:
    // `params(updated_since = "{state.updated_at}")`.
    cursor_field = "updated_at",
)]
pub(crate) struct ShopCustomer {
    /// Unique identifier of the object.
    id: String,
    /// Time of the last change.
    updated_at: Timestamp,
    /// Whether the customer is a person or a company.
    r#type: String,
    address: Address,
    /// Where parcels go, if not to the address.
    shipping: Option<Address>,
    born_on: Option<Date>,
    tags: Vec<String>,
    metadata: Option<BTreeMap<String, String>>,
    balance: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Address {
    city: String,
    postal_code: Option<String>,
}
