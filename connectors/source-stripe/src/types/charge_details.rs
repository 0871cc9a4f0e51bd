//! Details of a charge for each payment method except cards.

use cdk_core::prelude::*;

use crate::types::IdOrObject;

/// A charge by ACH credit transfer.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AchCreditTransfer {
    account_number: Option<String>,
    bank_name: Option<String>,
    routing_number: Option<String>,
    swift_code: Option<String>,
}

/// A charge by ACH debit.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AchDebit {
    account_holder_type: Option<String>,
    bank_name: Option<String>,
    country: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
    routing_number: Option<String>,
}

/// A charge by pre-authorised debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedAcssDebit {
    bank_name: Option<String>,
    fingerprint: Option<String>,
    institution_number: Option<String>,
    last4: Option<String>,
    mandate: Option<String>,
    transit_number: Option<String>,
}

/// A charge by Afterpay or Clearpay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedAfterpay {
    order_id: Option<String>,
    reference: Option<String>,
}

/// A charge by Alipay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedAlipay {
    buyer_id: Option<String>,
    fingerprint: Option<String>,
    transaction_id: Option<String>,
}

/// A charge by BECS debit in Australia.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedBecsDebit {
    bsb_number: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
    mandate: Option<String>,
}

/// A charge by Bacs debit in the United Kingdom.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedBacsDebit {
    fingerprint: Option<String>,
    last4: Option<String>,
    mandate: Option<String>,
    sort_code: Option<String>,
}

/// A payment by Bancontact or Sofort, which can create a SEPA debit.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BankRedirect {
    bank_code: Option<String>,
    bank_name: Option<String>,
    bic: Option<String>,
    generated_sepa_debit: Option<IdOrObject>,
    generated_sepa_debit_mandate: Option<IdOrObject>,
    iban_last4: Option<String>,
    preferred_language: Option<String>,
    verified_name: Option<String>,
}

/// A charge by EPS.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedEps {
    bank: Option<String>,
    verified_name: Option<String>,
}

/// A charge by FPX.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedFpx {
    bank: Option<String>,
    transaction_id: Option<String>,
}

/// A charge by giropay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedGiropay {
    bank_code: Option<String>,
    bank_name: Option<String>,
    bic: Option<String>,
    verified_name: Option<String>,
}

/// A charge by GrabPay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedGrabpay {
    transaction_id: Option<String>,
}

/// A payment by iDEAL, which can create a SEPA debit.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedIdeal {
    bank: Option<String>,
    bic: Option<String>,
    generated_sepa_debit: Option<IdOrObject>,
    generated_sepa_debit_mandate: Option<IdOrObject>,
    iban_last4: Option<String>,
    verified_name: Option<String>,
}

/// A charge by Klarna.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedKlarna {
    payment_method_category: Option<String>,
    preferred_locale: Option<String>,
}

/// A charge paid at a convenience store.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedKonbini {
    store: Option<KonbiniStore>,
}

/// The chain of a convenience store.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct KonbiniStore {
    chain: Option<String>,
}

/// A charge by Multibanco.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedMultibanco {
    entity: Option<String>,
    reference: Option<String>,
}

/// A charge paid with an OXXO voucher.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedOxxo {
    number: Option<String>,
}

/// A charge by Przelewy24.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedP24 {
    bank: Option<String>,
    reference: Option<String>,
    verified_name: Option<String>,
}

/// A charge that has only a reference (PayNow, PromptPay).
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedByReference {
    reference: Option<String>,
}

/// A charge by PayPal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedPaypal {
    payer_email: Option<String>,
    payer_id: Option<String>,
    payer_name: Option<String>,
    seller_protection: Option<SellerProtection>,
    transaction_id: Option<String>,
}

/// The disputes that PayPal's seller protection covers.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SellerProtection {
    dispute_categories: Option<Vec<String>>,
    status: Option<String>,
}

/// A charge by Pix.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedPix {
    bank_transaction_id: Option<String>,
}

/// A charge by SEPA debit.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedSepaDebit {
    bank_code: Option<String>,
    branch_code: Option<String>,
    country: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
    mandate: Option<String>,
}

/// A charge by Sofort.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedSofort {
    bank_code: Option<String>,
    bank_name: Option<String>,
    bic: Option<String>,
    country: Option<String>,
    generated_sepa_debit: Option<IdOrObject>,
    generated_sepa_debit_mandate: Option<IdOrObject>,
    iban_last4: Option<String>,
    preferred_language: Option<String>,
    verified_name: Option<String>,
}

/// A charge to a bank account in the United States.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedUsBankAccount {
    account_holder_type: Option<String>,
    account_type: Option<String>,
    bank_name: Option<String>,
    fingerprint: Option<String>,
    last4: Option<String>,
    routing_number: Option<String>,
}

/// A charge by WeChat Pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChargedWechatPay {
    fingerprint: Option<String>,
    transaction_id: Option<String>,
}
