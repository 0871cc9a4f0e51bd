//! Stored payment methods.

use cdk_core::prelude::*;

use crate::types::{BillingDetails, DateOfBirth, IdOrObject, MethodCard, MethodCardPresent, MethodInterac, Object};

/// A payment method: `type` is the name of the field with a value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PaymentMethod {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    acss_debit: Option<AcssDebit>,
    affirm: Option<Object>,
    afterpay_clearpay: Option<Object>,
    alipay: Option<Object>,
    au_becs_debit: Option<BecsDebit>,
    bacs_debit: Option<BacsDebit>,
    bancontact: Option<Object>,
    billing_details: Option<BillingDetails>,
    blik: Option<Object>,
    boleto: Option<Boleto>,
    card: Option<MethodCard>,
    card_present: Option<MethodCardPresent>,
    cashapp: Option<Cashapp>,
    customer: Option<IdOrObject>,
    customer_balance: Option<Object>,
    eps: Option<ChosenBank>,
    fpx: Option<ChosenBank>,
    giropay: Option<Object>,
    grabpay: Option<Object>,
    ideal: Option<Ideal>,
    interac_present: Option<MethodInterac>,
    klarna: Option<Klarna>,
    konbini: Option<Object>,
    link: Option<Link>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    oxxo: Option<Object>,
    p24: Option<ChosenBank>,
    paynow: Option<Object>,
    paypal: Option<Paypal>,
    pix: Option<Object>,
    promptpay: Option<Object>,
    radar_options: Option<RadarOptions>,
    sepa_debit: Option<SepaDebit>,
    sofort: Option<InCountry>,
    r#type: Option<String>,
    us_bank_account: Option<UsBankAccount>,
    wechat_pay: Option<Object>,
    zip: Option<Object>,
}

/// A bank account in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AcssDebit {
    bank_name: Option<String>,
    fingerprint: Option<String>,
    institution_number: Option<String>,
    last4: Option<String>,
    transit_number: Option<String>,
}

/// A bank account in Australia.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BecsDebit {
    bsb_number: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
}

/// A bank account in the United Kingdom.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BacsDebit {
    fingerprint: Option<String>,
    last4: Option<String>,
    sort_code: Option<String>,
}

/// A payer with boletos.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Boleto {
    tax_id: Option<String>,
}

/// An account at Cash App.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Cashapp {
    buyer_id: Option<String>,
    cashtag: Option<String>,
}

/// The payer's bank (EPS, FPX, Przelewy24).
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChosenBank {
    bank: Option<String>,
}

/// A bank of iDEAL.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Ideal {
    bank: Option<String>,
    bic: Option<String>,
}

/// A payer with Klarna.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Klarna {
    dob: Option<DateOfBirth>,
}

/// A payer with Link.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Link {
    email: Option<String>,
}

/// An account at PayPal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Paypal {
    payer_email: Option<String>,
    payer_id: Option<String>,
}

/// A bank account for SEPA debits.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SepaDebit {
    bank_code: Option<String>,
    branch_code: Option<String>,
    country: Option<String>,
    fingerprint: Option<String>,
    generated_from: Option<SepaGeneratedFrom>,
    last4: Option<String>,
}

/// The payment from which a SEPA debit was created.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SepaGeneratedFrom {
    charge: Option<IdOrObject>,
    setup_attempt: Option<IdOrObject>,
}

/// A payment method of which only the country is known.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InCountry {
    country: Option<String>,
}

/// A bank account in the United States.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct UsBankAccount {
    account_holder_type: Option<String>,
    account_type: Option<String>,
    bank_name: Option<String>,
    financial_connections_account: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
    networks: Option<UsBankNetworks>,
    routing_number: Option<String>,
    status_details: Option<UsBankAccountStatus>,
}

/// The networks of a bank account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct UsBankNetworks {
    preferred: Option<String>,
    supported: Option<Vec<String>>,
}

/// Why a bank account is blocked.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct UsBankAccountStatus {
    blocked: Option<UsBankAccountBlocked>,
}

/// The reason why a bank account is blocked.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct UsBankAccountBlocked {
    network_code: Option<String>,
    reason: Option<String>,
}

/// The Radar session of a payment method.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RadarOptions {
    session: Option<String>,
}

/// The configuration that selected the payment methods.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MethodConfiguration {
    id: Option<String>,
    parent: Option<String>,
}

/// Whether Stripe selects the payment methods.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AutomaticMethods {
    allow_redirects: Option<String>,
    enabled: Option<bool>,
}
