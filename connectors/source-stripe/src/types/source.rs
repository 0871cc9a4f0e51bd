//! Sources and cards of the older API.

use cdk_core::prelude::*;

use crate::types::{Address, Object};

/// A payment source of the older API: `type` is the name of the field with a value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Source {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    ach_credit_transfer: Option<SourceAchCreditTransfer>,
    ach_debit: Option<Object>,
    acss_debit: Option<Object>,
    address_city: Option<String>,
    address_country: Option<String>,
    address_line1: Option<String>,
    address_line1_check: Option<String>,
    address_line2: Option<String>,
    address_state: Option<String>,
    address_zip: Option<String>,
    address_zip_check: Option<String>,
    alipay: Option<Object>,
    amount: Option<i64>,
    au_becs_debit: Option<Object>,
    bancontact: Option<Object>,
    brand: Option<String>,
    card: Option<SourceCard>,
    card_present: Option<Object>,
    client_secret: Option<String>,
    code_verification: Option<Object>,
    country: Option<String>,
    currency: Option<String>,
    customer: Option<String>,
    cvc_check: Option<String>,
    dynamic_last4: Option<String>,
    eps: Option<Object>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    flow: Option<String>,
    funding: Option<String>,
    giropay: Option<Object>,
    ideal: Option<Object>,
    klarna: Option<Object>,
    last4: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    multibanco: Option<Object>,
    name: Option<String>,
    owner: Option<SourceOwner>,
    p24: Option<Object>,
    receiver: Option<SourceReceiver>,
    redirect: Option<SourceRedirect>,
    sepa_debit: Option<Object>,
    sofort: Option<Object>,
    source_order: Option<Object>,
    statement_descriptor: Option<String>,
    status: Option<String>,
    three_d_secure: Option<Object>,
    tokenization_method: Option<String>,
    r#type: Option<String>,
    usage: Option<String>,
    wechat: Option<Object>,
}

/// The owner of a source.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceOwner {
    address: Option<Address>,
    email: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    verified_address: Option<Value>,
    verified_email: Option<String>,
    verified_name: Option<String>,
    verified_phone: Option<String>,
}

/// The receiver of a payment that the payer sends.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceReceiver {
    address: Option<String>,
    amount_charged: Option<i64>,
    amount_received: Option<i64>,
    amount_returned: Option<i64>,
    refund_attributes_method: Option<String>,
    refund_attributes_status: Option<String>,
}

/// The redirect to the payer's confirmation.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceRedirect {
    failure_reason: Option<String>,
    return_url: Option<String>,
    status: Option<String>,
    url: Option<String>,
}

/// A source for ACH credit transfers.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceAchCreditTransfer {
    account_number: Option<String>,
    bank_name: Option<String>,
    fingerprint: Option<String>,
    refund_account_holder_name: Option<String>,
    refund_account_holder_type: Option<String>,
    refund_account_number: Option<String>,
    refund_routing_number: Option<String>,
    routing_number: Option<String>,
    swift_code: Option<String>,
}

/// A card as a source.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceCard {
    address_line1_check: Option<String>,
    address_zip_check: Option<String>,
    brand: Option<String>,
    country: Option<String>,
    cvc_check: Option<String>,
    dynamic_last4: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    name: Option<String>,
    three_d_secure: Option<String>,
    tokenization_method: Option<String>,
    r#type: Option<String>,
}
