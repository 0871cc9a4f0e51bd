//! Charges, refunds, disputes and reviews.

use cdk_core::prelude::*;

use crate::types::{IdOrObject, Object};

/// Who reported a charge as fraud.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FraudDetails {
    stripe_report: Option<String>,
    user_report: Option<String>,
}

/// The decision of the network and of the risk rules about a charge.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Outcome {
    network_status: Option<String>,
    reason: Option<String>,
    risk_level: Option<String>,
    risk_score: Option<i64>,
    rule: Option<IdOrObject>,
    seller_message: Option<String>,
    r#type: Option<String>,
}

/// A refund of a charge.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Refund {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<IdOrObject>,
    charge: Option<IdOrObject>,
    currency: Option<String>,
    description: Option<String>,
    failure_balance_transaction: Option<IdOrObject>,
    failure_reason: Option<String>,
    instructions_email: Option<String>,
    metadata: Option<Object>,
    next_action: Option<RefundNextAction>,
    payment_intent: Option<IdOrObject>,
    reason: Option<String>,
    receipt_number: Option<String>,
    source_transfer_reversal: Option<IdOrObject>,
    status: Option<String>,
    transfer_reversal: Option<IdOrObject>,
}

/// The required action of a customer for a refund.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RefundNextAction {
    display_details: Option<RefundInstructions>,
    r#type: Option<String>,
}

/// The instructions that a customer gets for a refund.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RefundInstructions {
    email_sent: Option<EmailSent>,
    expires_at: Option<i64>,
}

/// The time and the recipient of an e-mail.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct EmailSent {
    email_sent_at: Option<i64>,
    email_sent_to: Option<String>,
}

/// The destination of a refund.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RefundDestination {
    card: Option<CardRefund>,
    r#type: Option<String>,
}

/// The reference of a refund to a card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardRefund {
    reference: Option<String>,
    reference_status: Option<String>,
    reference_type: Option<String>,
    r#type: Option<String>,
}

/// The number of submissions of evidence, and the deadline.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct EvidenceDetails {
    due_by: Option<f64>,
    has_evidence: Option<bool>,
    past_due: Option<bool>,
    submission_count: Option<i64>,
}

/// The payment method of a disputed charge.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DisputedMethod {
    card: Option<DisputedCard>,
    r#type: Option<String>,
}

/// The card of a disputed charge, and the network's reason.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DisputedCard {
    brand: Option<String>,
    network_reason_code: Option<String>,
}

/// The approximate location of an IP address.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Location {
    city: Option<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    #[schemars(extend("type" = ["null", "number", "string"]))]
    region: Option<Value>,
}

/// The browser of a payer.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BrowserSession {
    browser: Option<String>,
    device: Option<String>,
    platform: Option<String>,
    version: Option<String>,
}
