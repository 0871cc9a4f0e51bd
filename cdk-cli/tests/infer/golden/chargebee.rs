//! Stream `subscriptions`, written by `cdk infer` from 2 records of chargebee.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Subscription)`. A comment above
//! an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "subscriptions",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "list",
    // `next_offset` is the token of the next page. The name of the parameter, `offset`, is usual:
    // check it.
    paginate = cursor(token = "next_offset", param = "offset"),
    // Each of the 2 records has its own `subscription.id`.
    primary_key = "subscription.id",
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct Subscription {
    subscription: SubscriptionSubscription,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionSubscription {
    id: String,
    status: String,
    current_term_start: i64,
    updated_at: i64,
    resource_version: i64,
    has_scheduled_changes: bool,
    subscription_items: Vec<SubscriptionItem>,
    cancelled_at: Option<i64>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionItem {
    item_price_id: String,
    quantity: i64,
    unit_price: i64,
}
