//! Issuing: cards that the account issues, cardholders, authorizations and transactions.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    AuthorizationRequest, BalanceTransaction, CardShipping, CardholderBilling, CardholderCompany, CardholderIndividual,
    CardholderRequirements, CashAmountDetails, IssuedCard, IssuedCardholder, IssuedTransaction, MerchantData, Object,
    PendingRequest, PurchaseDetails, SpendingControls, VerificationData,
};
use crate::updates::by_events;

/// A card that the account issued.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "issuing/cards", define = by_events)]
pub(crate) struct Cards {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    brand: Option<String>,
    cancellation_reason: Option<String>,
    cardholder: Option<IssuedCardholder>,
    currency: Option<String>,
    cvc: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    last4: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    number: Option<String>,
    replaced_by: Option<Object>,
    replacement_for: Option<Object>,
    replacement_reason: Option<String>,
    shipping: Option<CardShipping>,
    spending_controls: Option<SpendingControls>,
    status: Option<String>,
    r#type: Option<String>,
}

/// A holder of issued cards.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "issuing/cardholders", define = by_events)]
pub(crate) struct Cardholders {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    billing: Option<CardholderBilling>,
    company: Option<CardholderCompany>,
    email: Option<String>,
    individual: Option<CardholderIndividual>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    phone_number: Option<String>,
    preferred_locales: Option<Vec<String>>,
    requirements: Option<CardholderRequirements>,
    spending_controls: Option<SpendingControls>,
    status: Option<String>,
    r#type: Option<String>,
}

/// A request to pay with an issued card.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "issuing/authorizations", define = by_events)]
pub(crate) struct Authorizations {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_details: Option<CashAmountDetails>,
    approved: Option<bool>,
    authorization_method: Option<String>,
    balance_transactions: Option<Vec<BalanceTransaction>>,
    card: Option<IssuedCard>,
    cardholder: Option<String>,
    currency: Option<String>,
    livemode: Option<bool>,
    merchant_amount: Option<i64>,
    merchant_currency: Option<String>,
    merchant_data: Option<MerchantData>,
    metadata: Option<Object>,
    pending_request: Option<PendingRequest>,
    request_history: Option<Vec<AuthorizationRequest>>,
    status: Option<String>,
    transactions: Option<Vec<IssuedTransaction>>,
    verification_data: Option<VerificationData>,
    wallet: Option<String>,
}

/// A purchase or refund with an issued card.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "issuing/transactions", define = by_events)]
pub(crate) struct Transactions {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_details: Option<CashAmountDetails>,
    authorization: Option<String>,
    balance_transaction: Option<String>,
    card: Option<String>,
    cardholder: Option<String>,
    currency: Option<String>,
    dispute: Option<String>,
    livemode: Option<bool>,
    merchant_amount: Option<i64>,
    merchant_currency: Option<String>,
    merchant_data: Option<MerchantData>,
    metadata: Option<Object>,
    purchase_details: Option<PurchaseDetails>,
    r#type: Option<String>,
}
