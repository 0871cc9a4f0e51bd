//! The payment method of a charge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge_details::{
    AchCreditTransfer, AchDebit, BankRedirect, ChargedAcssDebit, ChargedAfterpay, ChargedAlipay, ChargedBacsDebit,
    ChargedBecsDebit, ChargedByReference, ChargedEps, ChargedFpx, ChargedGiropay, ChargedGrabpay, ChargedIdeal,
    ChargedKlarna, ChargedKonbini, ChargedMultibanco, ChargedOxxo, ChargedP24, ChargedPaypal, ChargedPix,
    ChargedSepaDebit, ChargedSofort, ChargedUsBankAccount, ChargedWechatPay,
};
use crate::types::{Boleto, Cashapp, ChargedCard, ChargedCardPresent, ChargedInterac, InCountry, Object};

/// The payment method of a charge: `type` is the name of the field with a value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PaymentMethodDetails {
    ach_credit_transfer: Option<AchCreditTransfer>,
    ach_debit: Option<AchDebit>,
    acss_debit: Option<ChargedAcssDebit>,
    affirm: Option<Object>,
    afterpay_clearpay: Option<ChargedAfterpay>,
    alipay: Option<ChargedAlipay>,
    au_becs_debit: Option<ChargedBecsDebit>,
    bacs_debit: Option<ChargedBacsDebit>,
    bancontact: Option<BankRedirect>,
    blik: Option<Object>,
    boleto: Option<Boleto>,
    card: Option<ChargedCard>,
    card_present: Option<ChargedCardPresent>,
    cashapp: Option<Cashapp>,
    customer_balance: Option<Object>,
    eps: Option<ChargedEps>,
    fpx: Option<ChargedFpx>,
    giropay: Option<ChargedGiropay>,
    grabpay: Option<ChargedGrabpay>,
    ideal: Option<ChargedIdeal>,
    interac_present: Option<ChargedInterac>,
    klarna: Option<ChargedKlarna>,
    konbini: Option<ChargedKonbini>,
    link: Option<InCountry>,
    multibanco: Option<ChargedMultibanco>,
    oxxo: Option<ChargedOxxo>,
    p24: Option<ChargedP24>,
    paynow: Option<ChargedByReference>,
    paypal: Option<ChargedPaypal>,
    pix: Option<ChargedPix>,
    promptpay: Option<ChargedByReference>,
    sepa_debit: Option<ChargedSepaDebit>,
    sofort: Option<ChargedSofort>,
    stripe_account: Option<Object>,
    r#type: Option<String>,
    us_bank_account: Option<ChargedUsBankAccount>,
    wechat: Option<Object>,
    wechat_pay: Option<ChargedWechatPay>,
    zip: Option<Object>,
}
