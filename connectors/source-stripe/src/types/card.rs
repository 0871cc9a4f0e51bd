//! Cards of charges, and stored cards.

use cdk_core::prelude::*;

use crate::types::{
    Address, ChargedEps, ChargedGiropay, ChargedIdeal, ChargedMultibanco, ChargedP24, ChargedSepaDebit, ChargedSofort,
    IdOrObject, Object,
};

/// The card of a charge, and the results of its checks.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedCard {
    id: Option<String>,
    object: Option<String>,
    address_city: Option<String>,
    address_country: Option<String>,
    address_line1: Option<String>,
    address_line1_check: Option<String>,
    address_line2: Option<String>,
    address_state: Option<String>,
    address_zip: Option<String>,
    address_zip_check: Option<String>,
    brand: Option<String>,
    card_present: Option<ChargedCardPresent>,
    checks: Option<CardChecks>,
    country: Option<String>,
    customer: Option<String>,
    cvc_check: Option<String>,
    dynamic_last4: Option<String>,
    eps: Option<ChargedEps>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    giropay: Option<ChargedGiropay>,
    ideal: Option<ChargedIdeal>,
    installments: Option<Installments>,
    klarna: Option<Object>,
    last4: Option<String>,
    mandate: Option<String>,
    metadata: Option<Object>,
    multibanco: Option<ChargedMultibanco>,
    name: Option<String>,
    network: Option<String>,
    network_token: Option<NetworkToken>,
    p24: Option<ChargedP24>,
    sepa_debit: Option<ChargedSepaDebit>,
    sofort: Option<ChargedSofort>,
    stripe_account: Option<Object>,
    three_d_secure: Option<ChargedThreeDSecure>,
    tokenization_method: Option<String>,
    r#type: Option<String>,
    wallet: Option<ChargedWallet>,
    wechat: Option<Object>,
}

/// The results of a card's address and CVC checks.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardChecks {
    address_line1_check: Option<String>,
    address_postal_code_check: Option<String>,
    cvc_check: Option<String>,
}

/// The instalments of a card payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Installments {
    plan: Option<InstallmentPlan>,
}

/// How many instalments, and how far apart.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InstallmentPlan {
    count: Option<i64>,
    interval: Option<String>,
    r#type: Option<String>,
}

/// Whether a network token was used instead of the card number.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct NetworkToken {
    used: Option<bool>,
}

/// A card read by a terminal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedCardPresent {
    amount_authorized: Option<i64>,
    brand: Option<String>,
    capture_before: Option<i64>,
    cardholder_name: Option<String>,
    country: Option<String>,
    emv_auth_data: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    generated_card: Option<String>,
    incremental_authorization_supported: Option<bool>,
    last4: Option<String>,
    network: Option<String>,
    overcapture_supported: Option<bool>,
    read_method: Option<String>,
    receipt: Option<Receipt>,
    r#type: Option<String>,
}

/// The required content of the receipt of a card payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Receipt {
    account_type: Option<String>,
    application_cryptogram: Option<String>,
    application_preferred_name: Option<String>,
    authorization_code: Option<String>,
    authorization_response_code: Option<String>,
    cardholder_verification_method: Option<String>,
    dedicated_file_name: Option<String>,
    terminal_verification_results: Option<String>,
    transaction_status_information: Option<String>,
}

/// The wallet of a charged card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedWallet {
    amex_express_checkout: Option<Object>,
    apple_pay: Option<Object>,
    dynamic_last4: Option<String>,
    google_pay: Option<Object>,
    link: Option<Object>,
    masterpass: Option<WalletContact>,
    samsung_pay: Option<Object>,
    r#type: Option<String>,
    visa_checkout: Option<WalletContact>,
}

/// The addresses from a wallet.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WalletContact {
    billing_address: Option<Address>,
    email: Option<String>,
    name: Option<String>,
    shipping_address: Option<Address>,
}

/// An Interac card read by a terminal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedInterac {
    brand: Option<String>,
    cardholder_name: Option<String>,
    country: Option<String>,
    emv_auth_data: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    generated_card: Option<String>,
    last4: Option<String>,
    network: Option<String>,
    preferred_locales: Option<Vec<String>>,
    read_method: Option<String>,
    receipt: Option<Receipt>,
}

/// The result of 3-D Secure when a card was set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ThreeDSecure {
    authentication_flow: Option<String>,
    result: Option<String>,
    result_reason: Option<String>,
    version: Option<String>,
}

/// The result of 3-D Secure when a card was charged.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedThreeDSecure {
    authenticated: Option<bool>,
    authentication_flow: Option<String>,
    result: Option<String>,
    result_reason: Option<String>,
    succeeded: Option<bool>,
    version: Option<String>,
}

/// A card as a payment method.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MethodCard {
    brand: Option<String>,
    checks: Option<CardChecks>,
    country: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    generated_from: Option<GeneratedFrom>,
    last4: Option<String>,
    networks: Option<CardNetworks>,
    three_d_secure_usage: Option<ThreeDSecureUsage>,
    wallet: Option<MethodWallet>,
}

/// The wallet of a card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MethodWallet {
    #[schemars(extend("type" = ["null", "object", "string"]))]
    amex_express_checkout: Option<Value>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    apple_pay: Option<Value>,
    dynamic_last4: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    google_pay: Option<Value>,
    link: Option<Object>,
    masterpass: Option<WalletContact>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    samsung_pay: Option<Value>,
    r#type: Option<String>,
    visa_checkout: Option<WalletContact>,
}

/// The payment from which a card was stored.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct GeneratedFrom {
    charge: Option<String>,
    payment_method_details: Option<GeneratedFromDetails>,
    setup_attempt: Option<IdOrObject>,
}

/// Details of the payment from which a card was stored.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct GeneratedFromDetails {
    card_present: Option<ChargedCardPresent>,
    r#type: Option<String>,
}

/// The networks of a card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardNetworks {
    available: Option<Vec<String>>,
    preferred: Option<String>,
}

/// Whether a card supports 3-D Secure.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ThreeDSecureUsage {
    supported: Option<bool>,
}

/// A card of a terminal as a payment method.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MethodCardPresent {
    brand: Option<String>,
    cardholder_name: Option<String>,
    country: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    networks: Option<CardNetworks>,
    read_method: Option<String>,
}

/// An Interac card of a terminal as a payment method.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MethodInterac {
    brand: Option<String>,
    cardholder_name: Option<String>,
    country: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    networks: Option<CardNetworks>,
    preferred_locales: Option<Vec<String>>,
    read_method: Option<String>,
}
