//! Payments and set-ups under way: what is still to do, and what went wrong.

use cdk_core::prelude::*;

use crate::types::{BankRedirect, CardChecks, ChargedIdeal, IdOrObject, Object, PaymentMethod, ThreeDSecure};

/// What went wrong, as Stripe's API says it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ApiError {
    charge: Option<String>,
    code: Option<String>,
    decline_code: Option<String>,
    doc_url: Option<String>,
    message: Option<String>,
    param: Option<String>,
    payment_intent: Option<Object>,
    payment_method: Option<PaymentMethod>,
    payment_method_type: Option<String>,
    request_log_url: Option<String>,
    setup_intent: Option<Object>,
    source: Option<Object>,
    r#type: Option<String>,
}

/// What the amount of a payment is made of.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AmountDetails {
    tip: Option<Tip>,
}

/// The tip in a payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tip {
    amount: Option<i64>,
}

/// A payment that the bank has not answered yet.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Processing {
    card: Option<CardProcessing>,
    r#type: Option<String>,
}

/// A card payment whose customer is told before it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardProcessing {
    customer_notification: Option<CustomerNotification>,
}

/// Whether and until when the customer is told.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerNotification {
    approval_requested: Option<bool>,
    completes_at: Option<i64>,
}

/// How a payment method was set up: `type` names the field that is filled.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupDetails {
    acss_debit: Option<Object>,
    au_becs_debit: Option<Object>,
    bacs_debit: Option<Object>,
    bancontact: Option<BankRedirect>,
    blik: Option<Object>,
    boleto: Option<Object>,
    card: Option<SetupCard>,
    card_present: Option<SetupCardPresent>,
    cashapp: Option<Object>,
    ideal: Option<ChargedIdeal>,
    klarna: Option<Object>,
    link: Option<Object>,
    paypal: Option<Object>,
    sepa_debit: Option<Object>,
    sofort: Option<BankRedirect>,
    r#type: Option<String>,
    us_bank_account: Option<Object>,
}

/// A card that was set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCard {
    brand: Option<String>,
    checks: Option<CardChecks>,
    country: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    network: Option<String>,
    three_d_secure: Option<ThreeDSecure>,
    wallet: Option<SetupWallet>,
}

/// A card that was set up at a terminal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCardPresent {
    generated_card: Option<IdOrObject>,
}

/// The wallet of a card that was set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupWallet {
    apple_pay: Option<Object>,
    google_pay: Option<Object>,
    r#type: Option<String>,
}

/// What holds for each payment method when it is set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupOptions {
    acss_debit: Option<Object>,
    blik: Option<Object>,
    card: Option<SetupCardOptions>,
    link: Option<Object>,
    paypal: Option<Object>,
    sepa_debit: Option<Object>,
    us_bank_account: Option<Object>,
}

/// What holds for a card when it is set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCardOptions {
    mandate_options: Option<CardMandate>,
    network: Option<String>,
    request_three_d_secure: Option<String>,
}

/// What a payer of recurring card payments agrees to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardMandate {
    amount: Option<i64>,
    amount_type: Option<String>,
    currency: Option<String>,
    description: Option<String>,
    end_date: Option<i64>,
    interval: Option<String>,
    interval_count: Option<i64>,
    reference: Option<String>,
    start_date: Option<i64>,
    supported_types: Option<Vec<String>>,
}
