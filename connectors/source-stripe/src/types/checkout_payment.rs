//! How a checkout is to be paid, method by method.

use cdk_core::prelude::*;

use crate::types::{InCountry, Switch};

/// What holds for each payment method of a checkout.
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

/// What holds for a checkout that is paid by debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutAcssDebit {
    currency: Option<String>,
    mandate_options: Option<CheckoutAcssMandate>,
    setup_future_usage: Option<String>,
    verification_method: Option<String>,
}

/// What a payer by debit in Canada agrees to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutAcssMandate {
    custom_mandate_url: Option<String>,
    default_for: Option<Vec<String>>,
    interval_description: Option<String>,
    payment_schedule: Option<String>,
    transaction_type: Option<String>,
}

/// What holds for a checkout that is paid with a voucher (boleto, OXXO).
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutVoucher {
    expires_after_days: Option<i64>,
    setup_future_usage: Option<String>,
}

/// What holds for a checkout that is paid by card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutCard {
    installments: Option<Switch>,
    setup_future_usage: Option<String>,
    statement_descriptor_suffix_kana: Option<String>,
    statement_descriptor_suffix_kanji: Option<String>,
}

/// What holds for a checkout that is paid from the customer's cash balance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutBankTransfer {
    bank_transfer: Option<CheckoutBankTransferType>,
    funding_type: Option<String>,
    setup_future_usage: Option<String>,
}

/// How money gets into the customer's cash balance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutBankTransferType {
    eu_bank_transfer: Option<InCountry>,
    requested_address_types: Option<Vec<String>>,
    r#type: Option<String>,
}

/// Whether a method is kept for later payments.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMethod {
    setup_future_usage: Option<String>,
}

/// What holds for a checkout that is paid by Pix.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutPix {
    expires_after_seconds: Option<i64>,
}

/// What holds for a checkout that is paid from a bank account in the United States.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutUsBankAccount {
    financial_connections: Option<CheckoutLinkedAccount>,
    setup_future_usage: Option<String>,
    verification_method: Option<String>,
}

/// What may be read of a linked bank account, and where its owner comes back to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutLinkedAccount {
    permissions: Option<Vec<String>>,
    return_url: Option<String>,
}
