//! Discounts: coupons and promotion codes.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{CodeRestrictions, Coupon, Object};
use crate::updates::by_events;

/// A coupon: a discount, its duration and its products.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Coupons {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount_off: Option<i64>,
    currency: Option<String>,
    duration: Option<String>,
    duration_in_months: Option<i64>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    max_redemptions: Option<i64>,
    metadata: Option<Object>,
    name: Option<String>,
    percent_off: Option<f64>,
    percent_off_precise: Option<f64>,
    redeem_by: Option<JsonText>,
    times_redeemed: Option<i64>,
    valid: Option<bool>,
}

/// A code with which a customer redeems a coupon.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct PromotionCodes {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    active: Option<bool>,
    code: Option<String>,
    coupon: Option<Coupon>,
    customer: Option<String>,
    expires_at: Option<i64>,
    livemode: Option<bool>,
    max_redemptions: Option<i64>,
    metadata: Option<Object>,
    restrictions: Option<CodeRestrictions>,
    times_redeemed: Option<i64>,
}
