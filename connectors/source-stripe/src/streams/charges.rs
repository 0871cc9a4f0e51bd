//! Charges and their refunds.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    BillingDetails, Card, FraudDetails, List, Object, Outcome, PaymentMethodDetails, Refund, RefundDestination,
    Shipping, Source, TransferData,
};
use crate::updates::by_events;

/// An attempt to move money into the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, params("expand[]" = ["data.refunds"]), define = by_events)]
pub(crate) struct Charges {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_captured: Option<i64>,
    amount_refunded: Option<i64>,
    amount_updates: Option<Vec<String>>,
    application: Option<String>,
    application_fee: Option<String>,
    application_fee_amount: Option<i64>,
    balance_transaction: Option<String>,
    billing_details: Option<BillingDetails>,
    calculated_statement_descriptor: Option<String>,
    captured: Option<bool>,
    card: Option<Card>,
    currency: Option<String>,
    customer: Option<String>,
    description: Option<String>,
    destination: Option<String>,
    dispute: Option<String>,
    disputed: Option<bool>,
    failure_balance_transaction: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    fraud_details: Option<FraudDetails>,
    invoice: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    on_behalf_of: Option<String>,
    order: Option<String>,
    outcome: Option<Outcome>,
    paid: Option<bool>,
    payment_intent: Option<String>,
    payment_method: Option<String>,
    payment_method_details: Option<PaymentMethodDetails>,
    receipt_email: Option<String>,
    receipt_number: Option<String>,
    receipt_url: Option<String>,
    refunded: Option<bool>,
    refunds: Option<List<Refund>>,
    review: Option<String>,
    shipping: Option<Shipping>,
    source: Option<Source>,
    source_transfer: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    statement_descriptor_suffix: Option<String>,
    status: Option<String>,
    transfer_data: Option<TransferData>,
    transfer_group: Option<String>,
}

/// A refund of a charge.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Refunds {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<String>,
    charge: Option<String>,
    currency: Option<String>,
    destination_details: Option<RefundDestination>,
    metadata: Option<Object>,
    payment_intent: Option<String>,
    reason: Option<String>,
    receipt_number: Option<String>,
    source_transfer_reversal: Option<String>,
    status: Option<String>,
    transfer_reversal: Option<String>,
}
