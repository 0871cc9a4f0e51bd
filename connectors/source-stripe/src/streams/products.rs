//! Products, prices, plans and shipping rates.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{FixedAmount, Object, PackageDimensions, PlanTier, ProductFeature, Recurring};
use crate::updates::{by_creation, by_events};

/// A product of the account. Its `updated` is set by Stripe.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Products {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    active: Option<bool>,
    attributes: Option<Vec<String>>,
    caption: Option<String>,
    deactivate_on: Option<Vec<String>>,
    default_price: Option<String>,
    description: Option<String>,
    features: Option<Vec<ProductFeature>>,
    images: Option<Vec<String>>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    package_dimensions: Option<PackageDimensions>,
    shippable: Option<bool>,
    statement_descriptor: Option<String>,
    tax_code: Option<String>,
    r#type: Option<String>,
    unit_label: Option<String>,
    url: Option<String>,
}

/// The price of a product, once or recurring.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Prices {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    active: Option<bool>,
    billing_scheme: Option<String>,
    currency: Option<String>,
    custom_unit_amount: Option<JsonText>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    lookup_key: Option<String>,
    metadata: Option<Object>,
    nickname: Option<String>,
    product: Option<String>,
    recurring: Option<Recurring>,
    tax_behavior: Option<String>,
    tiers_mode: Option<String>,
    transform_quantity: Option<JsonText>,
    r#type: Option<String>,
    unit_amount: Option<f64>,
    unit_amount_decimal: Option<String>,
}

/// A recurring price of a product, in the older API.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, params("expand[]" = ["data.tiers"]), define = by_events)]
pub(crate) struct Plans {
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
    tiers: Option<Vec<PlanTier>>,
    tiers_mode: Option<String>,
    transform_usage: Option<JsonText>,
    trial_period_days: Option<i64>,
    usage_type: Option<String>,
}

/// The costs of shipping.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_creation)]
pub(crate) struct ShippingRates {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    active: Option<bool>,
    delivery_estimate: Option<JsonText>,
    display_name: Option<String>,
    fixed_amount: Option<FixedAmount>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    tax_behavior: Option<String>,
    tax_code: Option<String>,
    r#type: Option<String>,
}
