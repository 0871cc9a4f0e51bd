//! Prices, taxes and discounts.

use cdk_core::prelude::*;

use crate::types::{IdOrObject, Object};

/// A start and an end time.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Period {
    end: Option<i64>,
    start: Option<i64>,
}

/// A recurring price, in the older API.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Plan {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    active: Option<bool>,
    aggregate_usage: Option<String>,
    amount: Option<i64>,
    amount_decimal: Option<String>,
    billing_scheme: Option<String>,
    currency: Option<String>,
    interval: Option<String>,
    interval_count: Option<i64>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    nickname: Option<String>,
    product: Option<IdOrObject>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    tiers: Option<Vec<PlanTier>>,
    tiers_mode: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    transform_usage: Option<Value>,
    trial_period_days: Option<i64>,
    usage_type: Option<String>,
}

/// The price up to an amount of usage.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PlanTier {
    flat_amount: Option<i64>,
    flat_amount_decimal: Option<String>,
    unit_amount: Option<i64>,
    unit_amount_decimal: Option<String>,
    up_to: Option<i64>,
}

/// A price.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Price {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    active: Option<bool>,
    billing_scheme: Option<String>,
    currency: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    currency_options: Option<Value>,
    custom_unit_amount: Option<CustomUnitAmount>,
    livemode: Option<bool>,
    lookup_key: Option<String>,
    metadata: Option<Object>,
    nickname: Option<String>,
    product: Option<IdOrObject>,
    recurring: Option<Recurring>,
    tax_behavior: Option<String>,
    tiers: Option<Vec<Value>>,
    tiers_mode: Option<String>,
    transform_quantity: Option<TransformQuantity>,
    r#type: Option<String>,
    unit_amount: Option<i64>,
    unit_amount_decimal: Option<String>,
}

impl Price {
    /// Whether the price depends on the usage, as far as the price contains it.
    pub(crate) fn is_metered(&self) -> bool {
        let usage = self.recurring.as_ref().and_then(|recurring| recurring.usage_type.as_deref());
        usage.is_none_or(|usage| usage == "metered")
    }
}

/// The interval of a recurring price.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Recurring {
    aggregate_usage: Option<String>,
    interval: Option<String>,
    interval_count: Option<f64>,
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    trial_period_days: Option<Value>,
    usage_type: Option<String>,
}

/// The limits of an amount that the customer chooses.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomUnitAmount {
    maximum: Option<i64>,
    minimum: Option<i64>,
    preset: Option<i64>,
}

/// How a quantity is divided before it is priced.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TransformQuantity {
    divide_by: Option<i64>,
    round: Option<String>,
}

/// A tax rate.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TaxRate {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    active: Option<bool>,
    country: Option<String>,
    description: Option<String>,
    display_name: Option<String>,
    effective_percentage: Option<f64>,
    inclusive: Option<bool>,
    jurisdiction: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    percentage: Option<f64>,
    state: Option<String>,
    tax_type: Option<String>,
}

/// A feature of a product.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ProductFeature {
    name: Option<String>,
}

/// The costs of shipping, by currency.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FixedAmount {
    amount: Option<i64>,
    currency: Option<String>,
    currency_options: Option<Object>,
}

/// A coupon: a discount, its duration and its products.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Coupon {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount_off: Option<f64>,
    applies_to: Option<CouponScope>,
    currency: Option<String>,
    currency_options: Option<Object>,
    duration: Option<String>,
    duration_in_months: Option<f64>,
    livemode: Option<bool>,
    max_redemptions: Option<f64>,
    metadata: Option<Object>,
    name: Option<String>,
    percent_off: Option<f64>,
    percent_off_precise: Option<f64>,
    redeem_by: Option<i64>,
    times_redeemed: Option<f64>,
    valid: Option<bool>,
}

/// The products of a coupon.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CouponScope {
    products: Option<Vec<String>>,
}

/// An applied coupon.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Discount {
    id: Option<String>,
    object: Option<String>,
    checkout_session: Option<String>,
    coupon: Option<Coupon>,
    customer: Option<IdOrObject>,
    end: Option<i64>,
    invoice: Option<String>,
    invoice_item: Option<String>,
    promotion_code: Option<IdOrObject>,
    start: Option<i64>,
    subscription: Option<String>,
}

/// The restrictions of a promotion code.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CodeRestrictions {
    currency_options: Option<Object>,
    first_time_transaction: Option<bool>,
    minimum_amount: Option<i64>,
    minimum_amount_currency: Option<String>,
}
