//! Issuing: cardholders, cards, authorizations.

use cdk_core::prelude::*;

use crate::types::{Address, DateOfBirth, IdOrObject, Object, TermsAcceptance};

/// A holder of issued cards.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssuedCardholder {
    id: Option<String>,
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

/// The billing address of a cardholder.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderBilling {
    address: Option<Address>,
}

/// The terms that a cardholder accepted.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderTerms {
    user_terms_acceptance: Option<TermsAcceptance>,
}

/// The company that holds an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderCompany {
    tax_id_provided: Option<bool>,
}

/// The person who holds an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderIndividual {
    card_issuing: Option<CardholderTerms>,
    dob: Option<DateOfBirth>,
    first_name: Option<String>,
    last_name: Option<String>,
    verification: Option<CardholderVerification>,
}

/// The information that is still required from a cardholder.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderRequirements {
    disabled_reason: Option<String>,
    past_due: Option<Vec<String>>,
}

/// The identity documents of a cardholder.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardholderVerification {
    document: Option<IdDocument>,
}

/// Both sides of an identity document.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IdDocument {
    back: Option<IdOrObject>,
    front: Option<IdOrObject>,
}

/// A card that the account issued.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssuedCard {
    id: Option<String>,
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
    financial_account: Option<String>,
    last4: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    number: Option<String>,
    replaced_by: Option<IdOrObject>,
    replacement_for: Option<IdOrObject>,
    replacement_reason: Option<String>,
    shipping: Option<CardShipping>,
    spending_controls: Option<SpendingControls>,
    status: Option<String>,
    r#type: Option<String>,
    wallets: Option<IssuedCardWallets>,
}

/// The wallets that an issued card supports.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssuedCardWallets {
    apple_pay: Option<WalletEligibility>,
    google_pay: Option<WalletEligibility>,
    primary_account_identifier: Option<String>,
}

/// Whether an issued card can be added to a wallet, and why not.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WalletEligibility {
    eligible: Option<bool>,
    ineligible_reason: Option<String>,
}

/// The spending controls of issued cards.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SpendingControls {
    allowed_categories: Option<Vec<String>>,
    blocked_categories: Option<Vec<String>>,
    spending_limits: Option<Vec<SpendingLimit>>,
    spending_limits_currency: Option<String>,
}

/// A spending limit and its interval.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SpendingLimit {
    amount: Option<i64>,
    categories: Option<Vec<String>>,
    interval: Option<String>,
}

/// The shipping of an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardShipping {
    address: Option<Address>,
    carrier: Option<String>,
    customs: Option<CardShippingCustoms>,
    eta: Option<i64>,
    name: Option<String>,
    phone_number: Option<String>,
    require_signature: Option<bool>,
    service: Option<String>,
    status: Option<String>,
    tracking_number: Option<String>,
    tracking_url: Option<String>,
    r#type: Option<String>,
}

/// Customs information for a shipped card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardShippingCustoms {
    eori_number: Option<String>,
}

/// The merchant of a payment with an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MerchantData {
    category: Option<String>,
    category_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
    name: Option<String>,
    network_id: Option<String>,
    postal_code: Option<String>,
    state: Option<String>,
    terminal_id: Option<String>,
}

/// An authorization request without a decision.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PendingRequest {
    amount: Option<i64>,
    amount_details: Option<CashAmountDetails>,
    currency: Option<String>,
    is_amount_controllable: Option<bool>,
    merchant_amount: Option<i64>,
    merchant_currency: Option<String>,
}

/// An authorization request with its decision.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AuthorizationRequest {
    created: Option<i64>,
    amount: Option<i64>,
    amount_details: Option<CashAmountDetails>,
    approved: Option<bool>,
    currency: Option<String>,
    merchant_amount: Option<i64>,
    merchant_currency: Option<String>,
    reason: Option<String>,
    reason_message: Option<String>,
}

/// The checks before an authorization.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct VerificationData {
    address_line1_check: Option<String>,
    address_postal_code_check: Option<String>,
    cvc_check: Option<String>,
    expiry_check: Option<String>,
}

/// The part of an amount that was withdrawn as cash.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CashAmountDetails {
    atm_fee: Option<i64>,
}
