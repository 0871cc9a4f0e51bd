//! Payment method options of a checkout.

use cdk_core::prelude::*;

use crate::types::{InCountry, Switch};

/// The options of each payment method of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMethodOptions {
    acss_debit: Option<CheckoutAcssDebit>,
    affirm: Option<CheckoutMethod>,
    afterpay_clearpay: Option<CheckoutMethod>,
    alipay: Option<CheckoutMethod>,
    au_becs_debit: Option<CheckoutMethod>,
    bacs_debit: Option<CheckoutMethod>,
    bancontact: Option<CheckoutMethod>,
    boleto: Option<CheckoutVoucher>,
    card: Option<CheckoutCard>,
    cashapp: Option<CheckoutMethod>,
    customer_balance: Option<CheckoutBankTransfer>,
    eps: Option<CheckoutMethod>,
    fpx: Option<CheckoutMethod>,
    giropay: Option<CheckoutMethod>,
    grabpay: Option<CheckoutMethod>,
    ideal: Option<CheckoutMethod>,
    klarna: Option<CheckoutMethod>,
    konbini: Option<CheckoutVoucher>,
    link: Option<CheckoutMethod>,
    oxxo: Option<CheckoutVoucher>,
    p24: Option<CheckoutMethod>,
    paynow: Option<CheckoutMethod>,
    pix: Option<CheckoutPix>,
    sepa_debit: Option<CheckoutMethod>,
    sofort: Option<CheckoutMethod>,
    us_bank_account: Option<CheckoutUsBankAccount>,
}

/// Options for payments by debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutAcssDebit {
    currency: Option<String>,
    mandate_options: Option<CheckoutAcssMandate>,
    setup_future_usage: Option<String>,
    verification_method: Option<String>,
}

/// The mandate of a payer by debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutAcssMandate {
    custom_mandate_url: Option<String>,
    default_for: Option<Vec<String>>,
    interval_description: Option<String>,
    payment_schedule: Option<String>,
    transaction_type: Option<String>,
}

/// Options for payments with a voucher (boleto, OXXO).
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutVoucher {
    expires_after_days: Option<i64>,
    setup_future_usage: Option<String>,
}

/// Options for payments by card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutCard {
    installments: Option<Switch>,
    setup_future_usage: Option<String>,
    statement_descriptor_suffix_kana: Option<String>,
    statement_descriptor_suffix_kanji: Option<String>,
}

/// Options for payments from the customer's cash balance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutBankTransfer {
    bank_transfer: Option<CheckoutBankTransferType>,
    funding_type: Option<String>,
    setup_future_usage: Option<String>,
}

/// How the customer's cash balance is funded.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutBankTransferType {
    eu_bank_transfer: Option<InCountry>,
    requested_address_types: Option<Vec<String>>,
    r#type: Option<String>,
}

/// Whether a payment method is stored for later payments.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMethod {
    setup_future_usage: Option<String>,
}

/// Options for payments by Pix.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutPix {
    expires_after_seconds: Option<i64>,
}

/// Options for payments from a bank account in the United States.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutUsBankAccount {
    financial_connections: Option<CheckoutLinkedAccount>,
    setup_future_usage: Option<String>,
    verification_method: Option<String>,
}

/// The permissions for a linked bank account, and the return URL.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutLinkedAccount {
    permissions: Option<Vec<String>>,
    return_url: Option<String>,
}
