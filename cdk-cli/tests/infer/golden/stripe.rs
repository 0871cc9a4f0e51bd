//! Stream `customers`, written by `cdk infer` from 2 records of
//! https://api.example.com/v1/customers.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Customer)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "customers",
    path = "v1/customers",
    // The only list of objects in the response.
    records = "data",
    // `has_more` says whether there is another page. The response has no token, so the next request
    // usually sends the `id` of the last record as `starting_after`. The page size is that of the
    // URL; use the API's largest.
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // No cursor field: `created` is the time of creation by its name. Add `cursor_field =
    // "created"` if records do not change later.
)]
pub(crate) struct Customer {
    id: String,
    object: String,
    created: i64,
    email: Option<String>,
    name: String,
    balance: i64,
    delinquent: bool,
    address: Option<CustomerAddress>,
    shipping: Option<CustomerShipping>,
    // Only empty objects in the sample.
    metadata: serde_json::Map<String, Value>,
    preferred_locales: Vec<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerAddress {
    city: String,
    country: String,
    line1: String,
    // Only null in the sample.
    line2: Option<Value>,
    postal_code: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerShipping {
    name: String,
    address: CustomerAddress,
}
