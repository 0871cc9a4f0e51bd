//! How a checkout is to be paid, method by method.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::types::Object;

/// What holds for each payment method of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMethodOptions {
    acss_debit: Option<CheckoutAcssDebit>,
    affirm: Option<Object>,
    afterpay_clearpay: Option<Object>,
    alipay: Option<Object>,
    au_becs_debit: Option<Object>,
    bacs_debit: Option<Object>,
    bancontact: Option<Object>,
    boleto: Option<CheckoutVoucher>,
    card: Option<Object>,
    cashapp: Option<Object>,
    customer_balance: Option<Object>,
    eps: Option<Object>,
    fpx: Option<Object>,
    giropay: Option<Object>,
    grabpay: Option<Object>,
    ideal: Option<Object>,
    klarna: Option<Object>,
    konbini: Option<Object>,
    link: Option<Object>,
    oxxo: Option<CheckoutVoucher>,
    p24: Option<Object>,
    paynow: Option<Object>,
    pix: Option<Object>,
    sepa_debit: Option<Object>,
    sofort: Option<Object>,
    us_bank_account: Option<Object>,
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
