//! Payment intents, setup intents and setup attempts.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    AmountDetails, ApiError, AutomaticMethods, List, MethodConfiguration, NextAction, Object, Processing, SetupDetails,
    SetupOptions, Shipping, TransferData,
};
use crate::updates::by_events;

/// A payment, with all its attempts.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct PaymentIntents {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_capturable: Option<i64>,
    amount_details: Option<AmountDetails>,
    amount_received: Option<i64>,
    application: Option<String>,
    application_fee_amount: Option<i64>,
    automatic_payment_methods: Option<AutomaticMethods>,
    canceled_at: Option<i64>,
    cancellation_reason: Option<String>,
    capture_method: Option<String>,
    charges: Option<List<Object>>,
    client_secret: Option<String>,
    confirmation_method: Option<String>,
    currency: Option<String>,
    customer: Option<String>,
    description: Option<String>,
    invoice: Option<String>,
    last_payment_error: Option<ApiError>,
    latest_charge: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    next_action: Option<NextAction>,
    on_behalf_of: Option<String>,
    payment_method: Option<String>,
    payment_method_configuration_details: Option<MethodConfiguration>,
    payment_method_options: Option<Object>,
    payment_method_types: Option<Vec<String>>,
    processing: Option<Processing>,
    receipt_email: Option<String>,
    review: Option<String>,
    setup_future_usage: Option<String>,
    shipping: Option<Shipping>,
    source: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    statement_descriptor_suffix: Option<String>,
    status: Option<String>,
    transfer_data: Option<TransferData>,
    transfer_group: Option<String>,
}

/// The setup of a payment method for later payments.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, cache, define = by_events)]
pub(crate) struct SetupIntents {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    application: Option<String>,
    automatic_payment_methods: Option<AutomaticMethods>,
    cancellation_reason: Option<String>,
    client_secret: Option<String>,
    customer: Option<String>,
    description: Option<String>,
    flow_directions: Option<Vec<String>>,
    last_setup_error: Option<JsonText>,
    latest_attempt: Option<String>,
    livemode: Option<bool>,
    mandate: Option<String>,
    metadata: Option<Object>,
    next_action: Option<JsonText>,
    on_behalf_of: Option<String>,
    payment_method: Option<String>,
    payment_method_configuration_details: Option<MethodConfiguration>,
    payment_method_options: Option<SetupOptions>,
    payment_method_types: Option<Vec<String>>,
    single_use_mandate: Option<String>,
    status: Option<String>,
    usage: Option<String>,
}

/// An attempt to set up a payment method.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(SetupIntents, as = "setup_intent_id", incremental), params(setup_intent = "{parent.id}"),
    cursor_field = "created",
    incremental(start = "{config.start_date:%s}", param_start = "created[gte]", param_end = "created[lte]", format = "%s", lookback = "P{config.lookback_window_days}D"),
)]
pub(crate) struct SetupAttempts {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    application: Option<String>,
    customer: Option<String>,
    flow_directions: Option<Vec<String>>,
    livemode: Option<bool>,
    on_behalf_of: Option<String>,
    payment_method: Option<String>,
    payment_method_details: Option<SetupDetails>,
    setup_error: Option<ApiError>,
    setup_intent: Option<String>,
    status: Option<String>,
    usage: Option<String>,
}
