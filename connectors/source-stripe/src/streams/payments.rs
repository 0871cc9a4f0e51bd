//! Payments: money that came in, and money that went back.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Stripe;
use crate::types::Object;

/// An attempt to move money into the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "charges", primary_key = "id", add(updated = record.created))]
pub(crate) struct Charge {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_captured: Option<i64>,
    amount_refunded: Option<i64>,
    amount_updates: Option<Vec<Value>>,
    application: Option<String>,
    application_fee: Option<String>,
    application_fee_amount: Option<i64>,
    balance_transaction: Option<String>,
    billing_details: Option<Object>,
    calculated_statement_descriptor: Option<String>,
    captured: Option<bool>,
    card: Option<Object>,
    currency: Option<String>,
    customer: Option<String>,
    description: Option<String>,
    destination: Option<String>,
    dispute: Option<String>,
    disputed: Option<bool>,
    failure_balance_transaction: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    fraud_details: Option<Object>,
    invoice: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    on_behalf_of: Option<String>,
    order: Option<String>,
    outcome: Option<Object>,
    paid: Option<bool>,
    payment_intent: Option<String>,
    payment_method: Option<String>,
    payment_method_details: Option<Object>,
    receipt_email: Option<String>,
    receipt_number: Option<String>,
    receipt_url: Option<String>,
    refunded: Option<bool>,
    refunds: Option<Object>,
    review: Option<String>,
    shipping: Option<Object>,
    source: Option<Object>,
    source_transfer: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    statement_descriptor_suffix: Option<String>,
    status: Option<String>,
    transfer_data: Option<Object>,
    transfer_group: Option<String>,
}

/// Money of a charge that went back to its customer.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "refunds", primary_key = "id", add(updated = record.created))]
pub(crate) struct Refund {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<String>,
    charge: Option<String>,
    currency: Option<String>,
    destination_details: Option<Object>,
    metadata: Option<Object>,
    payment_intent: Option<String>,
    reason: Option<String>,
    receipt_number: Option<String>,
    source_transfer_reversal: Option<String>,
    status: Option<String>,
    transfer_reversal: Option<String>,
}
