//! Stream `schema_customers`, written by `cdk infer` from the schema customer.schema.json.
//!
//! It needs the source `MySource` in the crate root with `streams(SchemaCustomer)`. A comment above
//! an attribute is the reason of a guess: check each one.

use std::collections::BTreeMap;

use cdk_core::prelude::*;

use crate::MySource;

/// A customer of the shop.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "schema_customers",
    // A schema does not say where the records are: add `path`, `records` and `paginate` if the
    // source does not have them.
    // No primary key: no field identifies every record. Add `primary_key = ["…", "…"]` if several
    // do.
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct SchemaCustomer {
    /// The id.
    customer_id: i64,
    category: Category,
    email: Option<String>,
    points: Option<i64>,
    visits: Option<BTreeMap<String, i64>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Category {
    name: String,
    // A `category` again: recursive types are any JSON.
    parent: Option<Value>,
}
