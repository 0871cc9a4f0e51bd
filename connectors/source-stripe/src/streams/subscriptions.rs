//! Subscriptions, their items, schedules and usage.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    BillingThresholds, CancellationDetails, CurrentPhase, Discount, IdOrObject, ItemBillingThresholds, List, Object,
    PauseCollection, PendingItemInterval, PendingUpdate, Period, Plan, Price, ScheduleDefaults, SchedulePhase,
    SubscriptionItem, SubscriptionPaymentSettings, Switch, TaxRate, TransferShare, TrialSettings,
};
use crate::updates::{by_events, in_full};

/// A subscription of a customer.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, params(status = "all"), cache, define = by_events)]
pub(crate) struct Subscriptions {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    application: Option<String>,
    application_fee_percent: Option<f64>,
    automatic_tax: Option<Switch>,
    billing: Option<String>,
    billing_cycle_anchor: Option<f64>,
    billing_cycle_anchor_config: Option<Object>,
    billing_thresholds: Option<BillingThresholds>,
    cancel_at: Option<f64>,
    cancel_at_period_end: Option<bool>,
    canceled_at: Option<f64>,
    cancellation_details: Option<CancellationDetails>,
    collection_method: Option<String>,
    currency: Option<String>,
    current_period_end: Option<f64>,
    current_period_start: Option<i64>,
    customer: Option<String>,
    days_until_due: Option<i64>,
    default_payment_method: Option<String>,
    default_source: Option<String>,
    default_tax_rates: Option<Vec<TaxRate>>,
    description: Option<String>,
    discount: Option<Discount>,
    ended_at: Option<f64>,
    invoice_settings: Option<Object>,
    is_deleted: Option<bool>,
    items: Option<List<SubscriptionItem>>,
    latest_invoice: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    next_pending_invoice_item_invoice: Option<i64>,
    on_behalf_of: Option<String>,
    pause_collection: Option<PauseCollection>,
    payment_settings: Option<SubscriptionPaymentSettings>,
    pending_invoice_item_interval: Option<PendingItemInterval>,
    pending_setup_intent: Option<String>,
    pending_update: Option<PendingUpdate>,
    plan: Option<Plan>,
    quantity: Option<i64>,
    schedule: Option<String>,
    start_date: Option<i64>,
    status: Option<String>,
    tax_percent: Option<f64>,
    test_clock: Option<String>,
    transfer_data: Option<TransferShare>,
    trial_end: Option<f64>,
    trial_settings: Option<TrialSettings>,
    trial_start: Option<i64>,
}

/// An item of a subscription, with its price.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe,
    parent(Subscriptions, from = "items.data", more = "items.has_more", as = "subscription_id", incremental),
    params(subscription = "{parent.id}", "created[gte]" = none),
    add(subscription_updated = parent.updated), cursor_field = "subscription_updated", define = in_full, cache,
)]
pub(crate) struct SubscriptionItems {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    application_fee_percent: Option<f64>,
    billing_thresholds: Option<ItemBillingThresholds>,
    cancel_at_period_end: Option<bool>,
    canceled_at: Option<String>,
    current_period_end: Option<JsonText>,
    current_period_start: Option<i64>,
    customer: Option<String>,
    discount: Option<Object>,
    ended_at: Option<f64>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    plan: Option<IdOrObject>,
    price: Option<Price>,
    quantity: Option<i64>,
    start: Option<i64>,
    status: Option<String>,
    subscription: Option<String>,
    subscription_updated: Option<i64>,
    tax_percent: Option<f64>,
    tax_rates: Option<Vec<TaxRate>>,
    trial_end: Option<f64>,
    trial_start: Option<i64>,
}

/// The schedule of a subscription, phase by phase.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "subscription_schedules", define = by_events)]
pub(crate) struct SubscriptionSchedule {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    application: Option<String>,
    canceled_at: Option<JsonText>,
    completed_at: Option<JsonText>,
    current_phase: Option<CurrentPhase>,
    customer: Option<String>,
    default_settings: Option<ScheduleDefaults>,
    end_behavior: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    phases: Option<Vec<SchedulePhase>>,
    released_at: Option<JsonText>,
    released_subscription: Option<String>,
    renewal_interval: Option<String>,
    status: Option<String>,
    subscription: Option<String>,
    test_clock: Option<String>,
}

/// The usage of a subscription item in one period.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, path = "subscription_items/{parent.id}/usage_record_summaries", params("created[gte]" = none),
    parent(SubscriptionItems, only = is_metered), primary_key = none,
)]
pub(crate) struct UsageRecords {
    id: String,
    object: Option<String>,
    invoice: Option<String>,
    livemode: Option<bool>,
    period: Option<Period>,
    subscription_item: Option<String>,
    total_usage: Option<i64>,
}

/// Items that are billed by quantity have no usage.
fn is_metered(cx: &Cx<'_, UsageRecords>) -> Result<bool> {
    Ok(cx.parent()?.price.as_ref().is_none_or(Price::is_metered))
}
