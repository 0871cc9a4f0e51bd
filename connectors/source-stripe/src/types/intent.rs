//! Payment and setup intents: options, details and errors.

use cdk_core::prelude::*;

use crate::types::{BankRedirect, CardChecks, ChargedIdeal, IdOrObject, Object, PaymentMethod, ThreeDSecure};

/// An error of Stripe's API.
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

/// The parts of the amount of a payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AmountDetails {
    tip: Option<Tip>,
}

/// The tip in a payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tip {
    amount: Option<i64>,
}

/// A payment that the bank is still processing.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Processing {
    card: Option<CardProcessing>,
    r#type: Option<String>,
}

/// A card payment of which the customer is notified in advance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardProcessing {
    customer_notification: Option<CustomerNotification>,
}

/// Whether and until when the customer is notified.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerNotification {
    approval_requested: Option<bool>,
    completes_at: Option<i64>,
}

/// Details of the setup of a payment method: `type` is the name of the field with a value.
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

/// The setup options of each payment method.
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

/// The setup options of a card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCardOptions {
    mandate_options: Option<CardMandate>,
    network: Option<String>,
    request_three_d_secure: Option<String>,
}

/// The mandate of a payer of recurring card payments.
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
