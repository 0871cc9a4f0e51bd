//! Parts of subscriptions and their schedules.

use cdk_core::prelude::*;

use crate::types::{IdOrObject, Object, Price, Switch, TaxRate};

/// Why a subscription ended.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CancellationDetails {
    comment: Option<String>,
    feedback: Option<String>,
    reason: Option<String>,
}

/// The amount from which an invoice is created early.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BillingThresholds {
    amount_gte: Option<i64>,
    reset_billing_cycle_anchor: Option<bool>,
}

/// An item of a subscription, with its price.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionItem {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    billing_thresholds: Option<ItemBillingThresholds>,
    metadata: Option<Object>,
    price: Option<Price>,
    quantity: Option<i64>,
    subscription: Option<String>,
    tax_rates: Option<Vec<TaxRate>>,
}

/// The usage from which an invoice is created early.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ItemBillingThresholds {
    usage_gte: Option<i64>,
}

/// The interval at which pending items are invoiced.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PendingItemInterval {
    interval: Option<String>,
    interval_count: Option<i64>,
}

/// The share that is transferred to a connected account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TransferShare {
    amount_percent: Option<f64>,
    destination: Option<IdOrObject>,
}

/// The handling of invoices while the collection is paused.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PauseCollection {
    behavior: Option<String>,
    resumes_at: Option<i64>,
}

/// A change that waits for its payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PendingUpdate {
    billing_cycle_anchor: Option<i64>,
    expires_at: Option<i64>,
    subscription_items: Option<Vec<SubscriptionItem>>,
    trial_end: Option<i64>,
    trial_from_plan: Option<bool>,
}

/// The settings of a trial.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TrialSettings {
    end_behavior: Option<TrialEndBehavior>,
}

/// The behavior at the end of a trial without a payment method.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TrialEndBehavior {
    missing_payment_method: Option<String>,
}

/// The start and end of the current phase.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CurrentPhase {
    end_date: Option<i64>,
    start_date: Option<i64>,
}

/// The defaults of phases.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ScheduleDefaults {
    #[schemars(extend("type" = ["null", "number", "string"]))]
    application_fee_percent: Option<Value>,
    automatic_tax: Option<Switch>,
    billing_cycle_anchor: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    billing_thresholds: Option<Value>,
    collection_method: Option<String>,
    default_payment_method: Option<IdOrObject>,
    description: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    invoice_settings: Option<Value>,
    on_behalf_of: Option<IdOrObject>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    transfer_data: Option<Value>,
}

/// A phase of a subscription.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SchedulePhase {
    add_invoice_items: Option<Vec<PhaseInvoiceItem>>,
    #[schemars(extend("type" = ["null", "number", "string"]))]
    application_fee_percent: Option<Value>,
    automatic_tax: Option<Switch>,
    billing_cycle_anchor: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    billing_thresholds: Option<Value>,
    collection_method: Option<String>,
    coupon: Option<IdOrObject>,
    currency: Option<String>,
    default_payment_method: Option<IdOrObject>,
    default_tax_rates: Option<Vec<TaxRate>>,
    description: Option<String>,
    end_date: Option<i64>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    invoice_settings: Option<Value>,
    items: Option<Vec<PhaseItem>>,
    metadata: Option<Object>,
    on_behalf_of: Option<IdOrObject>,
    proration_behavior: Option<String>,
    start_date: Option<i64>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    transfer_data: Option<Value>,
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    trial_end: Option<Value>,
}

/// An item that is invoiced once at the start of a phase.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PhaseInvoiceItem {
    price: Option<IdOrObject>,
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    quantity: Option<Value>,
    tax_rates: Option<Vec<TaxRate>>,
}

/// An item of a phase, with its price.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PhaseItem {
    #[schemars(extend("type" = ["null", "object", "string"]))]
    billing_thresholds: Option<Value>,
    metadata: Option<Object>,
    price: Option<IdOrObject>,
    quantity: Option<i64>,
    tax_rates: Option<Vec<TaxRate>>,
}
