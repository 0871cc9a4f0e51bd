//! Disputes, early fraud warnings and reviews.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{BalanceTransaction, BrowserSession, DisputedMethod, EvidenceDetails, Location, Object};
use crate::updates::by_events;

/// A charge that the payer disputes at the bank.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Disputes {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<String>,
    balance_transactions: Option<Vec<BalanceTransaction>>,
    charge: Option<String>,
    currency: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    evidence: Option<Value>,
    evidence_details: Option<EvidenceDetails>,
    is_charge_refundable: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    payment_intent: Option<String>,
    payment_method_details: Option<DisputedMethod>,
    reason: Option<String>,
    status: Option<String>,
}

/// A card issuer's warning that a charge may be fraudulent.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "radar/early_fraud_warnings", params("created[gte]" = none), define = by_events)]
pub(crate) struct EarlyFraudWarnings {
    id: String,
    object: Option<String>,
    created: Option<f64>,
    updated: Option<i64>,
    actionable: Option<bool>,
    charge: Option<String>,
    fraud_type: Option<String>,
    livemode: Option<bool>,
}

/// A payment that the account reviews.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_events)]
pub(crate) struct Reviews {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    billing_zip: Option<String>,
    charge: Option<String>,
    closed_reason: Option<String>,
    ip_address: Option<String>,
    ip_address_location: Option<Location>,
    livemode: Option<JsonText>,
    open: Option<bool>,
    opened_reason: Option<String>,
    payment_intent: Option<String>,
    reason: Option<String>,
    session: Option<BrowserSession>,
}
