//! Products: what the account sells, and how it is priced.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Stripe;
use crate::types::Object;

/// Something that the account sells. Stripe itself says when it was `updated`.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "products", primary_key = "id")]
pub(crate) struct Product {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    active: Option<bool>,
    attributes: Option<Vec<Value>>,
    caption: Option<String>,
    deactivate_on: Option<Vec<Value>>,
    default_price: Option<String>,
    description: Option<String>,
    features: Option<Vec<Value>>,
    images: Option<Vec<Value>>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    package_dimensions: Option<Object>,
    shippable: Option<bool>,
    statement_descriptor: Option<String>,
    tax_code: Option<String>,
    r#type: Option<String>,
    unit_label: Option<String>,
    url: Option<String>,
}

/// The price of a product that is paid for again and again.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "plans", primary_key = "id", add(updated = record.created))]
pub(crate) struct Plan {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    active: Option<bool>,
    aggregate_usage: Option<String>,
    amount: Option<i64>,
    amount_decimal: Option<String>,
    billing_scheme: Option<String>,
    currency: Option<String>,
    interval: Option<String>,
    interval_count: Option<i64>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    nickname: Option<String>,
    product: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    tiers: Option<Vec<Value>>,
    tiers_mode: Option<String>,
    transform_usage: Option<String>,
    trial_period_days: Option<i64>,
    usage_type: Option<String>,
}
